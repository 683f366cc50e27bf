import { crc32 } from 'node:zlib';
import { StoreRefused } from '../run/contract/errors.ts';
import { type ListPage, parseListPage } from './s3-answers.ts';
import { type Bucket, bucketOf } from './s3-bucket.ts';
import { contentTypeOf } from './s3-content-type.ts';
import { MAX_ATTEMPTS, TIMEOUTS } from './s3-limits.ts';
import { type RequestsOptions, requestsTo, textIn } from './s3-requests.ts';
import { encoded } from './utf8.ts';

/**
 * A bucket without the SDK, whose client is 420 KB that every cold start of every locale job would load: signed requests for the four things that Translate
 * does there. It keeps to the same limits, and every text is one PUT, whole in memory: a job's part, or a checkpoint. Region, credentials and endpoint
 * come from the environment that Lambda sets.
 */
export function lightBucket(
  name: string,
  { env = process.env, maxAttempts = MAX_ATTEMPTS, timeouts = TIMEOUTS }: Partial<Omit<RequestsOptions, 'bucket'>> = {},
): Bucket {
  const ask = requestsTo({ bucket: name, env, maxAttempts, timeouts });
  const calls = bucketOf(name, {
    get: (key) =>
      ask({ method: 'GET', key: named(key), headers: { 'x-amz-checksum-mode': 'ENABLED' } }, (answer) => ({
        chunks: checked(answer, answer.headers['x-amz-checksum-crc32']),
        etag: answer.headers.etag,
      })),
    async put(key, body) {
      const headers = {
        'content-length': String(body.length),
        'content-type': contentTypeOf(key),
        // S3 refuses what is not so, keeps it, and gives it to whoever reads.
        'x-amz-checksum-crc32': checksum(crc32(body)),
      };
      await ask({ method: 'PUT', key: named(key), headers, body }, textIn);
    },
    async *pages(prefix, delimiter) {
      const page = (after?: string): Promise<ListPage> => {
        const query = { 'continuation-token': after, delimiter, 'list-type': '2', prefix };
        return ask({ method: 'GET', query }, async (answer) => parseListPage(await textIn(answer)));
      };
      for (let read = await page(); ; read = await page(read.next)) {
        yield read.objects;
        if (read.next === null) return;
      }
    },
    async remove(key) {
      await ask({ method: 'DELETE', key: named(key) }, textIn);
    },
  });
  return {
    ...calls,
    async write(key, pieces) {
      const bodies: Buffer[] = [];
      for await (const bytes of encoded(pieces, () => Number.POSITIVE_INFINITY)) bodies.push(bytes);
      await calls.put(key, Buffer.concat(bodies));
    },
  };
}

/** URLs take such names as ways to other objects. */
function named(key: string): string {
  if (key === '' || key.split('/').some((part) => part === '.' || part === '..'))
    throw new StoreRefused(`no object can be called ${JSON.stringify(key)} here`);
  return key;
}

/** Fails at the end of a body that is not what its checksum says. Of what was uploaded in parts there is one of the parts' checksums, which says nothing. */
async function* checked(body: AsyncIterable<Buffer>, expected: string | string[] | undefined): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of body) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (typeof expected === 'string' && !expected.includes('-') && checksum(sum) !== expected)
    throw new Error('the body is not what its checksum says');
}

function checksum(sum: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sum);
  return bytes.toString('base64');
}
