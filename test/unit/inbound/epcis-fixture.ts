import { translateEpcis } from '../../../lambdas/inbound/formats/epcis-2.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

/** A pallet that comes to a dock in Sydney. */
export const receiving = {
  type: 'ObjectEvent',
  eventID: 'urn:uuid:0b3c5f0e-6d2f-4f5d-9d4e-2f4c1b7a9e01',
  eventTime: '2026-03-02T03:00:00Z',
  eventTimeZoneOffset: '+11:00',
  epcList: ['urn:epc:id:sscc:0614141.1234567890'],
  action: 'OBSERVE',
  bizStep: 'receiving',
  readPoint: { id: 'urn:epc:id:sgln:0614141.12345.0' },
};

export const documentOf = (...eventList: readonly unknown[]): object => ({
  '@context': ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-02T03:05:00Z',
  epcisBody: { eventList },
});

export const translate = (body: unknown): Translation =>
  translateEpcis(payloadOf(typeof body === 'string' ? body : JSON.stringify(body)), sender);

/** The receiving of the pallet with other members; undefined leaves one out. */
export const event = (changes: object = {}): object => ({ ...receiving, ...changes });

/** The only signal of an event that is read. */
export function draftOf(changes: object = {}): SignalDraft {
  const { drafts, rejections } = translate(documentOf(event(changes)));
  const [draft] = drafts;
  if (draft === undefined || drafts.length > 1) throw new Error(`no single draft: ${JSON.stringify(rejections)}`);
  return draft;
}

export const typeOf = (draft: SignalDraft): string | undefined => ('type' in draft ? draft.type : undefined);
