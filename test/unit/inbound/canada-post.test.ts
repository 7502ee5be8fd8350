import { describe, expect, it } from 'vitest';
import { lineOf, meaningOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';
const HOLD = 'compliance.customs_hold';

const occurrence = (code: string, text: string, more: Readonly<Record<string, string>> = {}): string => {
  const { day = '2026-03-02', zone = 'EST', site = 'HOPE', province = 'BC' } = more;
  return `<occurrence><event-identifier>${code}</event-identifier><event-date>${day}</event-date><event-time>08:27:43</event-time><event-time-zone>${zone}</event-time-zone>
  <event-description>${text}</event-description><event-site>${site}</event-site><event-province>${province}</event-province></occurrence>`;
};
const detail = (...occurrences: readonly string[]): string =>
  `<tracking-detail xmlns="http://www.canadapost.ca/ws/track"><pin>837</pin><changed-expected-date/><customer-ref-1/><significant-events>${occurrences.join('')}</significant-events></tracking-detail>`;
const summary = (type: string, text: string, location = 'SAINTE-FOY, QC'): string =>
  `<tracking-summary xmlns="http://www.canadapost.ca/ws/track"><pin-summary><pin>837</pin><event-date-time>20260302:104100</event-date-time><event-description>${text}</event-description>
  <event-type>${type}</event-type><event-location>${location}</event-location></pin-summary></tracking-summary>`;
const translate = (body: string) => translated('carrier-canadapost-xml', body);

describe('Canada Post', () => {
  it.each<readonly [string, string, string]>([
    ['0107', 'in_transit', 'Item processed'],
    ['0410', 'departed', 'Item departed'],
    ['1301', 'picked_up', 'Item accepted at the Post Office.'],
    ['1407', 'available_for_delivery', 'Item available for pick-up'],
    ['0156', 'available_for_delivery', 'Final Notice; Item will be returned to sender if not collected within 10 days'],
    ['1410', 'other', "Item on hold at recipient's request"],
    ['1203', 'other', 'Expected delivery date updated'],
    ['1463', 'delivered', 'Delivered to mailroom'],
    ['1405', 'delivered', 'Delivered to automated parcel locker'],
    ['0800', 'in_transit', 'Item has been presented to Canada Border Services Agency for customs review.'],
    ['0900', 'customs_released', 'International item released from Customs for processing by Canada Post'],
    ['1436', FAILED, 'Notice card left indicating where and when to pick up item'],
    ['1411', FAILED, 'Business closed for the day. Item on hold for second delivery attempt.'],
    ['0120', FAILED, 'Item on hold. Incorrect or incomplete address'],
    ['1483', FAILED, 'Item cannot be delivered; more details to be provided'],
    ['2802', FAILED, 'International item was undeliverable. Item being returned to sender.'],
    ['3001', FAILED, 'Item being returned to sender'],
    ['0810', HOLD, 'Item held by Customs'],
    ['0117', 'compliance.document_missing', 'Item on Hold.Documentation irregularity.'],
    ['0710', 'cargo.damaged', 'Item arrived in Canada damaged. Sent for further processing.'],
    ['0150', 'cargo.damaged', 'Hold period expired; Item has been disposed of'],
    ['0161', DELAY, 'Delivery may be delayed due to labour disruption'],
    ['0625', DELAY, 'Livraison reportée au prochain jour ouvrable'],
    ['1414', DELAY, 'Item rescheduled for delivery next business day.'],
    // What has no code of ours is told by its words, if they say that something has gone wrong.
    ['9999', FAILED, 'Item could not be delivered'],
    ['9999', 'transport.lost', 'Item missing'],
    ['9999', DELAY, 'Customer addressing error found; attempting to correct. Possible delay'],
    ['9999', 'other', 'Item scanned'],
  ])('%s is %s: %s', (code, expected, text) => {
    expect(meaningOf(translate(detail(occurrence(code, text))))).toBe(expected);
  });

  it.each([
    ['1496', 'Item successfully returned to sender.'],
    ['1498', "L'article a été renvoyé avec succès à l'expéditeur."],
    ['0174', "L'article renvoyé à l'expéditeur est sorti pour livraison."],
  ])('what goes back has the code %s of what does not: %s', (code, text) => {
    expect(meaningOf(translate(detail(occurrence(code, text))))).toBe(FAILED);
  });

  it('what was refused and has come back was not delivered', () => {
    const { drafts } = translate(
      detail(occurrence('1498', 'Item delivered'), occurrence('1417', 'Item refused', { day: '2026-03-01' })),
    );
    expect(drafts.map(lineOf)).toEqual([
      'other actual 2026-03-02T08:27:43.000-05:00 sent',
      `${FAILED} 2026-03-01T08:27:43.000-05:00 sent`,
    ]);
  });

  it('says why it comes later than was expected', () => {
    const dates =
      '<changed-expected-date>2026-03-09</changed-expected-date><expected-delivery-date>2026-03-03</expected-delivery-date>';
    const why = '<changed-expected-delivery-reason>Customer addressing error found</changed-expected-delivery-reason>';
    const textOf = (more: string) =>
      translate(detail(occurrence('0100', '')).replace('<changed-expected-date/>', more)).drafts.find(
        (draft) => 'type' in draft,
      )?.text;
    expect(textOf(dates + why)).toBe('Expected 2026-03-09, promised for 2026-03-03. Customer addressing error found');
    expect(textOf(dates)).toBe('Expected 2026-03-09, promised for 2026-03-03.');
  });

  it('a zone that only Canada Post knows is that of the place', () => {
    const { drafts } = translate(detail(occurrence('0410', '', { zone: 'CSTNO', site: 'REGINA', province: 'SK' })));
    expect(drafts.map(lineOf)).toEqual(['departed actual 2026-03-02T08:27:43.000-06:00 place']);
  });

  it('a place abroad is not in Canada', () => {
    const { drafts } = translate(detail(occurrence('4311', '', { site: 'JAMAICA', province: 'NY' })));
    expect(drafts[0]?.place).toEqual({ locality: 'JAMAICA', region: 'NY' });
  });

  it.each<readonly [string, string, string]>([
    ['ATTEMPTED', FAILED, 'Attempted delivery. Notice card left'],
    ['DELIVERED', 'delivered', 'Item successfully delivered'],
    ['OUT', 'out_for_delivery', 'Item out for delivery'],
    ['INFO', DELAY, 'Customer addressing error found; attempting to correct. Possible delay'],
    ['VEHICLE_INFO', 'other', 'Item arrived'],
  ])('a summary has a type, a place and a local time in one each: %s', (type, expected, text) => {
    const translation = translate(summary(type, text));
    expect(meaningOf(translation)).toBe(expected);
    expect(translation.drafts[0]).toMatchObject({
      place: { locality: 'SAINTE-FOY', region: 'QC', country: 'CA' },
      occurredAt: '2026-03-02T10:41:00.000-05:00',
    });
  });

  it('a summary may have a place of one word', () => {
    expect(translate(summary('OUT', '', 'CHINA')).drafts[0]?.place).toEqual({ locality: 'CHINA' });
  });
});
