import { describe, expect, it } from 'vitest';
import { translateTerminal49 } from '../../../lambdas/inbound/formats/terminal49.ts';
import type { SignalDraft } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

const shipment = {
  id: 's1',
  type: 'shipment',
  attributes: {
    bill_of_lading_number: 'MAEU221876618',
    shipping_line_scac: 'MAEU',
    ref_numbers: ['REF-1'],
    customer_name: 'Nienow LLC',
    port_of_discharge_locode: 'USLAX',
    port_of_discharge_name: 'Los Angeles',
    pod_original_eta_at: '2026-03-10T08:00:00Z',
  },
};
const container = { id: 'c1', type: 'container', attributes: { number: 'MRKU3700927' } };

function translate(event: string, about: object = {}, included: readonly object[] = [shipment, container]) {
  const body = {
    data: {
      id: 'n1',
      type: 'webhook_notification',
      attributes: { event, created_at: '2026-03-02T09:00:00Z' },
      relationships: { reference_object: { data: { id: 'e1', type: 'transport_event' } } },
    },
    included: [
      ...included,
      { id: 'e1', type: 'transport_event', attributes: { timestamp: '2026-03-02T08:00:00Z', ...about } },
    ],
  };
  return translateTerminal49(payloadOf(JSON.stringify(body)), sender);
}
const meaning = (draft: SignalDraft): string => ('type' in draft ? draft.type : (draft.milestone?.name ?? ''));
const holds = (before: readonly object[], now: readonly object[]): object => ({
  changeset: { holds_at_pod_terminal: [before, now] },
});
const customs = { name: 'customs', status: 'hold', description: 'CUSTOMS HOLD' };

describe('a webhook of Terminal49', () => {
  it.each<readonly [string, object, string]>([
    ['container.transport.vessel_loaded', {}, 'loaded'],
    ['container.transport.vessel_discharged', {}, 'unloaded'],
    ['container.transport.available', {}, 'available_for_delivery'],
    ['container.transport.full_out', {}, 'picked_up'],
    ['container.created', {}, 'other'],
    ['container.pickup_lfd.changed', { value: '2026-03-09' }, 'other'],
    ['container.pickup_appointment.changed', {}, 'appointment'],
    ['shipment.estimated.arrival', { estimated_timestamp: '2026-03-10T20:00:00Z' }, 'arrived'],
    ['shipment.estimated.arrival', { estimated_timestamp: '2026-03-12T08:00:00Z' }, 'transport.delay'],
    ['container.transport.estimated.vessel_arrived', { timestamp: '2026-03-12T08:00:00Z' }, 'transport.delay'],
    ['container.transport.estimated.vessel_departed', { timestamp: '2026-03-12T08:00:00Z' }, 'departed'],
    ['container.updated', holds([], [customs]), 'compliance.customs_hold'],
    ['container.updated', holds([customs], [customs]), 'other'],
    ['container.updated', holds([customs], []), 'customs_released'],
    ['container.updated', holds([customs], [{ name: 'customs', status: 'cleared' }]), 'customs_released'],
    // One of two authorities still holds it.
    [
      'container.updated',
      holds([customs, { name: 'USDA', status: 'hold' }], [{ name: 'USDA', status: 'hold' }]),
      'other',
    ],
    ['container.updated', holds([{ name: 'freight', status: 'hold' }], []), 'other'],
    ['container.updated', holds([], [{ name: 'freight', status: 'hold' }]), 'transport.detention'],
    ['container.updated', holds([], [{ name: 'customs', status: 'cleared' }]), 'other'],
    [
      'container.updated',
      { changeset: { fees_at_pod_terminal: [[], [{ type: 'demurrage', amount: 300 }]] } },
      'transport.detention',
    ],
    ['container.updated', { changeset: { available_for_pickup: [false, true] } }, 'available_for_delivery'],
    ['container.updated', { changeset: 'odd' }, 'other'],
    ['tracking_request.failed', { failed_reason: 'invalid_number' }, 'integration.payload_rejected'],
    ['tracking_request.failed', {}, 'integration.payload_rejected'],
    ['tracking_request.failed', { failed_reason: 'duplicate' }, 'other'],
    ['tracking_request.failed', { failed_reason: 'booking_cancelled' }, 'transport.milestone_missed'],
    ['tracking_request.awaiting_manifest', { failed_reason: 'not_found' }, 'other'],
    ['tracking_request.succeeded', {}, 'other'],
  ])('%s %j means %s', (event, about, means) => {
    const { drafts, rejections, warnings } = translate(event, about);
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts.map(meaning)).toEqual([means]);
  });

  const held = (name: string, description: string | null = null, status = 'hold'): object => ({
    name,
    description,
    status,
  });
  const fees = (before: readonly object[], now: readonly object[]): object => ({
    fees_at_pod_terminal: [before, now],
  });
  const demurrage = (amount: number): object => ({ type: 'demurrage', amount, currency_code: 'USD' });
  it.each<readonly [string, object, readonly string[]]>([
    ['announced', holds([], [held('customs', null, 'pending')]), ['compliance.customs_hold']],
    ['no longer only announced', holds([held('customs', null, 'pending')], [customs]), ['compliance.customs_hold']],
    ['announced still', holds([held('USDA', null, 'pending')], [held('USDA', 'x', 'pending')]), ['other']],
    ['a scan', holds([], [held('VACIS', 'VACIS EXAM')]), ['compliance.customs_hold']],
    ['a fee of the terminal', holds([], [held('TMF')]), ['transport.detention']],
    ['two of one authority', holds([], [customs, held('USDA')]), ['compliance.customs_hold']],
    [
      'by customs and for freight',
      holds([], [held('freight'), customs]),
      ['compliance.customs_hold', 'transport.detention'],
    ],
    [
      'by somebody, and now by somebody else',
      holds([held('other', 'LINE')], [held('other', 'LINE'), held('other', 'TERMINAL HOLD')]),
      ['transport.detention'],
    ],
    [
      'by customs while it already costs',
      { changeset: { holds_at_pod_terminal: [[], [customs]], ...fees([], [demurrage(300)]) } },
      ['compliance.customs_hold', 'transport.detention'],
    ],
    [
      'no longer by customs, while it costs',
      { changeset: { holds_at_pod_terminal: [[customs], []], ...fees([], [demurrage(300)]) } },
      ['customs_released', 'transport.detention'],
    ],
    ['at no cost yet', { changeset: fees([], [demurrage(0)]) }, ['other']],
    ['at a cost at last', { changeset: fees([demurrage(0)], [demurrage(850)]) }, ['transport.detention']],
    ['at a higher cost', { changeset: fees([demurrage(850)], [demurrage(1250)]) }, ['other']],
    ['at the cost of an examination', { changeset: fees([], [{ type: 'exam', amount: 450 }]) }, ['other']],
  ])('a container is held %s', (_what, about, means) => {
    expect(translate('container.updated', about).drafts.map(meaning)).toEqual(means);
  });

  it('is about its container alone, or about all of a shipment', () => {
    const other = { id: 'c2', type: 'container', attributes: { number: 'TGSU5023798', ref_numbers: ['REF-2'] } };
    const numbers = (event: string, relationships: object): readonly string[] => {
      const body = {
        data: {
          id: 'n1',
          type: 'webhook_notification',
          attributes: { event, created_at: '2026-03-02T09:00:00Z' },
          relationships: { reference_object: { data: { id: 'e1', type: 'transport_event' } } },
        },
        included: [container, other, { id: 'e1', type: 'transport_event', attributes: {}, relationships }],
      };
      const { drafts } = translateTerminal49(payloadOf(JSON.stringify(body)), sender);
      return drafts.flatMap(({ references }) => references.map(({ value }) => value));
    };
    const named = { container: { data: { id: 'c2', type: 'container' } } };
    expect(numbers('container.transport.full_out', named)).toEqual(['TGSU5023798', 'REF-2']);
    expect(numbers('shipment.estimated.arrival', {})).toEqual(['MRKU3700927', 'TGSU5023798', 'REF-2']);
    expect(numbers('container.transport.full_out', { container: null, terminal: { data: [] } })).toHaveLength(3);
  });

  it.each([
    ['bill_of_lading', 'bill_of_lading'],
    ['booking_number', 'booking'],
    ['container', 'container'],
    ['something new', 'bill_of_lading'],
  ])('a request for a %s names a %s', (request_type, kind) => {
    const request = {
      id: 'r1',
      type: 'tracking_request',
      attributes: { request_type, request_number: 'X1', scac: 'MAEU', failed_reason: 'not_found' },
    };
    const { drafts } = translate('tracking_request.failed', {}, [request]);
    expect(drafts[0]?.references).toContainEqual({ kind, value: 'X1', issuer: 'MAEU' });
  });

  it('names the container by its registry, the bill by the line, and no customer', () => {
    const [draft] = translate('container.transport.vessel_loaded', { location_locode: 'CNNGB' }).drafts;
    expect(draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'container MRKU3700927 BIC',
      'bill_of_lading MAEU221876618 MAEU',
      'customer_reference REF-1 north-edi',
    ]);
    expect(draft).toMatchObject({
      reportId: 'n1',
      occurredAt: '2026-03-02T08:00:00.000+00:00',
      place: { code: 'CNNGB' },
      carrier: { scac: 'MAEU' },
    });
    expect(JSON.stringify(draft)).not.toContain('Nienow');
  });

  it.each<readonly [string | null, string]>([
    ['all_containers_terminated', 'other'],
    ['past_full_out_window', 'other'],
    ['cancelled_by_user', 'other'],
    ['booking_cancelled', 'transport.milestone_missed'],
    ['no_updates_at_line', 'transport.milestone_missed'],
    [null, 'other'],
  ])('that stops for %s means %s', (line_tracking_stopped_reason, means) => {
    const stopped = { ...shipment, attributes: { ...shipment.attributes, line_tracking_stopped_reason } };
    const { drafts, warnings } = translate('tracking_request.tracking_stopped', {}, [stopped]);
    expect([drafts.map(meaning), warnings]).toEqual([[means], []]);
  });

  it('loses nothing by what stands beside it', () => {
    const odd = [null, {}, { type: null }, { id: 's2', type: 'terminal', relationships: 'odd' }];
    const body = {
      data: {
        type: 'webhook_notification',
        attributes: { event: 'container.updated', created_at: '2026-03-02T09:00:00Z' },
      },
      included: [...odd, container, { type: 'container_updated_event', attributes: holds([], [customs]) }],
    };
    const { drafts } = translateTerminal49(payloadOf(JSON.stringify(body)), sender);
    expect(drafts.map(meaning)).toEqual(['compliance.customs_hold']);
  });

  it('is no delay any more when the vessel has come', () => {
    const arrived = { ...shipment, attributes: { ...shipment.attributes, pod_ata_at: '2026-03-12T08:00:00Z' } };
    const { drafts } = translate('shipment.estimated.arrival', { estimated_timestamp: '2026-03-12T08:00:00Z' }, [
      arrived,
    ]);
    expect(drafts.map(meaning)).toEqual(['arrived']);
  });

  it('is passed over with a warning where it names nothing, warned of where nobody knows it, refused where it is none', () => {
    expect(translate('container.transport.available', {}, [])).toMatchObject({ drafts: [], rejections: [] });
    expect(translate('container.transport.available', {}, []).warnings).toHaveLength(1);
    const unknown = translate('container.sang');
    expect([unknown.drafts.map(meaning), unknown.warnings.length]).toEqual([['other'], 1]);
    expect(translateTerminal49(payloadOf('{"data":{}}'), sender)).toMatchObject({
      drafts: [],
      rejections: [{ part: 'notification' }, {}],
    });
    expect(translateTerminal49(payloadOf('no'), sender).rejections).toHaveLength(1);
  });
});
