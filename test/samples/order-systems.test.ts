import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translateSample } from '../../bin/samples/compare-samples.ts';
import type { SignalDraft } from '../../lambdas/inbound/formats/translator.ts';
import { translatorOf } from '../../lambdas/inbound/formats/index.ts';

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));
const translate = (file: string) => translateSample(`${shared}/samples`, file, file.split('/')[0] ?? '');
const names = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value }) => `${kind} ${value}`) ?? [];

describe.skipIf(!existsSync(`${shared}/samples`))('real payloads of order systems', () => {
  it.each([
    ['sap-s4/sap_event_outbound_delivery_created.json', ['delivery 80000000', 'sku 100141'], 'booked'],
    ['sap-s4/sap_inbound_delivery_item.json', ['delivery 180000047', 'sku 21', 'purchase_order 4500000003'], 'booked'],
    ['sap-s4/sap_material_document_item.json', ['sku 21', 'customer_reference 4900000011'], 'departed'],
    ['shopify/fulfillment_event.json', ['shipment 2608403447971', 'order 2776493818019'], 'booked'],
    ['shopify/order.json', ['order 450789469', 'customer_reference #1001'], 'booked'],
    ['amazon-sp-api/ShipmentTrackingMilestoneChangedNotification.json', ['tracking AFTN987654321'], 'delivered'],
  ])('%s is progress', (file, references, milestone) => {
    const { drafts, rejections, warnings } = translate(file);
    expect([drafts.map(({ kind }) => kind), rejections, warnings]).toEqual([['progress'], [], []]);
    expect(names(drafts[0])).toEqual(references);
    expect(drafts[0]).toMatchObject({ milestone: { name: milestone } });
  });

  it('of thirty deliveries the one that came after its day is late', () => {
    const { drafts, rejections, warnings } = translate('csv-export/scms_rows_a.csv');
    const late = drafts.filter(({ kind }) => kind === 'exception');
    expect([drafts.length, late.length, rejections, warnings.length]).toEqual([30, 1, [], 2]);
    expect(names(late[0])).toContain('customer_reference 2741');
  });
});

describe.skipIf(!existsSync(`${shared}/data/scms_delivery_history.csv`))('the whole delivery history of SCMS', () => {
  it('is read to its last row, and as many are late as another reader of CSV counts', () => {
    const bytes = readFileSync(`${shared}/data/scms_delivery_history.csv`);
    const sender = { sourceId: 'scms', issuer: 'scms', zone: 'Etc/UTC', receivedAt: '2026-01-01T00:00:00.000Z' };
    const read = translatorOf('csv-export')?.({ bytes, contentType: 'text/csv', headers: {} }, sender);
    expect([read?.drafts.length, read?.rejections]).toEqual([10_324, []]);
    // Counted with csv-parse 7.0.3 and Date.parse over the same file.
    expect(read?.drafts.filter(({ kind }) => kind === 'exception')).toHaveLength(1186);
  });
});
