import type { Mapping, MappingCondition, MappingWord } from '../../../contracts/index.ts';

/** Columns that a mapping speaks of. */
export interface MappedColumns {
  readonly all: readonly string[];
  /** Without one of these it would say that all is well because nobody told. */
  readonly needed: readonly string[];
}

export function columnsOf(mapping: Mapping): MappedColumns {
  const asked = [
    ...(mapping.only === undefined ? [] : ofCondition(mapping.only)),
    ...mapping.troubles.flatMap(({ when }) => ofCondition(when)),
  ];
  const places = [mapping.place, mapping.lane?.origin, mapping.lane?.destination].flatMap((place) =>
    Object.values(place ?? {}),
  );
  const all = [
    ...mapping.references.flatMap(({ value, issuer }) => [...ofWord(value), ...ofWord(issuer)]),
    ...asked,
    ...mapping.progress.flatMap(({ when }) => (when === undefined ? [] : ofCondition(when))),
    ...mapping.occurredAt.flatMap((one) => (typeof one === 'string' ? [one] : [one.date, one.time])),
    ...places.flatMap(ofWord),
    ...[mapping.carrier?.name, mapping.carrier?.scac].flatMap(ofWord),
    ...Object.values(mapping.quantities).flatMap(({ column, unit }) => [column, ...ofWord(unit)]),
    ...Object.values(mapping.amounts).flatMap(({ column, currency }) => [column, ...ofWord(currency)]),
    ...mapping.text,
    ...(mapping.reportId === undefined ? [] : [mapping.reportId]),
  ];
  return { all: [...new Set(all)], needed: [...new Set(asked)] };
}

function ofWord(word: MappingWord | undefined): readonly string[] {
  if (word === undefined) return [];
  if (typeof word === 'string') return [word];
  return 'column' in word ? [word.column] : [];
}

function ofCondition(condition: MappingCondition): readonly string[] {
  if ('equals' in condition) return Object.keys(condition.equals);
  if ('oneOf' in condition) return Object.keys(condition.oneOf);
  if ('filled' in condition) return [condition.filled];
  if ('empty' in condition) return [condition.empty];
  if ('late' in condition) return [condition.late.actual, condition.late.promised];
  if ('short' in condition) return [condition.short.ordered, condition.short.confirmed];
  if ('differs' in condition) return [condition.differs.expected, condition.differs.counted];
  if ('below' in condition) return [condition.below.column];
  if ('above' in condition) return [condition.above.column];
  if ('not' in condition) return ofCondition(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(ofCondition);
}
