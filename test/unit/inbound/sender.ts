import type { Payload, Sender } from '../../../lambdas/inbound/formats/translator.ts';

export const sender: Sender = {
  sourceId: 'north-edi',
  issuer: 'north-edi',
  zone: 'Europe/Berlin',
  receivedAt: '2026-03-02T14:00:00.000Z',
};

export function payloadOf(body: string | Uint8Array, contentType = 'application/json', headers = {}): Payload {
  return { bytes: typeof body === 'string' ? Buffer.from(body) : body, contentType, headers };
}
