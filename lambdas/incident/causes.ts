import { textOf } from '../policy/expression.ts';
import type { GroupingRule, ImpactFacts, IncidentCause, PolicyPack, PossibleCause } from '../contracts/index.ts';
import { valuesOf } from './cause-parts.ts';
import type { PartValue, Reported } from './cause-parts.ts';

export type { Reported } from './cause-parts.ts';

/** The causes that the grouping rules of a pack look for in a case like this, in the order of the rules. */
export function causesOf(reported: Reported, pack: PolicyPack): readonly PossibleCause[] {
  return pack.grouping
    .filter((rule) => looksAt(rule, reported.type, pack))
    .flatMap(({ id, cause }) => candidates(id, cause, reported, pack).map((found) => ({ ...found, rule: id })))
    .slice(0, pack.causesPerCase);
}

/** Whether a grouping rule is about cases of a type: it names the type or its family. */
export function looksAt(
  { families, types }: Pick<GroupingRule, 'families' | 'types'>,
  type: string,
  pack: PolicyPack,
): boolean {
  return types.includes(type) || families.includes(pack.types[type]?.family ?? type);
}

function candidates(
  rule: string,
  cause: GroupingRule['cause'],
  reported: Reported,
  pack: PolicyPack,
): readonly IncidentCause[] {
  if (typeof cause === 'string')
    return valuesOf(cause, reported).map(({ value, title }) => ({ kind: cause, value, title }));
  if (Array.isArray(cause))
    return cause
      .map((part) => valuesOf(part, reported).map(({ value, title }) => ({ value: `${part}=${value}`, title })))
      .reduce<readonly (readonly PartValue[])[]>(crossed, [[]])
      .map((parts) => ({
        kind: 'parts',
        value: parts.map(({ value }) => value.replaceAll('|', ' ')).join(' | '),
        title: parts.map(({ title }) => title).join(', '),
      }));
  const title = textOf(cause.key, reportedFacts(reported, pack)).trim();
  return title === '' ? [] : [{ kind: 'key', value: `${rule}: ${title.toUpperCase().slice(0, LONGEST_KEY)}`, title }];
}

/** Part of a key of DynamoDB, which has 2,048 bytes. */
const LONGEST_KEY = 300;

function crossed(
  before: readonly (readonly PartValue[])[],
  values: readonly PartValue[],
): readonly (readonly PartValue[])[] {
  return before.flatMap((parts) => values.map((value) => [...parts, value]));
}

/** What a key may read: what is known when a case opens. */
function reportedFacts(reported: Reported, pack: PolicyPack): Pick<ImpactFacts, 'exception'> {
  const { type, place, carrier, reason, region = 'global', businessUnit = 'all' } = reported;
  const name = carrier?.scac ?? carrier?.name;
  return {
    exception: {
      kind: type,
      family: pack.types[type]?.family ?? type,
      ...(reason === undefined ? {} : { reason_code: reason.code }),
      ...(name === undefined ? {} : { carrier: name }),
      ...(place?.country === undefined ? {} : { country: place.country }),
      region,
      business_unit: businessUnit,
      repeats: 0,
      age_hours: 0,
    },
  };
}
