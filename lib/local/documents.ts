import { fileDocuments } from '../adapters/file-documents.ts';
import { besideInBucket, isS3Reference, parseS3Reference } from '../adapters/s3-references.ts';
import type { Documents } from '../run/ports.ts';

/**
 * Documents for a run on this machine: files, and `s3://bucket/key`. What stands beside a catalog in a bucket is read from that bucket. The SDK is loaded
 * at the first reference to a bucket: most runs never need it.
 */
export function localDocuments(): Documents {
  let client: Promise<Awaited<ReturnType<typeof loadS3>>> | null = null;
  const besideOf = (reference: string) => (isS3Reference(reference) ? besideInBucket : fileDocuments);
  return {
    glossaryBeside: (catalog) => besideOf(catalog).glossaryBeside(catalog),
    overridesBeside: (catalog, locale) => besideOf(catalog).overridesBeside(catalog, locale),
    // What a run on this machine translates stands in its own folder, wherever the catalog came from: the name must do for a file.
    identify: fileDocuments.identify,
    async open(reference) {
      if (!isS3Reference(reference)) return fileDocuments.open(reference);
      const { bucket } = parseS3Reference(reference);
      client ??= loadS3();
      const s3 = await client;
      return s3.documentsOf(bucket).open(reference);
    },
  };
}

async function loadS3() {
  const [{ s3Client }, { s3Documents }] = await Promise.all([
    import('../adapters/s3-client.ts'),
    import('../adapters/s3-documents.ts'),
  ]);
  const client = s3Client();
  return { documentsOf: (bucket: string) => s3Documents({ client, bucket }) };
}
