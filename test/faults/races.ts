import type { Happening, JournalEntry } from '../../lambdas/contracts/index.ts';
import type { Command } from './commands.ts';
import type { Dice } from './dice.ts';

export type Race = 'approve at its end' | 'two approve';

export interface Appointed {
  readonly at: number;
  readonly command: Command;
}

type Proposed = Extract<Happening, { what: 'ActionProposed' }>;

const ANSWERED: ReadonlySet<string> = new Set(['ActionApproved', 'ActionRefused', 'ActionExpired', 'ActionSuperseded']);

/** People who decide about the same at the same moment, or at the very moment at which the time to decide ends: a little before it, with it, or after. */
export function raceOf(does: Race, seen: readonly JournalEntry[], now: number, dice: Dice): readonly Appointed[] {
  const waiting = waitingIn(seen, now);
  if (waiting.length === 0) return [];
  const { caseId, proposed } = dice.pick(waiting);
  const decide = (as: Command['as'], at: number): Appointed => {
    const verb = dice.pick(['approve', 'approve', 'approve', 'refuse']);
    const body = verb === 'approve' ? { digest: proposed.digest } : { reason: 'Mrs Example does not want it.' };
    const path = `/v1/cases/${caseId}/actions/${proposed.actionId}/${verb}`;
    return { at, command: { as, method: 'POST', path, body } };
  };
  if (does === 'two approve') return [decide('approver', now), decide('chief', now)];
  const around = (): number => aroundTheEnd(proposed, now, dice);
  return [decide('approver', around()), ...(dice.chance(0.5) ? [decide('chief', around())] : [])];
}

/** What people are asked to decide, and nobody has. */
export function waitingIn(
  seen: readonly JournalEntry[],
  now: number,
): readonly { readonly caseId: string; readonly proposed: Proposed }[] {
  const answered = new Set(
    seen.flatMap(({ happening }) =>
      ANSWERED.has(happening.what) && 'actionId' in happening ? [happening.actionId] : [],
    ),
  );
  return seen.flatMap(({ caseId, happening }) =>
    happening.what === 'ActionProposed' && isWaiting(happening, now) && !answered.has(happening.actionId)
      ? [{ caseId, proposed: happening }]
      : [],
  );
}

export function aroundTheEnd({ governance }: Proposed, now: number, dice: Dice): number {
  const end = Date.parse(governance.expiresAt ?? '');
  return Math.max(now, end + dice.pick([-2_000, -300, -20, -1, 0, 1, 20, 300, 2_000]));
}

function isWaiting({ governance }: Proposed, now: number): boolean {
  const { decision, expiresAt } = governance;
  return decision === 'approval' && Date.parse(expiresAt ?? '') > now;
}
