import type * as z from 'zod';
import { canonicalSignal } from '../../contracts/canonical-signal.ts';
import { partsOf } from './cloud-events.ts';
import type { Part } from './cloud-events.ts';
import { shown } from './look-up.ts';
import type { Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';

/** Of one part; further mistakes show when these are mended. */
const MOST_ERRORS = 10;

/** Canonical JSON (one signal, or `{ "signals": […] }`) and CloudEvents 1.0 in structured, batched and binary mode. */
export const translateCanonical: Translator = (payload, sender): Translation =>
  translateParts(partsOf(payload), sender);

/** What the parts of a payload report, or what is wrong with each. */
export function translateParts(parts: readonly (Part | Rejection)[], sender: Sender): Translation {
  const drafts: SignalDraft[] = [];
  const rejections: Rejection[] = [];
  for (const part of parts) {
    if ('detail' in part) {
      rejections.push(part);
      continue;
    }
    const parsed = canonicalSignal.safeParse(part.value);
    if (!parsed.success)
      rejections.push(...parsed.error.issues.slice(0, MOST_ERRORS).map((issue) => rejectionOf(issue, part)));
    else if (parsed.data.kind === 'plan' && sender.plans === false) rejections.push(unwatched(part));
    else drafts.push(...draftsOf(parsed.data, part, sender));
  }
  return { format: 'canonical', version: '1', drafts, rejections, warnings: [] };
}

function rejectionOf(issue: z.core.$ZodIssue, { part, pointer }: Part): Rejection {
  const path = issue.path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return {
    part,
    pointer: [pointer, ...path.map(shown)].join('/'),
    detail: issue.message.slice(0, 200),
    mend: mendOf(issue),
  };
}

/** Taken, it would look as if somebody watched over it. */
function unwatched({ part, pointer }: Part): Rejection {
  return {
    part,
    pointer: `${pointer}/kind`,
    detail: 'This source is not registered as one that plans, so nobody would watch over what it expects.',
    mend: 'Register it with plans, e.g. "plans": { "grace": "PT30M" }, then replay it.',
  };
}

/** What to do about it, by kind of mistake and by field. */
function mendOf(issue: z.core.$ZodIssue): string {
  const field = String(issue.path.at(-1) ?? '');
  if (issue.code === 'unrecognized_keys') {
    return `Leave out ${issue.keys.slice(0, 5).map(shown).join(', ')}: contract, id, receivedAt and raw are added here.`;
  }
  if (issue.code === 'invalid_union') return 'Send kind as exception, progress, plan, retraction or correction.';
  if (issue.code === 'invalid_value') return `Send one of ${issue.values.map(String).join(', ')}.`;
  if (field === 'occurredAt') return 'Send an ISO 8601 instant with its offset, e.g. 2026-03-02T08:00:00+01:00.';
  if (field === 'type') return 'Send an exception type such as transport.delay.';
  if (field === 'references') return 'Send 1 to 50 references, each { "kind": "shipment", "value": "…" }.';
  if (field === 'retracts' || field === 'corrects')
    return 'Send the id that the answer to the report gave it, e.g. sig_6023ca14b98d8f2454653c5715ce1bc6.';
  if (field === 'milestone') return 'Send { "name": "arrived", "at": "actual" }.';
  if (field === 'value' || field === 'amount') return 'Send decimals as text, e.g. "12.50".';
  return 'See the schema CanonicalSignal in the API description.';
}

type Sent = z.infer<typeof canonicalSignal>;
type SentPlan = Extract<Sent, { kind: 'plan' }>;

function draftsOf(sent: Sent, part: Part, sender: Sender): readonly SignalDraft[] {
  return sent.kind === 'plan' ? plannedDrafts(sent, part, sender) : [draftOf(sent, part, sender)];
}

/** A plan is told again when it moves, so its milestones have no id of their own: the same time is the same report. */
function plannedDrafts(
  { references, carrier, lane, milestones }: SentPlan,
  { part }: Part,
  sender: Sender,
): readonly SignalDraft[] {
  return milestones.map(({ name, stop, place: where, expectedAt }, index) => ({
    kind: 'progress',
    part: `${part}, milestone ${String(index + 1)}`,
    references: issued(references, sender),
    ...(carrier === undefined ? {} : { carrier }),
    ...(lane === undefined ? {} : { lane }),
    ...(where === undefined ? {} : { place: where }),
    occurredAt: expectedAt,
    timeBasis: 'sent',
    milestone: { name, at: 'scheduled', ...(stop === undefined ? {} : { stop }) },
  }));
}

function draftOf(
  { id, references, ...signal }: Exclude<Sent, SentPlan>,
  { part, reportId }: Part,
  sender: Sender,
): SignalDraft {
  const own = id ?? reportId;
  return {
    ...signal,
    part,
    ...(own === undefined ? {} : { reportId: own }),
    timeBasis: 'sent',
    references: issued(references, sender),
  };
}

function issued(references: Sent['references'], { issuer }: Sender): SignalDraft['references'] {
  return references.map((reference) => ({ ...reference, issuer: reference.issuer ?? issuer }));
}
