import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';

/** The same pack is the same version. */
export function versionOf(pack: PolicyPack): string {
  return sha256Hex(canonicalJson(pack)).slice(0, 16);
}
