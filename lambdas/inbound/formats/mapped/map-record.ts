import type { Mapping, Money, Signal } from '../../../contracts/index.ts';
import { draftOf } from '../draft.ts';
import { shown } from '../look-up.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender, SignalDraft } from '../translator.ts';
import { datesComparedBy, testOf } from './conditions.ts';
import type { Test } from './conditions.ts';
import { Misfit, Reading, sharedBy } from './read-record.ts';
import type { Cells, Unread } from './read-record.ts';

/** What has become of one row or record: signals, nothing, or a rejection. */
export interface Fate {
  readonly drafts: readonly SignalDraft[];
  readonly rejection?: Rejection;
}

/** Makes of a mapping what reads one record after the other. */
export function mapperOf(mapping: Mapping, sender: Sender, unread: Unread): (cells: Cells, part: string) => Fate {
  const shared = sharedBy(mapping, sender, unread);
  const plan = planOf(mapping, sender);
  return (cells, part) => {
    try {
      return mapRecord(plan, new Reading(shared, cells), part);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return { drafts: [], rejection: misfit(error, part) };
    }
  };
}

/** A mapping with its conditions made into tests, and its tables into lists: tables have a hundred thousand rows. */
function planOf(mapping: Mapping, sender: Sender) {
  return {
    mapping,
    sender,
    only: testedBy(mapping.only),
    troubles: mapping.troubles.map(({ type, when, reason }) => ({
      type,
      reason,
      test: testOf(when),
      dates: datesComparedBy(when),
    })),
    progress: mapping.progress.map(({ milestone, when, reason }) => ({ milestone, reason, test: testedBy(when) })),
    references: mapping.references.map(({ when, ...reference }) => ({ ...reference, test: testedBy(when) })),
    quantities: Object.entries(mapping.quantities),
    amounts: Object.entries(mapping.amounts),
    scheme: `mapping:${mapping.id}`.slice(0, 40),
  };
}

type Plan = ReturnType<typeof planOf>;

function testedBy(condition: Mapping['only']): Test {
  return condition === undefined ? () => true : testOf(condition);
}

function mapRecord(plan: Plan, reading: Reading, part: string): Fate {
  const { mapping, sender } = plan;
  if (!plan.only(reading)) return { drafts: [] };
  const troubles = plan.troubles.filter(({ test }) => test(reading));
  const step = plan.progress.find(({ test }) => test(reading));
  if (troubles.length === 0 && step === undefined) return { drafts: [] };
  const references = plan.references.flatMap(({ kind, value, issuer, test }) =>
    test(reading) ? referenceTo(kind, reading.name(value), reading.word(issuer) ?? sender.issuer) : [],
  );
  if (references.length === 0) return { drafts: [], rejection: nameless(mapping, part) };
  const common = { part, references, ...detailsOf(plan, reading) };
  if (troubles.length === 0) {
    const milestone = step?.milestone;
    const reason = reasonOf(step?.reason, milestone?.name ?? 'other', plan, reading);
    return { drafts: [draftOf({ ...common, milestone, reason }, sender)] };
  }
  return {
    drafts: troubles.map(({ type, reason, dates }) => {
      const text = [common.text ?? '', ...lateness(dates, reading)].filter((words) => words !== '').join('. ');
      return draftOf({ ...common, trouble: type, reason: reasonOf(reason, type, plan, reading), text }, sender);
    }),
  };
}

/** Who is called has to know how late it is. */
function lateness(dates: ReturnType<typeof datesComparedBy>, reading: Reading): readonly string[] {
  return dates.flatMap(({ actual, promised }) => {
    const [came, due] = [reading.text(actual), reading.text(promised)];
    return came === undefined || due === undefined ? [] : [`Promised ${due}, now ${came}`];
  });
}

function detailsOf(plan: Plan, reading: Reading) {
  const { occurredAt, place, lane, carrier, text, reportId } = plan.mapping;
  const times = occurredAt.map((one) =>
    typeof one === 'string' ? reading.time(one) : reading.time(one.date, one.time),
  );
  return {
    reportId: reportId === undefined ? undefined : reading.text(reportId),
    time: times.find((read) => read !== undefined),
    place: reading.place(place),
    lane: lane && { origin: reading.place(lane.origin), destination: reading.place(lane.destination) },
    carrier: carrier && { scac: reading.word(carrier.scac), name: reading.word(carrier.name) },
    quantities: plan.quantities.length === 0 ? undefined : quantitiesOf(plan, reading),
    amounts: plan.amounts.length === 0 ? undefined : amountsOf(plan, reading),
    text: text.length === 0 ? undefined : text.flatMap((column) => reading.text(column) ?? []).join('. '),
  };
}

function reasonOf(
  reason: Mapping['troubles'][number]['reason'],
  code: string,
  { scheme }: Plan,
  reading: Reading,
): NonNullable<Signal['reason']> {
  const text = reading.word(reason?.text);
  return {
    scheme: reason?.scheme ?? scheme,
    code: reading.word(reason?.code) ?? code,
    ...(text === undefined ? {} : { text }),
  };
}

function quantitiesOf({ quantities }: Plan, reading: Reading): NonNullable<Signal['quantities']> {
  const read: NonNullable<Signal['quantities']> = {};
  for (const [name, { column, unit }] of quantities) {
    const value = reading.figure(column);
    if (value !== undefined) read[name] = { value, unit: (reading.word(unit) ?? 'C62').slice(0, 20) };
  }
  return read;
}

function amountsOf({ amounts }: Plan, reading: Reading): Record<string, Money> {
  const read: Record<string, Money> = {};
  for (const [name, { column, currency }] of amounts) {
    const amount = reading.figure(column);
    const code = reading.word(currency)?.toUpperCase() ?? '';
    if (amount !== undefined && /^[A-Z]{3}$/.test(code)) read[name] = { amount, currency: code };
  }
  return read;
}

function misfit({ column, sent, wanted }: Misfit, part: string): Rejection {
  return {
    part,
    pointer: shown(column),
    detail: `"${shown(sent)}" is not ${wanted}.`,
    mend: `Send ${wanted}, or leave it empty; or change the mapping and have it read again.`,
  };
}

function nameless({ references }: Mapping, part: string): Rejection {
  const columns = references.map(({ value }) =>
    typeof value === 'string' ? value : 'column' in value ? value.column : '',
  );
  return {
    part,
    pointer: shown(columns[0] ?? ''),
    detail: 'The record names no shipment, order or anything else that is followed.',
    mend: `Fill in one of ${columns
      .filter((name) => name !== '')
      .slice(0, 5)
      .map(shown)
      .join(', ')}.`,
  };
}
