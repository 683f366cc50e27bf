import { describe, expect, it } from 'vitest';
import { s3Links } from '../../lib/adapters/s3-links.ts';
import { temporaryS3 } from '../fakes/s3.ts';

describe('a link into the bucket', () => {
  it('gives what stands there to who has no credentials', async () => {
    const s3 = await temporaryS3();
    await s3.store.write('runs/r1/catalogs/pt-BR.json', '["é"]');
    const response = await fetch(await s3Links(s3)('runs/r1/catalogs/pt-BR.json', 60));
    expect([response.status, await response.text()]).toEqual([200, '["é"]']);
  });

  it('is signed, and ends when it is told to', async () => {
    const s3 = await temporaryS3();
    const { searchParams } = new URL(await s3Links(s3)('runs/r1/merged.json', 900));
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['runs/r1/merged.json', 'application/json', 'attachment; filename="merged.json"'],
    ['runs/r1/merged/00000.jsonl', 'application/x-ndjson', 'attachment; filename="00000.jsonl"'],
    ['runs/r1/report.html', 'text/html; charset=utf-8', 'attachment; filename="report.html"'],
    [
      'a "b"\\\r\n;.json',
      'application/json',
      `attachment; filename="a _b____;.json"; filename*=UTF-8''a%20%22b%22%5C%0D%0A%3B.json`,
    ],
    [
      "été'(1).json",
      'application/json',
      `attachment; filename="_t_'(1).json"; filename*=UTF-8''%C3%A9t%C3%A9%27%281%29.json`,
    ],
  ])('names the download of %s', async (key, type, disposition) => {
    const { searchParams } = new URL(await s3Links(await temporaryS3())(key, 60));
    expect(searchParams.get('response-content-type')).toBe(type);
    expect(searchParams.get('response-content-disposition')).toBe(disposition);
  });
});
