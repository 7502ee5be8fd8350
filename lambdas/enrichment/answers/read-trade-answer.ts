import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** Declarations that the trade-compliance tool knows, with why customs holds one and what it misses. */
const tradeAnswer = z.object({
  declarations: z.array(
    z.object({
      mrn: z.string().max(80),
      status: z.string().max(40),
      // What the goods are called elsewhere, as whoever declared them has filled it in.
      order: z.string().max(80).optional(),
      delivery: z.string().max(80).optional(),
      container: z.string().max(80).optional(),
      invoice: z.string().max(80).optional(),
      office: z.string().max(40).optional(),
      holdReason: z.object({ code: z.string().max(40), text: z.string() }).optional(),
      missingDocuments: z.array(z.string().max(200)).optional(),
      freeTimeEndsAt: z.string().optional(),
    }),
  ),
});

/** Of several declarations the one that is held matters. */
export function readTradeAnswer(body: unknown): Facts | undefined {
  const { declarations } = tradeAnswer.parse(body);
  const declaration = declarations.find(({ status }) => status === 'held') ?? declarations[0];
  if (declaration === undefined) return undefined;
  return present({
    declaration: declaration.mrn,
    order: declaration.order,
    delivery: declaration.delivery,
    container: declaration.container,
    invoice: declaration.invoice,
    customsStatus: declaration.status,
    customsOffice: declaration.office,
    holdCode: declaration.holdReason?.code,
    holdReason: declaration.holdReason?.text.slice(0, 200),
    missingDocuments: declaration.missingDocuments?.slice(0, 50),
    freeTimeEndsAt: declaration.freeTimeEndsAt,
  });
}
