import * as z from 'zod';
import { caseId, instant, money, systemOfRecord } from './primitives.ts';

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
]);

export const actionState = z.enum([
  'proposed',
  'awaiting_approval',
  'approved',
  'refused',
  'expired',
  'executing',
  'confirmed',
  'failed',
  'unconfirmed',
  'compensated',
]);

/** A change in a system of record. What is approved is exactly what is executed: both name the digest. */
export const action = z
  .strictObject({
    contract: z.literal('action/1'),
    id: z.string().regex(/^act_[0-9a-f]{32}$/),
    caseId,
    type: actionType,
    system: systemOfRecord,
    subject: z.string().meta({ description: 'Id of the document in the system of record.' }),
    change: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    amount: money.optional(),
    proposedBy: z.strictObject({ kind: z.enum(['person', 'system', 'model']), id: z.string() }),
    confidence: z.number().min(0).max(1).optional(),
    digest: z.string().meta({ description: 'SHA-256 of type, system, subject and change.' }),
    idempotencyKey: z.string(),
    state: actionState,
    proposedAt: instant,
    expiresAt: instant.optional(),
  })
  .meta({ id: 'Action' });
export type Action = z.infer<typeof action>;
