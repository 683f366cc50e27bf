/**
 * Who answers under a base URL (null: Groq itself), for translation memory: what another server wrote is not recalled for Groq. By host and not by
 * port: the same server may come up on another.
 */
export function groqOrigin(baseUrl: string | null): string {
  if (baseUrl === null) return 'groq';
  const { hostname } = new URL(baseUrl);
  return isLoopback(hostname) ? 'a server on this machine' : `the server ${hostname}`;
}

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127\./.test(host);
