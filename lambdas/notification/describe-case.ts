import type { Case, ChildCounts, Notice, Person, PolicyPack, Signal } from '../contracts/index.ts';
import { incidentLines, incidentStakes } from './describe-incident.ts';
import { partnerLines } from './describe-partner.ts';
import { timeAndDistance } from './say-time.ts';
import { happenedLines } from './say-what-happened.ts';
import { stakeLines } from './say-what-is-at-stake.ts';

/** A case, and whoever reads of it. */
export interface Read {
  readonly record: Case;
  readonly person: Person;
  readonly pack: PolicyPack;
  readonly at: string;
  /** Its reports, or the newest of them. */
  readonly signals?: readonly Signal[];
  /** Of an incident. */
  readonly children?: ChildCounts;
}

export function whatHappened({ record, person, pack, children, signals = [], at }: Read): readonly string[] {
  if (record.cause === undefined) return happenedLines(record, signals, { zone: person.zone, at });
  const since = `First reported ${timeAndDistance(record.occurredAt, person.zone, at)}`;
  return [since, ...incidentLines(record, pack, children)];
}

/** Of a message about one of these things it is not said twice. */
export function whatIsAtStake(read: Read, about?: Pick<Notice, 'purpose'>): readonly string[] {
  const { record, person, at, children } = read;
  return [
    ...(about?.purpose === 'customer_not_told' ? [] : customerLines(read)),
    ...(about?.purpose === 'partner' ? [] : partnerLines(record)),
    ...(record.cause === undefined ? stakeLines(record, person.zone, at) : incidentStakes(record, children)),
  ];
}

/** Whether the customer knows of it already; where they do not and no message can tell them, whoever has it has to. */
function customerLines({ record, person, at }: Read): readonly string[] {
  const { customer, clocks } = record;
  if (customer === undefined) return [];
  if (customer.state === 'told') return [`The customer was told ${timeAndDistance(customer.at, person.zone, at)}`];
  const due = clocks?.communicate;
  const by =
    due === undefined || due.stoppedAt !== undefined ? '' : ` by ${timeAndDistance(due.dueAt, person.zone, at)}`;
  return [`Nobody has told the customer: ${customer.why ?? 'no message reaches them'}. Tell them yourself${by}`];
}
