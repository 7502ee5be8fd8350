import * as z from 'zod';
import { businessFunction, caseId, duration, instant, money, reason, slug, systemOfRecord } from './primitives.ts';

/** Where an action takes place: in a system of record, or in the mailbox of a customer. */
export const actionSystem = z.enum([...systemOfRecord.options, 'mail']);
export type ActionSystem = z.infer<typeof actionSystem>;

/** The catalogue of changes that can be made in a system of record. */
export const actionType = z.enum([
  'promise_date',
  'shipment_status',
  'order_hold',
  'order_release',
  'payment_hold',
  'payment_release',
  'customer_credit',
  'reroute',
  'expedite',
  'carrier_change',
  'stock_reallocation',
  'supplier_allocation',
  'replacement_order',
  'document_attachment',
  'service_case',
  'penalty_review',
  'customer_message',
]);
export type ActionType = z.infer<typeof actionType>;

export const actionId = z
  .string()
  .regex(/^act_[0-9a-f]{32}$/)
  .meta({
    description: 'Action id; derived from case, type, subject and change, so the same proposal has the same id.',
  });

export const actionState = z.enum([
  'awaiting_approval',
  'approved',
  'executing',
  'by_hand',
  'confirmed',
  'compensated',
  'refused',
  'expired',
  'superseded',
  'failed',
  'unconfirmed',
]);
export type ActionState = z.infer<typeof actionState>;

/** Values of the document in the system of record, by the names of our own contract (`promisedAt`), not of the system's. */
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What governance says of a proposal: who has to agree before it is executed, and by when. */
export const governance = z
  .strictObject({
    decision: z.enum(['automatic', 'approval', 'forbidden']),
    functions: z.array(businessFunction).meta({ description: 'Whose approval it takes.' }),
    of: z.literal('each').optional().meta({ description: 'One person for every function; absent: any of them may.' }),
    count: z.int().min(0).meta({ description: 'How many have to approve.' }),
    otherwise: z
      .strictObject({
        functions: z.array(businessFunction),
        of: z.literal('each').optional(),
        count: z.int().min(1),
        within: duration,
      })
      .optional()
      .meta({ description: 'Who is asked when it has expired.' }),
    expiresAt: instant
      .optional()
      .meta({ description: 'An approval that is not there by then is not asked for any more.' }),
    reasons: z.array(reason),
  })
  .meta({ id: 'Governance' });
export type Governance = z.infer<typeof governance>;

export const proposer = z.strictObject({ kind: z.enum(['person', 'system', 'model']), id: z.string() });

/** A change in a system of record. What is approved is exactly what is executed: both name the digest. */
export const action = z
  .strictObject({
    contract: z.literal('action/1'),
    id: actionId,
    caseId,
    type: actionType,
    title: z.string().meta({ description: 'What is changed, in words for a person.' }),
    system: actionSystem,
    instance: slug
      .optional()
      .meta({ description: 'Of the system, where there are several and its facts have said which.' }),
    subject: z.string().meta({ description: 'Id of the document in the system of record.' }),
    change: values,
    basis: values.meta({
      description: 'What the document said when this was proposed; another value there is a conflict.',
    }),
    amount: money.optional().meta({ description: 'What is at stake by it; governance goes by it.' }),
    proposedBy: proposer,
    confidence: z.number().min(0).max(1).optional(),
    digest: z.string().meta({ description: 'SHA-256 of type, system, its instance, subject, change and basis.' }),
    idempotencyKey: z.string(),
    governance,
    state: actionState,
    approvals: z.array(
      z.strictObject({
        person: z.string(),
        at: instant,
        for: z.string().optional().meta({ description: 'As the delegate of this person.' }),
      }),
    ),
    generation: z.int().min(1).meta({ description: 'Execution of the action machine; part of its name.' }),
    attention: z.int().min(0).meta({ description: 'Raised by what a waiting execution must look at.' }),
    attempts: z.int().min(0),
    mayBeWritten: z.boolean().meta({ description: 'An attempt has ended without an answer: only the system knows.' }),
    triedUnder: z
      .string()
      .optional()
      .meta({ description: 'Tag of the document when a change was sent whose answer got lost.' }),
    begunAt: instant
      .optional()
      .meta({ description: 'When the last attempt began; present while its outcome is unknown.' }),
    retryAt: instant.optional().meta({ description: 'Not tried before then.' }),
    nextDueAt: instant
      .optional()
      .meta({ description: 'When it is looked at next; absent when nothing is left to do.' }),
    wroteAt: instant.optional().meta({
      description: 'When the system of record was found to have our change by us; absent where it had it from others.',
    }),
    silentSince: instant
      .optional()
      .meta({ description: 'Since when no try has come to an end; absent while none has been put off.' }),
    byHand: z
      .strictObject({
        taskId: slug,
        round: z.int().min(1).meta({ description: 'How often it has gone to a person.' }),
        since: instant,
        dueAt: instant,
        lookedAt: instant.optional().meta({ description: 'When the system was last asked what it says now.' }),
      })
      .optional()
      .meta({ description: 'Of the last time that it went to a person, because its system was down.' }),
    undoes: actionId.optional().meta({ description: 'It takes back what that action has written.' }),
    compensatedBy: actionId
      .optional()
      .meta({ description: 'The action that has taken it back; present while it is compensated.' }),
    proposedAt: instant,
    endedAt: instant.optional(),
    problem: z.string().optional().meta({ description: 'What went wrong last.' }),
  })
  .meta({ id: 'Action' });
export type Action = z.infer<typeof action>;

/** Input of an execution of the action machine, named `<actionId>-<generation>`, and of its tasks. */
export const actionInput = z.strictObject({
  caseId,
  actionId,
  generation: z.int().min(1),
  traceparent: z.string(),
});
export type ActionInput = z.infer<typeof actionInput>;

/** What the action machine does next. */
export const actionStep = z.discriminatedUnion('next', [
  z.strictObject({ next: z.literal('execute') }),
  z.strictObject({ next: z.literal('wait'), until: instant, attention: z.int() }),
  z.strictObject({ next: z.literal('finish'), reason: z.string() }),
]);
export type ActionStep = z.infer<typeof actionStep>;
