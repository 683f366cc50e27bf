/**
 * What both clients of S3 keep to. Four tries, between which lie up to 0.05, 0.1 and 0.2 s, or 1, 2 and 4 s where S3 asks to slow down. They ride out a
 * single bad server and the moments in which S3 makes room for more requests. What lasts longer is `StoreUnavailable`, and the workflow's to retry.
 */
export const MAX_ATTEMPTS = 4;

/**
 * Milliseconds. A connection within a region takes one; from a laptop far away a few hundred. A server that says nothing for 10 s, before its answer or in
 * the middle of a body, is not going to. The last limit is for a body that only trickles: an upload of 8 MB gets through in it at 0.6 Mbit/s.
 */
export const TIMEOUTS = { connectionTimeout: 3_000, socketTimeout: 10_000, requestTimeout: 120_000 } as const;

/** Names of what limits a client's patience, each in milliseconds. */
export type Timeouts = Readonly<Record<keyof typeof TIMEOUTS, number>>;
