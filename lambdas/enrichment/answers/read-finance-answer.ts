import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** Invoices behind the trouble, with the terms that they are paid by. */
const financeAnswer = z.object({
  invoices: z.array(
    z.object({
      id: z.string().max(80),
      amount: z
        .string()
        .regex(/^-?\d+(\.\d+)?$/)
        .optional(),
      currency: z.string().length(3).optional(),
      status: z.string().max(40).optional(),
      paymentBlock: z.string().max(40).optional(),
      dueAt: z.string().optional(),
      terms: z
        .object({
          code: z.string().max(40),
          netDays: z.number(),
          discountPercent: z.number().default(0),
          discountEndsAt: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

/** Of several invoices the one that is not paid yet: only that can still be held. */
export function readFinanceAnswer(body: unknown): Facts | undefined {
  const { invoices } = financeAnswer.parse(body);
  const invoice = invoices.find(({ status }) => status !== 'paid') ?? invoices[0];
  if (invoice === undefined) return undefined;
  const { amount, currency, terms } = invoice;
  return present({
    invoice: invoice.id,
    invoiceValue: amount === undefined || currency === undefined ? undefined : { amount, currency },
    paymentStatus: invoice.status,
    // No block is knowledge: a hold may be proposed on it.
    paymentBlock: invoice.paymentBlock ?? '',
    paymentDueAt: invoice.dueAt,
    paymentTerms: terms?.code,
    discountEndsAt: terms === undefined || terms.discountPercent === 0 ? undefined : terms.discountEndsAt,
  });
}
