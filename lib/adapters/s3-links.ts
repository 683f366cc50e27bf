import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { InBucket } from './s3-client.ts';
import { contentTypeOf } from './s3-content-type.ts';

/**
 * Makes URLs under which anyone can download the object at a key for so many seconds. They are signed with the caller's credentials, and those of a role end
 * with its session, if that is sooner. S3 is not asked: the object need not be there.
 */
export function s3Links({ client, bucket }: InBucket): (key: string, seconds: number) => Promise<string> {
  return (key, seconds) => {
    const object = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: contentTypeOf(key),
      ResponseContentDisposition: `attachment; ${fileName(key)}`,
    });
    return getSignedUrl(client, object, { expiresIn: seconds });
  };
}

/** RFC 6266: the name in ASCII for all, and as it is for those who read more. */
function fileName(key: string): string {
  const name = key.split('/').at(-1) ?? key;
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return plain === name ? `filename="${plain}"` : `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
