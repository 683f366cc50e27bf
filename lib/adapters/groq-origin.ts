/** Where the client asks by itself. */
const GROQ_HOST = 'api.groq.com';

/**
 * Who answers under a base URL (null: Groq itself), for translation memory: what another server wrote is not recalled for Groq. By host and not by
 * port: the same server may come up on another.
 */
export function groqOrigin(baseUrl: string | null): string {
  if (baseUrl === null || new URL(baseUrl).hostname === GROQ_HOST) return 'groq';
  return isOnThisMachine(baseUrl) ? 'a server on this machine' : `the server ${new URL(baseUrl).hostname}`;
}

export function isOnThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
