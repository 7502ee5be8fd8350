import type { Act } from '../case/apply-acts.ts';
import { whyUnwanted } from '../case/decide-notice.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import { isLater } from '../case/duration.ts';
import { claimsOf, spacedNotices } from './notice-rules.ts';

interface Called {
  readonly record: Case;
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  readonly at: string;
}

/** Whoever was called and has an order of their own is called by their next channel, while nobody has the case. */
export function laterMove(
  { record, notices, pack, at }: Called,
  by: Pick<Act, 'actor' | 'cause'>,
): { readonly act: Act; readonly notices: readonly Notice[] } | undefined {
  const due = spacedNotices(record, notices, pack, at)
    .filter(({ dueAt, notice }) => !isLater(dueAt, at) && whyUnwanted(notice, record, at) === undefined)
    .map(({ notice }) => notice);
  if (due.length === 0) return undefined;
  return {
    act: { ...by, happening: { what: 'NoticeClaimed', purpose: 'call', notices: claimsOf(due) } },
    notices: due,
  };
}

/** When that is next. */
export function laterMoments({ record, notices, pack, at }: Called): readonly string[] {
  return spacedNotices(record, notices, pack, at)
    .map(({ dueAt }) => dueAt)
    .filter((moment) => isLater(moment, at));
}
