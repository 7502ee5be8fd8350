import type { SignalFileGrant, SignalFileWish } from '../contracts/index.ts';
import { boundTo, GOOD_FOR_S } from '../inbound/decide-upload.ts';

export const signalFileKey = (sha256: string): string => `policy-runs/signals/${sha256}.jsonl`;

/** Where a file of reports goes. Digest and size bind the address to one content, so the same file is the same object, and nothing else can be put there. */
export function decideSignalFile(
  { bytes, sha256 }: SignalFileWish,
  now: number,
): { readonly key: string; readonly expiresInSeconds: number; readonly grant: Omit<SignalFileGrant, 'url'> } {
  return {
    key: signalFileKey(sha256),
    expiresInSeconds: GOOD_FOR_S,
    grant: {
      method: 'PUT',
      headers: boundTo({ bytes, sha256 }),
      bytes,
      expiresAt: new Date(now + GOOD_FOR_S * 1000).toISOString(),
      signals: sha256,
    },
  };
}
