import { deriveId } from '../contracts/index.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { ladderOf } from '../case/ladder.ts';
import { channelsAtOnce, claimsOf, newNotice } from '../escalation/notice-rules.ts';
import type { Handover } from './join-shifts.ts';

/** The messages of a hand-over, claimed in the journal of its most severe case; undefined where its reader has no channel. */
export function claimHandover(
  record: Case,
  { person: id, shift }: Handover,
  pack: PolicyPack,
  at: string,
): { readonly act: Act; readonly notices: readonly Notice[] } | undefined {
  const person = pack.people.find((one) => one.id === id);
  if (person === undefined) return undefined;
  const channels = ladderOf(record, pack).steps[0]?.channels ?? [];
  const notices = channelsAtOnce(person, record.severity?.level, channels).map((channel) =>
    newNotice(record, at, {
      id: deriveId('ntc', 'handover', shift.startedAt, id, channel),
      purpose: 'handover',
      shift,
      person: id,
      channel,
    }),
  );
  if (notices.length === 0) return undefined;
  return {
    act: {
      actor: { kind: 'system', id: 'handover' },
      cause: { kind: 'shift', id: shift.startedAt },
      happening: { what: 'NoticeClaimed', purpose: 'handover', notices: claimsOf(notices), shift },
    },
    notices,
  };
}
