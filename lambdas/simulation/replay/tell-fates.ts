import { counted } from '../../contracts/index.ts';
import type { CountedChange, IncidentChange } from './compare-fates.ts';
import { NO_TROUBLE } from './compare-fates.ts';
import type { NotReplayed, ReportsReport } from './report-fates.ts';

/** What a draft makes otherwise of reports, in sentences. */
export function tellFates({ replayed, cases, changes, incidents, notReplayed }: ReportsReport): readonly string[] {
  const left = notReplayed.map(
    (one) => `${counted(one.count, THINGS[one.why])} not replayed: ${WHY[one.why]}${of(one.cases)}.`,
  );
  if (replayed === 0 && left.length === 0)
    return ['How reports become cases could not be replayed: this history holds no reports.'];
  const same = changes.length + incidents.length === 0 ? ' Nothing changes in that.' : '';
  return [
    `${counted(replayed, 'report')} replayed as they came: ${counted(cases.before, 'case')} before, ${String(cases.after)} after.${same}`,
    ...changes.map((one) => `  ${sayChange(one)}${of(one.cases)}.`),
    ...incidents.map((one) => `  ${sayIncident(one)}${of(one.cases)}.`),
    ...left.map((text) => `  ${text}`),
  ];
}

export function sayChange(change: CountedChange): string {
  const { count } = change;
  switch (change.what) {
    case 'type':
      return `${counted(count, 'report')} of ${typeOf(change.from)} would be ${change.to === NO_TROUBLE ? 'no trouble' : `of ${change.to}`}`;
    case 'place':
      return `${counted(count, 'report')} would ${WOULD[change.to]} rather than ${WOULD[change.from]}`;
    case 'other_case':
      return `${counted(count, 'report')} would join another case`;
    case 'settled':
      return `${counted(count, 'case')} would settle by ${count === 1 ? 'itself' : 'themselves'} ${change.to === 'more' ? 'once more at least' : 'less often, or not at all'}`;
    case 'reopened':
      return `${counted(count, 'case')} would be opened again ${change.to === 'more' ? 'more often' : 'less often, or not at all'}`;
    case 'flaps':
      return change.to === 'yes'
        ? `${counted(count, 'case')} would count as coming and going`
        : `${counted(count, 'case')} would not count as coming and going any more`;
  }
}

const WOULD: Readonly<Record<'opens' | 'joins' | 'timeline', string>> = {
  opens: 'open a case',
  joins: 'join an open case',
  timeline: 'lie on a timeline without a case',
};

export function sayIncident({ change, title, at, before, after, cases }: IncidentChange): string {
  switch (change) {
    case 'opens':
      return `Incident "${title}" would have opened at ${minute(at)} with ${counted(after, 'case')}`;
    case 'not_opened':
      return `Incident "${title}" of ${minute(at)} would not have opened; its ${counted(before, 'case')} would stand alone or in another one`;
    case 'grows':
    case 'shrinks':
      return `Incident "${title}" of ${minute(at)} would have ${counted(after, 'case')} rather than ${String(before)}`;
    case 'differs':
      return `Incident "${title}" of ${minute(at)} would have as many cases, of which ${String(cases.length / 2)} others`;
  }
}

const THINGS: Readonly<Record<NotReplayed, string>> = {
  not_kept: 'case',
  read_by_a_rule: 'report',
  too_many: 'report',
};
const WHY: Readonly<Record<NotReplayed, string>> = {
  not_kept: 'a report of it is not kept, or not in this file',
  read_by_a_rule: 'a rule of codes had read it, and what its format says was not kept then',
  too_many: 'there are more than are replayed at a time; name a shorter time',
};

const typeOf = (type: string): string => (type === NO_TROUBLE ? 'no trouble' : type);
const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

const SHOWN = 3;
function of(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return ` (${[...ids.slice(0, SHOWN), ...(ids.length > SHOWN ? ['…'] : [])].join(', ')})`;
}
