import { redactPayload } from '../../inbound/index.ts';
import type { Quarantined } from '../../inbound/index.ts';

/** Without where it lies and what came in its headers. */
export function shownQuarantined(quarantined: Quarantined): object {
  const { id, sourceId, state, at, lastAt, times, via, contentType, rejected, rejections, acts } = quarantined;
  return { id, sourceId, state, at, lastAt, times, via, contentType, rejected, rejections, acts };
}

/** All of it in base64 for whoever may see that; else its size, and its shape without what it says. */
export function shownPayload(
  { contentType, via }: Quarantined,
  bytes: Uint8Array | undefined,
  isWhole: boolean,
): object {
  if (bytes === undefined)
    return via === 'file'
      ? { outcome: 'file', detail: 'It came as a file: its report lies below reports/ of the raw bucket.' }
      : { outcome: 'gone', detail: 'Payloads are kept for 90 days.' };
  const shown = isWhole ? { base64: Buffer.from(bytes).toString('base64') } : { redacted: redactPayload(bytes) };
  return { contentType, size: bytes.length, ...shown };
}
