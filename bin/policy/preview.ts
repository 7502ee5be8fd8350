import { latestFacts } from '../../lambdas/case/index.ts';
import { isLive } from '../../lambdas/case/states.ts';
import type { Action, JournalEntry, MovePreview, PublishedPack } from '../../lambdas/contracts/index.ts';
import { decideMove } from '../../lambdas/moving/decide-move.ts';
import { previewCases } from '../../lambdas/moving/preview-cases.ts';
import type { Previewed } from '../../lambdas/moving/preview-cases.ts';
import type { PastCase, PolicyIn } from '../../lambdas/simulation/past-case.ts';

type Version = Pick<PublishedPack, 'version' | 'pack'>;

/** What open cases would become by a pack, by the decision that moves them; and the cases behind each number. */
export async function previewPack(
  cases: AsyncIterable<PastCase>,
  from: (record: PastCase['record']) => Promise<Version>,
  to: PolicyIn,
): Promise<{ readonly preview: MovePreview; readonly cases: Readonly<Record<string, unknown>> }> {
  const found: Previewed[] = [];
  for await (const { record, entries, readAt: at } of cases) {
    const version = to(record);
    if (!isLive(record) || record.policyVersion === version.version) continue;
    const situation = {
      record,
      facts: latestFacts(entries),
      actions: waitingActions(entries),
      from: await from(record),
      to: version,
      at,
    };
    const decision = decideMove(situation, { move: 'preview', by: 'preview', reason: '' });
    if (decision.outcome === 'moves') found.push({ record, change: decision.change });
  }
  const { preview, result } = previewCases(found, { notOpen: 0, leftOut: 0 });
  return { preview, cases: result.cases };
}

const ENDS = new Set([
  'ActionRefused',
  'ActionExpired',
  'ActionAttempted',
  'ActionConfirmed',
  'ActionSuperseded',
  'ActionFailed',
  'ActionUnconfirmed',
]);

/** Proposals that wait for an approval, as far as a journal tells of them: who has to agree, and who has. What they would change is not in it, and decides nothing here. */
export function waitingActions(entries: readonly JournalEntry[]): readonly Action[] {
  const of = (actionId: string): readonly JournalEntry[] =>
    entries.filter(({ happening }) => 'actionId' in happening && happening.actionId === actionId);
  return entries.flatMap(({ caseId, at, actor, amount, happening }): readonly Action[] => {
    if (happening.what !== 'ActionProposed' || happening.governance.decision !== 'approval') return [];
    const { actionId, type, title, digest, undoes } = happening;
    const later = of(actionId);
    const isSettled = later.some((entry) => {
      const { what } = entry.happening;
      return ENDS.has(what) || (entry.happening.what === 'ActionApproved' && entry.happening.isEnough);
    });
    if (isSettled) return [];
    return [
      {
        contract: 'action/1',
        id: actionId,
        caseId,
        type,
        title,
        system: 'erp',
        subject: '',
        change: {},
        basis: {},
        ...(amount === undefined ? {} : { amount }),
        proposedBy: actor,
        digest,
        idempotencyKey: actionId,
        governance: happening.governance,
        state: 'awaiting_approval',
        approvals: later.flatMap((entry) =>
          entry.happening.what === 'ActionApproved' ? [{ person: entry.actor.id, at: entry.at }] : [],
        ),
        generation: 1,
        attention: 0,
        attempts: 0,
        mayBeWritten: false,
        ...(undoes === undefined ? {} : { undoes }),
        proposedAt: at,
      },
    ];
  });
}
