import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { Action, Case, CustomerMessages, CustomerTemplate, FactSet, PolicyPack } from '../contracts/index.ts';
import { durationMs } from '../case/duration.ts';
import { chooseLanguage, renderTexts } from './render-customer-message.ts';
import type { CustomerText } from './render-customer-message.ts';
import { contactOf, fillVariables } from './variables.ts';

/** A message as it is proposed: what is kept with the action, and what is personal and stands beside it in the journal. */
export interface CustomerProposal {
  /** Digests stand for address and words, so that the action says exactly what was approved and holds no data of a person. */
  readonly change: Action['change'];
  readonly personal: Readonly<Record<'to' | 'subject' | 'text', string>>;
}

export type MessageDecision =
  | { readonly do: 'propose'; readonly proposal: CustomerProposal }
  /** A person has to tell them. */
  | { readonly do: 'ask-a-person'; readonly why: string }
  | { readonly do: 'nothing' };

export interface CustomerSituation {
  readonly record: Case;
  readonly factSets: readonly FactSet[];
  /** The messages to the customer that were proposed before. */
  readonly before: readonly Action[];
  readonly pack: PolicyPack;
  readonly at: string;
}

const NOTHING = { do: 'nothing' } as const;

/**
 * What the policy tells the customer of a case now. First that it has happened; then each time that what was told has changed by as much as the policy says. What somebody has refused,
 * or could not be sent, is not proposed again by itself: a person has it.
 */
export function decideCustomerMessage(situation: CustomerSituation): MessageDecision {
  const { record, before, pack } = situation;
  const { customerMessages: rules } = pack;
  const sent = before.filter(({ state }) => state !== 'superseded');
  const last = sent.at(-1);
  // Guard: one message of a case at a time.
  if (rules === undefined || (last !== undefined && last.state !== 'confirmed')) return NOTHING;
  // Guard: whoever was told by a person is told by that person.
  if (last === undefined && record.clocks?.communicate.stoppedAt !== undefined) return NOTHING;
  // Guard: whoever was not reached by one message is not written another.
  if (last !== undefined && record.customer?.state === 'not_told') return NOTHING;
  const template = templateFor(record, rules, last === undefined ? 'first' : 'update');
  if (template === undefined) return NOTHING;
  const decision = composeFor(situation, rules, template);
  return last === undefined ? decision : asUpdate(situation, rules, sent, decision);
}

/** One that a person asks for: of the pack, in its words, whatever was told before. */
export function composeByHand(situation: CustomerSituation, templateId: string | undefined): MessageDecision {
  const { record, before, pack } = situation;
  const { customerMessages: rules } = pack;
  if (rules === undefined) return { do: 'ask-a-person', why: 'the policy has no messages to customers' };
  const hasTold = before.some(({ state }) => state === 'confirmed');
  const wanted = rules.templates.filter(({ id, types }) => id === templateId && types.includes(record.type));
  const template =
    templateId === undefined
      ? (templateFor(record, rules, hasTold ? 'update' : 'first') ?? templateFor(record, rules, 'first'))
      : wanted[0];
  if (template !== undefined) return composeFor(situation, rules, template);
  const known = rules.templates.filter(({ types }) => types.includes(record.type)).map(({ id }) => id);
  return {
    do: 'ask-a-person',
    why: `there is no such template for ${record.type}${known.length === 0 ? '' : `; there is ${known.join(', ')}`}`,
  };
}

function templateFor(
  { type }: Case,
  { templates }: CustomerMessages,
  occasion: CustomerTemplate['occasion'],
): CustomerTemplate | undefined {
  return templates.find((template) => template.types.includes(type) && template.occasion === occasion);
}

function composeFor(
  { record, factSets, at }: CustomerSituation,
  rules: CustomerMessages,
  template: CustomerTemplate,
): MessageDecision {
  const found = contactOf(factSets);
  if (!found.ok) return { do: 'ask-a-person', why: found.why };
  const filled = fillVariables(template.variables, factSets, at, record.expectedAt);
  if (!filled.ok) return { do: 'ask-a-person', why: filled.why };
  const { address, language: wanted } = found.contact;
  const language = chooseLanguage(wanted, template, rules);
  const texts = template.texts[language];
  if (texts === undefined) return { do: 'ask-a-person', why: `${template.id} has no text in ${language}` };
  const said = renderTexts(texts, filled.values, { language, zone: rules.zone });
  const newDate = filled.values.new_date;
  return {
    do: 'propose',
    proposal: {
      change: {
        template: template.id,
        language,
        to: addressDigest(address),
        message: messageDigest(address, said),
        ...(newDate === undefined ? {} : { newDate }),
      },
      personal: { to: address, ...said },
    },
  };
}

/** What has changed since the last message, if it is enough; beyond so many a person tells them, who knows what to say to somebody who was told another date each day. */
function asUpdate(
  { at }: CustomerSituation,
  { updates }: CustomerMessages,
  sent: readonly Action[],
  decision: MessageDecision,
): MessageDecision {
  const last = sent.at(-1);
  const [before, now] = [last?.change['newDate'], decision.do === 'propose' ? decision.proposal.change['newDate'] : ''];
  // Guard: what was told and still holds is not told again.
  if (typeof before !== 'string' || typeof now !== 'string' || now === '') return NOTHING;
  const movedBy = Math.abs(Date.parse(now) - Date.parse(before));
  if (movedBy < durationMs(updates.movedBy)) return NOTHING;
  if (sent.length > updates.atMost)
    return {
      do: 'ask-a-person',
      why: `the date has moved again, and they were written to ${String(sent.length)} times already`,
    };
  const quietUntil = Date.parse(last?.endedAt ?? at) + durationMs(updates.notBefore);
  return Date.parse(at) < quietUntil ? NOTHING : decision;
}

/** Stands for an address where nobody has to read it. */
export function addressDigest(address: string): string {
  return sha256Hex(address.trim().toLowerCase());
}

/** Of address and words together: another word, or another reader, is another message. */
export function messageDigest(address: string, { subject, text }: CustomerText): string {
  return sha256Hex(canonicalJson({ to: address, subject, text }));
}
