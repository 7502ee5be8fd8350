import type { CaseHistory, Milestone, Promised } from '../history.ts';
import { isOver } from './incidents.ts';
import type { Invariant } from './invariant.ts';

/** What becomes due has its schedule, a queue and the way of every signal before it. */
const PATIENCE = 10 * 60_000;

/** A report that comes after the trouble was raised settles it; whoever was quicker, the case is not left open. */
export const noticedSilence: Invariant = {
  says: 'a milestone that nobody reports is trouble, once, and none that was reported',
  broken: ({ promised, cases, endedAt }) =>
    promised
      .filter(({ dueAt }) => dueAt < endedAt - PATIENCE)
      .flatMap((promise) => {
        const { shipment, name, isReported } = promise;
        const raised = cases.filter((history) => holds(history, promise));
        const open = raised.filter((history) => !isOver(history.record.state) && isSettledAsAWhole(history, promised));
        const what = `${name} of ${shipment}`;
        if (raised.length > 1) return [`${what} is trouble ${raised.length} times`];
        if (isReported) return open.map(({ record }) => `${what} was reported, and ${record.id} is ${record.state}`);
        return raised.length === 1 ? [] : [`${what} was never reported, and nobody noticed`];
      }),
};

/** Nothing else is wrong with it, and nobody has opened it again. */
function isSettledAsAWhole({ signals, journal }: CaseHistory, promised: readonly Promised[]): boolean {
  const isReported = (missed: Milestone | undefined): boolean =>
    promised.some((one) => one.shipment === missed?.shipment && one.name === missed.name && one.isReported);
  const troubles = signals.filter(({ kind }) => kind === 'exception');
  return (
    troubles.every(({ missed }) => isReported(missed)) &&
    !journal.some(({ happening }) => happening.what === 'CaseReopened')
  );
}

function holds({ signals }: CaseHistory, { shipment, name }: Milestone): boolean {
  return signals.some(({ missed }) => missed?.shipment === shipment && missed.name === name);
}
