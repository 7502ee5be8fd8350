import type { CaseHistory, History } from '../history.ts';
import { isOver } from './incidents.ts';
import type { Invariant } from './invariant.ts';

/** Whoever has decided on one of them knows more than a comparison of stock does. */
const BY_PEOPLE = ['CaseResolved', 'CaseWithdrawn', 'CaseMerged', 'CaseReopened', 'TookOver'] as const;

function isLeftAlone({ journal }: CaseHistory): boolean {
  return !journal.some(
    ({ happening, actor }) => actor.kind === 'person' && BY_PEOPLE.some((what) => what === happening.what),
  );
}

/** The cases of stock that were raised by the delay of a case. */
const raisedBy = (cases: readonly CaseHistory[], caseId: string): readonly CaseHistory[] =>
  cases.filter(({ signals }) => signals.some(({ kind, foreseen }) => kind === 'exception' && foreseen?.by === caseId));

/** By what is true of the delay in the end; what is not known of it says neither. */
export const foreseenToTheEnd: Invariant = {
  says: 'stock that runs out by a delay is trouble while it does, and none once it does not',
  broken: ({ cases }) => {
    const runsOut = new Map(cases.map((history) => [history.record.id, willRunOut(history)]));
    const without = cases.filter(
      (history) =>
        runsOut.get(history.record.id) === true &&
        isLeftAlone(history) &&
        !raisedBy(cases, history.record.id).some((raised) => !isOver(raised.record.state) || !isLeftAlone(raised)),
    );
    const idle = cases.filter(
      (history) => !isOver(history.record.state) && isLeftAlone(history) && isOfDelaysThatDoNoHarm(history, runsOut),
    );
    return [
      ...without.map(({ record }) => `stock runs out by ${record.id}, and nobody has it`),
      ...idle.map(({ record }) => `${record.id} is ${record.state}, and no delay endangers its stock any more`),
    ];
  },
};

function willRunOut({ record }: CaseHistory): boolean | undefined {
  if (record.state === 'merged') return undefined;
  if (isOver(record.state)) return record.resolvedBy === undefined ? false : undefined;
  const states = (record.impact?.stockOutlook ?? []).map(({ state }) => state);
  if (states.includes('runs_out')) return true;
  return states.includes('unknown') ? undefined : false;
}

function isOfDelaysThatDoNoHarm({ signals }: CaseHistory, runsOut: ReadonlyMap<string, boolean | undefined>): boolean {
  const reports = signals.filter(({ kind }) => kind === 'exception');
  return (
    reports.length > 0 && reports.every(({ foreseen }) => foreseen !== undefined && runsOut.get(foreseen.by) === false)
  );
}

/** Said first and noted then: what is noted has come in, wherever it belongs. */
export const foreseenIsSaid: Invariant = {
  says: 'what is remembered as foreseen was said',
  broken: ({ foreseen, fates }: History) =>
    foreseen
      .filter((id) => fates.get(id)?.guard === undefined)
      .map((id) => `${id} is remembered, and has come to nobody`),
};

export const oneTroubleOfStock: Invariant = {
  says: 'a material that runs out at a site is one trouble, by however many delays',
  broken: ({ cases }) => {
    const open = cases
      .filter((history) => !isOver(history.record.state) && isLeftAlone(history))
      .flatMap(({ record, signals }) => {
        const stocks = signals.flatMap(({ foreseen }) => foreseen?.stock ?? []);
        return [...new Set(stocks)].map((stock) => ({ stock, id: record.id }));
      });
    return [...Map.groupBy(open, ({ stock }) => stock)]
      .filter(([, same]) => same.length > 1)
      .map(([stock, same]) => `${stock} has ${same.length} open cases`);
  },
};
