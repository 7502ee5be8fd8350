import * as z from 'zod';
import { mayHaveKeys } from '../../contracts/index.ts';
import { now, patience, request } from '../../platform/index.ts';
import { jwk } from '../signatures/rsa-jwks.ts';

/** Public keys of a vendor as JSON texts, by the URL of its key set. */
export type PublicKeys = (url: string, maxAgeMs?: number) => Promise<readonly string[]>;

/** Vendors publish a key before they sign with it; an unknown key id asks earlier. */
const KEPT_FOR_MS = 3_600_000;
const PATIENCE_MS = 3_000;
const MOST_CHARACTERS = 100_000;
const MOST_KEYS = 20;

const keySet = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });

/** Fetches and remembers key sets (RFC 7517). While a vendor does not answer, the keys that are known go on being good. */
export function createPublicKeys(): PublicKeys {
  const kept = new Map<string, { readonly keys: readonly string[]; readonly at: number }>();
  return async (url, maxAgeMs = KEPT_FOR_MS) => {
    const known = kept.get(url);
    if (known !== undefined && known.at + Math.min(maxAgeMs, KEPT_FOR_MS) > now()) return known.keys;
    const keys = await fetchKeys(url).catch((error: unknown) => {
      if (known === undefined) throw error;
      return known.keys;
    });
    kept.set(url, { keys, at: now() });
    return keys;
  };
}

async function fetchKeys(url: string): Promise<readonly string[]> {
  if (!mayHaveKeys(url)) throw new Error(`keys are not fetched from ${url}`);
  const answer = await request(url, { redirect: 'error', signal: patience(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}`);
  const text = await answer.text();
  if (text.length > MOST_CHARACTERS) throw new Error(`${url} answered more than a key set`);
  const { keys } = keySet.parse(JSON.parse(text));
  // Other kinds of keys may stand beside.
  return keys.flatMap((key) => {
    const read = jwk.safeParse(key);
    return read.success ? [JSON.stringify(read.data)] : [];
  });
}
