import { readFileSync } from 'node:fs';

/** X12 214 of a carrier that does not exist: the consignee was closed, the delivery has to be agreed anew. */
export const attemptedDelivery: string = readFileSync(new URL('attempted-delivery.edi', import.meta.url), 'utf8');
