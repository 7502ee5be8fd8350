import { breakingChanges } from './compare-contracts.ts';
import { at } from './document.ts';
import type { Json } from './document.ts';
import type { ContractFile } from './files.ts';
import { isDeepStrictEqual } from 'node:util';

export type PublishingPlan =
  | { readonly ok: true; readonly note: string; readonly files: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusals: readonly string[] };

/** What publishing a document writes, or why it may not be published: it breaks somebody, or says something else under the same version. */
export function planPublishing(
  { published: path, document, text }: ContractFile,
  published: Json | undefined,
  { today, because }: { readonly today: string; readonly because: string | undefined },
): PublishingPlan {
  const version = versionOf(document);
  if (published === undefined) return { ok: true, note: `${path}: ${version}, the first`, files: { [path]: text } };
  if (isDeepStrictEqual(published, document)) return { ok: true, note: `${path}: unchanged`, files: {} };
  const before = versionOf(published);
  const breaking = breakingChanges(published, document, today).map(({ where, what }) => `${path}: ${where} ${what}`);
  const refusals = [
    ...(isLater(version, before) ? [] : [`${path}: it differs, so raise CONTRACT_VERSION above ${before}`]),
    ...(because === undefined ? breaking : []),
  ];
  if (refusals.length > 0) return { ok: false, refusals };
  const reason =
    breaking.length === 0 ? {} : { [path.replace(/yaml$/, 'broken.txt')]: reasonText(version, because, breaking) };
  return { ok: true, note: `${path}: ${before} → ${version}`, files: { [path]: text, ...reason } };
}

const reasonText = (version: string, because: string | undefined, breaking: readonly string[]): string =>
  `${version}: ${because ?? ''}\n${breaking.join('\n')}\n`;

const versionOf = (document: Json): string => String(at(document, 'info', 'version'));

function isLater(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number));
  for (const [index, number] of (one ?? []).entries()) {
    const difference = number - (other?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
