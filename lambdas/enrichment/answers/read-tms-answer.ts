import * as z from 'zod';
import { money } from '../../contracts/index.ts';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

const tmsAnswer = z.object({
  shipments: z.array(
    z.object({
      id: z.string(),
      mode: z.string().optional(),
      carrier: z.string().optional(),
      status: z.string().optional(),
      destination: z.string().optional(),
      serviceLevel: z.string().optional(),
      // Who else would take the load, best first, and what it costs more than was planned.
      alternatives: z
        .array(z.object({ carrier: z.string(), serviceLevel: z.string().optional(), extraFreight: money.optional() }))
        .optional(),
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
  const { id, alternatives = [], ...rest } = shipment;
  const next = alternatives.find(({ carrier }) => carrier !== rest.carrier);
  const express = alternatives.find(
    ({ carrier, serviceLevel }) => carrier === rest.carrier && serviceLevel === 'express',
  );
  return present({
    shipment: id,
    ...rest,
    nextCarrier: next?.carrier,
    nextCarrierExtra: next?.extraFreight,
    expressExtra: express?.extraFreight,
  });
}
