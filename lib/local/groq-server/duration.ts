/** A duration as Groq writes it: `26ms`, `7.66s`, `2m59.56s`, `1h0m2s`. Rounded up, so that who waits as told is let in. */
export function formatDuration(ms: number): string {
  const whole = Math.ceil(Math.max(0, ms));
  if (whole === 0) return '0s';
  if (whole < 1_000) return `${whole}ms`;
  const hundredths = Math.ceil(whole / 10);
  const hours = Math.floor(hundredths / 360_000);
  const minutes = Math.floor((hundredths % 360_000) / 6_000);
  const seconds = (hundredths % 6_000) / 100;
  return `${hours > 0 ? `${hours}h` : ''}${hours + minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}
