import { deriveId, MAIL_TO_READ, mailDecision } from '../contracts/index.ts';
import type { Actor, MailDecision, PolicyPack, Signal, SourceRegistration } from '../contracts/index.ts';
import type { Quarantined } from './decide-quarantine.ts';
import type { Rejection } from './formats/translator.ts';

/** A part of the mail is for a person to decide; what only cannot be read is for whoever mends translators. */
export const isToDecide = (rejections: readonly Rejection[]): boolean =>
  rejections.some(({ toDecide }) => toDecide !== undefined);

/** Not what the policy does not know, nor what only we ourselves report. */
export const isForPeople = (type: string, { types }: Pick<PolicyPack, 'types'>): boolean =>
  Object.hasOwn(types, type) && !/^(incident\.|integration\.(mail_to_read|source_silent)$)/.test(type);

interface Lying {
  readonly source: SourceRegistration;
  readonly quarantineId: string;
  readonly rawKey: string;
  readonly receivedAt: string;
  readonly traceparent: string;
}

/** That it waits. Its id follows from the mail, so a mail that comes twice waits once. */
export function mailToRead(rejections: readonly Rejection[], lying: Lying): readonly Signal[] {
  const [first] = rejections.filter(({ toDecide }) => toDecide !== undefined);
  if (first === undefined) return [];
  const { receivedAt, quarantineId } = lying;
  const why = `${first.detail} GET /v1/sources/${lying.source.id}/mails/${quarantineId} shows it.`;
  return [
    {
      ...bodyOf(lying),
      kind: 'exception',
      type: MAIL_TO_READ,
      id: deriveId('sig', 'mail-to-read', quarantineId),
      references: [waitingMail(quarantineId)],
      occurredAt: receivedAt,
      timeBasis: 'received',
      reason: { scheme: 'fairlead:mail', code: 'to_read', text: first.detail.slice(0, 500) },
      text: why.slice(0, 2000),
    },
  ];
}

/**
 * What a decision makes: a report for each that the person has made of it, and that the mail waits no longer. Ids follow from the mail, so publishing a decision again changes nothing; what a
 * person has decided says so, with the name that people have in the policy pack.
 */
export function decidedSignals(
  decision: MailDecision,
  { at, actor }: { readonly at: string; readonly actor: Actor },
  lying: Lying,
): readonly Signal[] {
  const { source, receivedAt, quarantineId } = lying;
  const { issuer = source.id } = source;
  const who = `${decision.act} by ${actor.id} at ${at}`;
  const reports = decision.act === 'report' ? decision.reports : [];
  return [
    ...reports.map((report, index): Signal => ({
      ...bodyOf(lying),
      kind: 'exception',
      type: report.type,
      id: deriveId('sig', 'mail-decided', quarantineId, String(index)),
      references: report.references.map((reference) => ({ ...reference, issuer: reference.issuer ?? issuer })),
      occurredAt: report.occurredAt ?? receivedAt,
      timeBasis: report.occurredAt === undefined ? 'received' : 'sent',
      reason: { scheme: 'fairlead:mail', code: 'decided', text: `Read as ${who}.`.slice(0, 500) },
      ...(report.text === undefined ? {} : { text: report.text }),
    })),
    {
      ...bodyOf(lying),
      kind: 'progress',
      id: deriveId('sig', 'mail-read', quarantineId),
      references: [waitingMail(quarantineId)],
      occurredAt: at,
      timeBasis: 'sent',
      milestone: { name: 'resumed', at: 'actual' },
      text: `It was decided: ${who}.`,
    },
  ];
}

const waitingMail = (quarantineId: string) => ({ kind: 'source' as const, value: quarantineId, issuer: 'fairlead' });

function bodyOf({ source, rawKey, receivedAt, traceparent }: Lying) {
  const { id, region, businessUnit } = source;
  return {
    contract: 'signal/1' as const,
    source: { id, format: 'email' },
    region,
    businessUnit,
    receivedAt,
    raw: { key: rawKey },
    traceparent,
  };
}

/** Undefined: it is no open mail any more. */
export function afterDecision(
  before: Quarantined,
  decision: MailDecision,
  by: { readonly at: string; readonly actor: Actor },
): Quarantined | undefined {
  // Guard: the first who decides has decided, and whoever comes later hears what it was.
  if (before.state !== 'open' || !isToDecide(before.rejections)) return undefined;
  const act = { act: 'decided', ...by, decision: JSON.stringify(decision) } as const;
  return { ...before, state: 'decided', acts: [...before.acts, act] };
}

/** What was decided about it, and by whom. */
export function decisionOn({ acts }: Quarantined) {
  const act = acts.findLast((one) => one.act === 'decided');
  if (act?.decision === undefined) return undefined;
  return { decision: mailDecision.parse(JSON.parse(act.decision)), by: { at: act.at, actor: act.actor } };
}
