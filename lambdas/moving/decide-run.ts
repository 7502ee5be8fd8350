import type { MovePreview, PolicyMove, PolicyRelease, Refusal } from '../contracts/index.ts';
import { policyProblem } from '../policy/refuse.ts';

/** So many cases at a time, with a minute between them: each wakes, and may call somebody. */
export const MOST_AT_A_TIME = 300;
export const PAUSE_SECONDS = 60;
/** Less than the pause, so that no clock that is a little slow lets the next ones wait for ever. */
const AT_LEAST_MS = 30_000;

export type DecidedMove = { readonly ok: true; readonly changed: boolean; readonly move: PolicyMove } | Refusal;

interface By {
  readonly by: string;
  readonly at: string;
}

/** What was previewed is moved, if what it was previewed for still holds. Started once more after it was stopped, it goes on where it was. */
export function startMove(move: PolicyMove, reason: string, holds: PolicyRelease, { by, at }: By): DecidedMove {
  if (move.state === 'moving' || move.state === 'done') return { ok: true, changed: false, move };
  if (move.state === 'waiting' || move.state === 'failed')
    return refuse(move, `It is ${move.state}, and only what was previewed is moved`);
  if (move.release.publication !== holds.publication)
    return refuse(
      move,
      `It was previewed for publication ${String(move.release.publication)}, and ${String(holds.publication)} holds: preview another move`,
    );
  const { stoppedBy: _stopped, notBefore: _waited, ...rest } = move;
  return { ok: true, changed: true, move: { ...rest, state: 'moving', startedBy: by, startedAt: at, reason } };
}

export function stopMove(move: PolicyMove, { by }: Pick<By, 'by'>): DecidedMove {
  if (move.state === 'stopped') return { ok: true, changed: false, move };
  if (move.state !== 'moving') return refuse(move, `It is ${move.state}: nothing is moved`);
  return { ok: true, changed: true, move: { ...move, state: 'stopped', stoppedBy: by } };
}

export function previewed(move: PolicyMove, preview: MovePreview): PolicyMove {
  return { ...move, state: 'previewed', preview };
}

/** Something else was made to hold: nobody goes over to what holds no more. */
export function overtaken(move: PolicyMove, publication: number): PolicyMove {
  return {
    ...move,
    state: 'stopped',
    problem: `Publication ${String(publication)} holds by now: preview another move.`,
  };
}

export interface Moved {
  /** Where in the preview it began. */
  readonly from: number;
  readonly looked: number;
  readonly moved: number;
  readonly left: number;
  readonly failed: readonly string[];
}

/** After some of its cases; undefined: somebody else had these in hand. */
export function noteMoved(
  move: PolicyMove,
  { from, looked, moved, left, failed }: Moved,
  all: number,
  at: string,
): PolicyMove | undefined {
  if (move.looked !== from) return undefined;
  const { notBefore: _passed, ...rest } = move;
  const after = {
    ...rest,
    looked: move.looked + looked,
    moved: move.moved + moved,
    left: move.left + left,
    failed: [...move.failed, ...failed],
  };
  if (after.looked >= all) return { ...after, state: 'done', endedAt: at };
  return { ...after, notBefore: new Date(Date.parse(at) + AT_LEAST_MS).toISOString() };
}

/** Whether it is this message's turn: a second one for the same cases finds that others wait already. */
export function isTurn({ state, notBefore }: PolicyMove, at: string): boolean {
  return state === 'moving' && (notBefore === undefined || notBefore <= at);
}

function refuse({ id }: PolicyMove, why: string): DecidedMove {
  return { ok: false, problem: policyProblem('move-not-possible-now', id, why) };
}
