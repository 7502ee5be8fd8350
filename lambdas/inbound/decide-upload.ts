import type { Refusal, SourceRegistration, UploadGrant, UploadWish } from '../contracts/index.ts';
import { reportKey } from './file-report.ts';
import { mostBytesOf } from './file-limits.ts';
import { uploadTooLarge } from './refuse.ts';

/** Long enough for half a gigabyte over a slow line to begin: S3 asks for the time when the request begins. */
export const GOOD_FOR_S = 900;

/** A file of half a gigabyte takes its time to be read. */
const REPORT_GOOD_FOR_S = 3600;

export interface UploadPlan {
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly report: { readonly key: string; readonly expiresInSeconds: number };
  readonly grant: Omit<UploadGrant, 'url' | 'report'>;
}

/**
 * Where a file of a source goes, and what the upload has to send. Digest and size bind the address to one content, so whoever catches the wish, the address or an old report of the source can
 * put nothing there but what the source wanted to send; and the same content twice has no effect.
 */
export function decideUpload(
  { id, format }: Pick<SourceRegistration, 'id' | 'format'>,
  { name, bytes, sha256 }: UploadWish,
  now: number,
): { readonly ok: true; readonly plan: UploadPlan } | Refusal {
  const most = mostBytesOf(format);
  if (bytes > most) return { ok: false, problem: uploadTooLarge(bytes, most) };
  const day = new Date(now).toISOString().slice(0, 10);
  const file = `uploads/${day}/${sha256.slice(0, 16)}/${name}`;
  return {
    ok: true,
    plan: {
      key: `inbox/${id}/${file}`,
      expiresInSeconds: GOOD_FOR_S,
      report: { key: `${reportKey(id, file, sha256)}.json`, expiresInSeconds: REPORT_GOOD_FOR_S },
      grant: {
        method: 'PUT',
        headers: boundTo({ bytes, sha256 }),
        bytes,
        expiresAt: new Date(now + GOOD_FOR_S * 1000).toISOString(),
        file,
        links: { files: `/v1/sources/${id}/files` },
      },
    },
  };
}

/** What makes an address good for one content only: S3 refuses another one. */
export function boundTo({ bytes, sha256 }: Pick<UploadWish, 'bytes' | 'sha256'>): Readonly<Record<string, string>> {
  return {
    'content-length': String(bytes),
    'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
  };
}
