import * as z from 'zod';
import { exceptionType, money, offsetInstant, place, quantity, signalId, subjectKind } from '../../contracts/index.ts';
import { milestone, senderReason } from '../../contracts/signal.ts';
import { partsOf } from './cloud-events.ts';
import type { Part } from './cloud-events.ts';
import { shown } from './look-up.ts';
import type { Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';

/** Names of what is counted or priced; a signal has to stay a small event. */
const named = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string().min(1).max(40), value)
    .refine((entries) => Object.keys(entries).length <= 20, 'at most 20 entries');

const shortMilestone = milestone.extend({ stop: z.string().max(40).optional() });

const shared = {
  references: z
    .array(
      z.strictObject({
        kind: subjectKind,
        value: z.string().trim().min(1).max(80),
        issuer: z.string().trim().min(1).max(63).optional(),
      }),
    )
    .min(1, 'name at least one shipment, order, container …')
    .max(50),
  occurredAt: offsetInstant,
  reason: senderReason
    .extend({
      scheme: z.string().max(40),
      code: z.string().max(40),
      status: z.string().max(40).optional(),
      text: z.string().max(500).optional(),
    })
    .optional(),
  place: place.optional(),
  lane: z.strictObject({ origin: place.optional(), destination: place.optional() }).optional(),
  carrier: z.strictObject({ scac: z.string().max(10).optional(), name: z.string().max(80).optional() }).optional(),
  quantities: named(quantity.extend({ unit: z.string().min(1).max(40) })).optional(),
  amounts: named(money).optional(),
  text: z.string().max(2000).optional(),
  id: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "The sender's own id of the report: with it, the same content may be reported twice." }),
};

const shortType = exceptionType.max(80);

const { references, carrier, lane, id } = shared;
/** What shall happen to a shipment, and when: one scheduled milestone for each. */
const planned = {
  references,
  carrier,
  lane,
  id,
  milestones: z
    .array(
      z.strictObject({
        name: shortMilestone.shape.name,
        stop: shortMilestone.shape.stop,
        place: place.optional(),
        expectedAt: offsetInstant,
      }),
    )
    .min(1, 'name at least one milestone')
    .max(50),
};

/** What `POST /v1/signals` takes: a signal without what we add ourselves, or a plan. */
export const canonicalSignal = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...shared, kind: z.literal('exception'), type: shortType, milestone: shortMilestone.optional() }),
    z.strictObject({ ...shared, kind: z.literal('progress'), milestone: shortMilestone }),
    z.strictObject({ ...shared, kind: z.literal('retraction'), retracts: signalId }),
    z.strictObject({ ...shared, kind: z.literal('correction'), type: shortType, corrects: signalId }),
    z.strictObject({ ...planned, kind: z.literal('plan') }),
  ])
  .meta({ id: 'CanonicalSignal' });

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
    if (parsed.success) drafts.push(...draftsOf(parsed.data, part, sender));
    else rejections.push(...parsed.error.issues.slice(0, MOST_ERRORS).map((issue) => rejectionOf(issue, part)));
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
