import type * as z from 'zod';
import type { mailCommands } from '../contracts/api/requests.ts';
import { isForPeople } from '../inbound/decide-mail.ts';
import type { Case, MailDecision, PolicyPack, Problem } from '../contracts/index.ts';

type Deciding = z.infer<typeof mailCommands.decide>;

const OVER = new Set<Case['state']>(['closed', 'merged', 'withdrawn']);
const MOST_REFERENCES = 20;

/** To attach a mail to a case is to report the same trouble once more: it joins by its references. Undefined: that case is none, or over. */
export function decisionOf(asked: Deciding, found: Case | undefined): MailDecision | undefined {
  if (asked.act !== 'attach') return asked;
  if (found === undefined || OVER.has(found.state)) return undefined;
  const { type, references } = found;
  const { text } = asked;
  const report = { type, references: references.slice(0, MOST_REFERENCES), ...(text === undefined ? {} : { text }) };
  return { act: 'report', reports: [report] };
}

export function unfitTypes(decision: MailDecision, pack: PolicyPack): NonNullable<Problem['errors']> {
  if (decision.act !== 'report') return [];
  return decision.reports.flatMap(({ type }, index) =>
    isForPeople(type, pack)
      ? []
      : [{ pointer: `/reports/${String(index)}/type`, detail: `The policy has no type ${type} that people report.` }],
  );
}
