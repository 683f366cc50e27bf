/** One measured figure beside its goal. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}

export function atMost(what: string, value: number, goal: number, unit = '', digits = 3): Row {
  return { what, measured: `${value.toFixed(digits)}${unit}`, goal: `<= ${goal}${unit}`, met: value <= goal };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
