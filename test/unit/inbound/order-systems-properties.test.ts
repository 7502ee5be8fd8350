import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { expectSound, oddities, placesIn, replaced } from './mutate.ts';
import { payloadOf, sender } from './sender.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples', import.meta.url));
const full: Readonly<Record<string, unknown>> = {
  'sap-s4': {
    specversion: '1.0',
    type: 'sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1',
    source: '/s',
    id: '1',
    time: '2026-03-02T06:21:52Z',
    data: {
      SalesOrder: '7',
      DeliveryBlockStatus: 'C',
      to_Item: {
        results: [
          {
            SalesOrderItem: '10',
            RequestedQuantity: '5',
            ConfdDelivQtyInOrderQtyUnit: '3',
            DeliveryStatus: 'A',
            to_ScheduleLine: [
              { ScheduleLine: '1', RequestedDeliveryDate: '/Date(1772409600000)/', ScheduleLineOrderQuantity: '5' },
            ],
          },
        ],
      },
    },
  },
  shopify: {
    id: 25,
    order_id: 45,
    status: 'success',
    shipment_status: 'attempted_delivery',
    tracking_company: 'UPS',
    tracking_numbers: ['1Z1'],
    line_items: [],
    updated_at: '2026-03-02T10:00:00Z',
  },
  'amazon-sp-api': {
    notificationType: 'SHIPMENT_TRACKING_MILESTONE_CHANGED',
    eventTime: '2026-03-02T12:00:00Z',
    payload: {
      shipmentTrackingMilestoneChangedNotification: {
        trackingDetail: {
          identifier: { aftn: 'A' },
          latestMilestone: { status: { code: 'LOST' }, occurredAt: '2026-03-02T12:00:00Z' },
          milestoneHistory: [{ status: { code: 'RETURNING' } }],
        },
      },
    },
  },
  'dynamics-365': {
    BusinessEventId: 'ContosoConfirmed',
    EventTime: '/Date(1772445600000)/',
    PurchaseOrderNumber: 'PO-1',
    OrderedQuantity: 10,
    ConfirmedQuantity: 8,
    RequestedDeliveryDate: '2026-03-02',
    ConfirmedDeliveryDate: '2026-03-04',
  },
  cloudevents: {
    specversion: '1.0',
    id: '1',
    source: '/s',
    type: 't',
    data: {
      kind: 'exception',
      type: 'transport.delay',
      references: [{ kind: 'shipment', value: 'S' }],
      occurredAt: '2026-03-02T10:00:00Z',
    },
  },
};

function translate(format: string, body: string | Uint8Array): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(format);
  return translator(payloadOf(body), sender);
}

describe.each(Object.keys(full))('%s', (format) => {
  const real = existsSync(folder)
    ? globSync(`${format}/*`, { cwd: folder }).map((file) => readFileSync(`${folder}/${file}`))
    : [];

  it('any place of a payload may hold anything, and nothing is lost in silence', () => {
    for (const path of placesIn(full[format])) {
      for (const odd of oddities) {
        const translation = translate(format, JSON.stringify(replaced(full[format], path, odd)));
        expectSound(translation);
        const { drafts, rejections, warnings } = translation;
        expect(drafts.length + rejections.length + warnings.length, `${path.join('/')} ${String(odd)}`).toBeGreaterThan(
          0,
        );
      }
    }
  });

  it('any bytes are signals, rejections or warnings, and so is a real payload that was cut or spoilt', () => {
    const bodies = [...real, Buffer.from(JSON.stringify(full[format]))];
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat(), fc.nat(255), (body, at, byte) => {
        expectSound(translate(format, body.subarray(0, at % (body.length + 1))));
        const spoilt = Buffer.from(body);
        spoilt[at % body.length] = byte;
        expectSound(translate(format, spoilt));
      }),
      { numRuns: 40 },
    );
    for (const body of [
      '',
      'null',
      '[]',
      '[[[[]]]]',
      '"x"',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      `{"a":`.repeat(5000) + '1' + '}'.repeat(5000),
    ])
      expectSound(translate(format, body));
  });
});
