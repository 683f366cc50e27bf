import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';

/** A segment document as the daemon gets it: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html. Times in seconds since 1970. */
export interface SegmentDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly namespace?: string;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly cause?: { readonly exceptions: readonly { readonly type: string; readonly message: string }[] };
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly metadata?: { readonly default: Readonly<Record<string, unknown>> };
}

export interface XRayDaemon {
  /** What `AWS_XRAY_DAEMON_ADDRESS` takes. */
  readonly address: string;
  /** All that came, in order. */
  readonly documents: readonly SegmentDocument[];
  /** The documents of what has ended once there are so many; those that there are, if they do not come. */
  ended(count: number): Promise<readonly SegmentDocument[]>;
  close(): Promise<void>;
}

/** X-Ray's daemon on loopback. */
export async function startXRayDaemon(): Promise<XRayDaemon> {
  const documents: SegmentDocument[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const [header, ...body] = message.toString().split('\n');
    if (header !== '{"format":"json","version":1}') throw new Error(`no header of the daemon's protocol: ${header}`);
    documents.push(JSON.parse(body.join('\n')));
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const ended = () => documents.filter(({ in_progress }) => in_progress !== true);
  return {
    address: `127.0.0.1:${socket.address().port}`,
    documents,
    async ended(count) {
      for (let looks = 0; looks < 100 && ended().length < count; looks++) await delay(20);
      return ended();
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
