import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

const dayType = z.enum(['calendar', 'working']);

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
  /** Contract terms of the container that was asked for, and where it stands in them. */
  freeTime: z
    .object({
      kind: z.enum(['demurrage', 'detention']),
      freeDays: z.int().min(0).max(365),
      freeDaysIn: dayType.default('calendar'),
      chargedIn: dayType.default('calendar'),
      // From the first day after the free time, which is day 1.
      rates: z
        .array(z.object({ fromDay: z.int().min(1).max(9999), amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/) }))
        .min(1)
        .max(20),
      currency: z.string().length(3),
      startsAt: z.string().max(40),
      zone: z.string().max(60).optional(),
      calendar: z.string().max(60).optional(),
      expectedAt: z.string().max(40).optional(),
      returnedAt: z.string().max(40).optional(),
    })
    .optional(),
});

/** Of several invoices the one that is not paid yet: only that can still be held. */
export function readFinanceAnswer(body: unknown): Facts | undefined {
  const { invoices, freeTime } = financeAnswer.parse(body);
  const invoice = invoices.find(({ status }) => status !== 'paid') ?? invoices[0];
  if (invoice === undefined && freeTime === undefined) return undefined;
  return { ...(invoice === undefined ? {} : invoiceFacts(invoice)), ...freeTimeFacts(freeTime) };
}

type Answer = z.infer<typeof financeAnswer>;

function freeTimeFacts(freeTime: Answer['freeTime']): Facts {
  if (freeTime === undefined) return {};
  const { kind, freeDays, freeDaysIn, chargedIn, rates, currency, startsAt, zone, calendar } = freeTime;
  return present({
    freeTimeKind: kind,
    freeDays,
    freeDaysIn,
    chargedIn,
    dailyRates: rates.map(({ fromDay, amount }) => `${String(fromDay)}: ${amount}`),
    rateCurrency: currency,
    freeTimeStartsAt: startsAt,
    freeTimeZone: zone,
    freeTimeCalendar: calendar,
    equipmentExpectedAt: freeTime.expectedAt,
    equipmentReturnedAt: freeTime.returnedAt,
  });
}

function invoiceFacts(invoice: Answer['invoices'][number]): Facts {
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
