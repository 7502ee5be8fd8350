import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

const tmsAnswer = z.object({
  shipments: z.array(
    z.object({
      id: z.string(),
      mode: z.string().optional(),
      carrier: z.string().optional(),
      cutoffAt: z.string().optional(),
      estimatedArrival: z.string().optional(),
      temperatureControlled: z.boolean().optional(),
      dangerousGoods: z.boolean().optional(),
      perishable: z.boolean().optional(),
    }),
  ),
});

export function readTmsAnswer(body: unknown): Facts | undefined {
  const [shipment] = tmsAnswer.parse(body).shipments;
  if (shipment === undefined) return undefined;
  const { id, ...rest } = shipment;
  return present({ shipment: id, ...rest });
}
