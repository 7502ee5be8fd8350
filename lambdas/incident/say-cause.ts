import type { Case, CauseKind, GroupingRule, IncidentCause, PolicyPack } from '../contracts/index.ts';

/** Between the title of an incident and that of its cause. */
export const WHERE: Readonly<Record<CauseKind, string>> = {
  place: 'at',
  facility: 'at',
  vessel: 'of vessel',
  carrier: 'of carrier',
  source: 'from source',
  origin: 'from',
  destination: 'to',
  country: 'in',
  region: 'in region',
  business_unit: 'in business unit',
  reason: 'because of',
  type: 'of type',
  parts: 'of',
  key: 'of',
};

/** What cases share, as people say it: `the place Long Beach`. */
export function inWordsOf({ kind, title }: Pick<IncidentCause, 'kind' | 'title'>): string {
  return kind === 'parts' || kind === 'key' ? title : `the ${kind.replaceAll('_', ' ')} ${title}`;
}

/** Severities whose cases go on calling by themselves below an incident. */
export function callingAlone({ cause }: Pick<Case, 'cause'>, pack: PolicyPack): GroupingRule['callsAlone'] {
  return pack.grouping.find(({ id }) => id === cause?.rule)?.callsAlone ?? ['S1'];
}
