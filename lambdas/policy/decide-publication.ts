import type { ActivePolicy, PolicyPublication, PolicyRelease, Refusal } from '../contracts/index.ts';
import type { By } from './decide-draft.ts';
import { policyProblem } from './refuse.ts';
import { releaseAt } from './release-at.ts';

const YEAR_MS = 366 * 86_400_000;

/** What a publication makes of what holds, with its entry in the record. */
export interface Published {
  readonly active: ActivePolicy;
  readonly publication: PolicyPublication;
}
export type DecidedPublication = { readonly ok: true; readonly published: Published } | Refusal;

/** What a publication says beside what follows from the one before it. */
export type Wish = Pick<PolicyPublication, 'kind' | 'title'> &
  Partial<Pick<PolicyPublication, 'reason' | 'digest' | 'draft' | 'writers' | 'approvedBy' | 'of'>> & {
    readonly holds: Pick<PolicyRelease, 'version' | 'overlays'>;
  };

/** The publication that a draft has to know of: the last one that holds or will. */
export function baseOf(active: ActivePolicy | undefined): number {
  return (active?.next ?? active?.current)?.publication ?? 0;
}

export function isPending({ next }: ActivePolicy, at: string): boolean {
  return next !== undefined && Date.parse(next.from) > Date.parse(at);
}

/** `from`: absent for at once. `base`: absent where the wish looks at nothing that was before. */
export function decidePublication(
  active: ActivePolicy | undefined,
  wish: Wish,
  { by, at, from, base }: By & { readonly from?: string; readonly base?: number },
): DecidedPublication {
  const id = wish.draft ?? wish.title;
  if (from !== undefined && !isFit(from, at)) return refused('time-unfit', id);
  if (active !== undefined && isPending(active, at))
    return refused(
      'publication-pending',
      id,
      `Publication ${String(baseOf(active))} holds from ${active.next?.from ?? ''}`,
    );
  if (base !== undefined && base !== baseOf(active))
    return refused('base-passed', id, `It was made from ${String(base)}, and ${String(baseOf(active))} holds`);
  const number = (active?.generation ?? 0) + 1;
  // Where nothing holds there is nothing to wait for.
  const isLater = from !== undefined && active !== undefined;
  const { holds, ...said } = wish;
  const release = { ...holds, publication: number, from: isLater ? from : at };
  const held = isLater ? { current: releaseAt(active, at), next: release } : { current: release };
  return {
    ok: true,
    published: {
      active: { contract: 'active-policy/1', generation: number, ...held },
      publication: { ...said, number, at, by, release },
    },
  };
}

/** Takes a publication back that does not hold yet; what holds goes on. */
export function decideWithdrawal(
  active: ActivePolicy,
  number: number,
  { by, at, reason }: By & { readonly reason: string },
): DecidedPublication {
  const { current, next, generation } = active;
  if (next?.publication !== number || !isPending(active, at))
    return refused(
      next?.publication === number || current.publication === number ? 'in-force-already' : 'no-such-publication',
      String(number),
    );
  return {
    ok: true,
    published: {
      active: { contract: 'active-policy/1', generation: generation + 1, current },
      publication: {
        number: generation + 1,
        kind: 'withdrawal',
        at,
        by,
        title: `Publication ${String(number)} is withdrawn`,
        reason,
        release: current,
        of: number,
      },
    },
  };
}

function isFit(from: string, at: string): boolean {
  const ahead = Date.parse(from) - Date.parse(at);
  return ahead > 0 && ahead <= YEAR_MS;
}

function refused(slug: Parameters<typeof policyProblem>[0], id: string, why?: string): DecidedPublication {
  return { ok: false, problem: policyProblem(slug, id, why) };
}
