import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';

export const movedOnce: Invariant = {
  says: 'a case goes over to another policy once by each move',
  broken: ({ cases }) =>
    cases.flatMap(({ record, journal }) => {
      const moves = journal.flatMap(({ happening }) => (happening.what === 'PolicyMoved' ? [happening.move] : []));
      return moves
        .filter((move, index) => moves.indexOf(move) !== index)
        .map((move) => `${record.id} went over twice by ${move}`);
    }),
};

/** Previewed, and moved where somebody has said so. Who dies after moving and before counting counts those as left, so there may be more entries than the move knows of. */
export const moveEnds: Invariant = {
  says: 'a move of open cases comes to its end, and has come to each case of its preview',
  broken: ({ moves, cases }: History) =>
    moves.flatMap((move) => {
      const { id, state, preview, looked, moved, left, failed } = move;
      if (state === 'waiting' || state === 'moving') return [`${id} is ${state}`];
      if (looked !== moved + left + failed.length)
        return [`${id} has come to ${String(looked)}, and lost count of them`];
      if (state !== 'done') return [];
      const gone = cases.filter(({ journal }) =>
        journal.some(({ happening }) => happening.what === 'PolicyMoved' && happening.move === id),
      );
      if (looked !== preview?.cases) return [`${id} has come to ${String(looked)} of ${String(preview?.cases)}`];
      return gone.length < moved ? [`${id} counts ${String(moved)}, and ${String(gone.length)} have gone over`] : [];
    }),
};
