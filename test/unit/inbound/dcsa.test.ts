import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(format: string, value: unknown): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  return translator(payloadOf(JSON.stringify(value)), sender);
}
const meaning = (draft: SignalDraft): string =>
  'type' in draft ? draft.type : `${draft.kind} ${draft.milestone?.name ?? ''}`;
const meanings = (format: string, value: unknown): readonly string[] => translate(format, value).drafts.map(meaning);

const uuid = (number: number): string => `3cecb101-7a1a-43a4-9d62-${String(number).padStart(12, '0')}`;
const base = (number: number, more: object): object => ({
  eventID: uuid(number),
  eventCreatedDateTime: `2026-03-01T0${number % 10}:00:00Z`,
  eventClassifierCode: 'ACT',
  eventDateTime: '2026-03-02T08:00:00+01:00',
  equipmentReference: 'APZU4812090',
  ...more,
});
const move = (number: number, classifier: string, time: string, more: object = {}): object =>
  base(number, {
    eventType: 'TRANSPORT',
    transportEventTypeCode: 'ARRI',
    eventClassifierCode: classifier,
    eventDateTime: time,
    transportCall: { transportCallID: 'call-1', UNLocationCode: 'DEHAM', vessel: { vesselIMONumber: '9321483' } },
    ...more,
  });
const paper = (number: number, code: string, document: string, time = '2026-03-02T08:00:00Z'): object =>
  base(number, {
    eventType: 'SHIPMENT',
    shipmentEventTypeCode: code,
    documentTypeCode: document,
    documentID: 'D1',
    eventDateTime: time,
  });

const [PLANNED, LATER] = ['2026-03-02T08:00:00Z', '2026-03-03T08:00:00Z'];

describe('DCSA Track and Trace', () => {
  it.each<readonly [string, readonly object[], readonly string[]]>([
    [
      'an arrival as planned',
      [move(1, 'PLN', PLANNED), move(2, 'ACT', PLANNED)],
      ['progress arrived', 'progress arrived'],
    ],
    [
      'an estimate later than the plan',
      [move(1, 'PLN', PLANNED), move(2, 'EST', LATER)],
      ['progress arrived', 'transport.delay'],
    ],
    [
      'an arrival later than the plan',
      [move(1, 'PLN', PLANNED), move(2, 'ACT', LATER)],
      ['progress arrived', 'transport.delay'],
    ],
    [
      'a late estimate that came true in time after all',
      [move(1, 'PLN', PLANNED), move(2, 'EST', LATER, { delayReasonCode: 'WEA' }), move(3, 'ACT', PLANNED)],
      ['progress arrived', 'progress arrived', 'progress arrived'],
    ],
    [
      'an estimate that was taken back by the next',
      [move(1, 'PLN', PLANNED), move(2, 'EST', LATER), move(3, 'EST', PLANNED)],
      ['progress arrived', 'progress arrived', 'progress arrived'],
    ],
    [
      'a plan for another call',
      [move(1, 'PLN', PLANNED, { transportCall: { transportCallID: 'call-2' } }), move(2, 'EST', LATER)],
      ['progress arrived', 'progress arrived'],
    ],
    ['a reason for a delay without a plan', [move(1, 'EST', LATER, { delayReasonCode: 'STR' })], ['transport.delay']],
    [
      'a remark that gives no reason',
      [move(1, 'EST', LATER, { changeRemark: 'Vessel changed' })],
      ['progress arrived'],
    ],
    ['hold by customs', [paper(1, 'HOLD', 'CUS')], ['compliance.customs_hold']],
    [
      'hold, then release',
      [paper(1, 'HOLD', 'CUS'), paper(2, 'RELS', 'CUS', LATER)],
      ['progress other', 'progress customs_released'],
    ],
    ['a rejected booking', [paper(1, 'REJE', 'BKG')], ['transport.capacity_rejected']],
    ['a cancelled booking', [paper(1, 'VOID', 'BKG')], ['transport.milestone_missed']],
    ['a rejected shipping instruction', [paper(1, 'REJE', 'SHI')], ['compliance.document_missing']],
    ['a draft, a void paper', [paper(1, 'DRFT', 'SHI'), paper(2, 'VOID', 'TRD')], ['progress other', 'progress other']],
    ['a confirmed booking', [paper(1, 'CONF', 'BKG')], ['progress booked']],
    [
      'an estimate minutes after the plan',
      [move(1, 'PLN', PLANNED), move(2, 'EST', '2026-03-02T09:00:00Z')],
      ['progress arrived', 'progress arrived'],
    ],
    [
      'an estimate hours after the plan',
      [move(1, 'PLN', PLANNED), move(2, 'EST', '2026-03-02T09:00:01Z')],
      ['progress arrived', 'transport.delay'],
    ],
    [
      'a paper whose classifier was left out',
      [{ ...paper(1, 'REJE', 'BKG'), eventClassifierCode: undefined }],
      ['transport.capacity_rejected'],
    ],
  ])('2.2: %s', (_what, events, expected) => {
    expect(meanings('dcsa-tnt', events)).toEqual(expected);
  });

  it.each<readonly [string, object, string]>([
    ['loaded', { eventType: 'EQUIPMENT', eventClassifier: 'ACTUAL', equipmentEventType: 'LOADED' }, 'progress loaded'],
    [
      'picked for a scan',
      { eventType: 'EQUIPMENT', eventClassifier: 'ACTUAL', equipmentEventType: 'CUSTOMS_SELECTED_FOR_SCAN' },
      'compliance.customs_hold',
    ],
    [
      'released',
      { eventTypeCode: 'EQUIPMENT', eventClassifierCode: 'ACT', equipmentEventTypeCode: 'CUSR' },
      'progress customs_released',
    ],
    [
      'a door that was opened',
      { eventType: 'IOT', eventClassifier: 'ACTUAL', iotEventType: 'DOOR_OPENED' },
      'progress other',
    ],
    [
      'a measurement',
      { eventType: 'REEFER', eventClassifier: 'ACTUAL', reeferEventType: 'MEASURED' },
      'progress other',
    ],
  ])('3.0, in codes and in words: %s', (_what, eventClassification, expected) => {
    const event = {
      eventID: 'e1',
      eventUpdatedDateTime: PLANNED,
      eventDateTime: PLANNED,
      eventClassification,
      equipmentDetails: { equipmentReference: 'APZU4812090' },
    };
    expect(meanings('dcsa-tnt', { events: [event] })).toEqual([expected]);
  });

  it('names the papers by the carrier, the container by its registry, the vessel by its hull', () => {
    const [draft] = translate('dcsa-tnt', {
      events: [
        {
          eventRouting: { originatingParties: [{ partyCode: 'MAEU', partyFunction: 'CA' }] },
          eventID: 'e1',
          eventUpdatedDateTime: PLANNED,
          eventDateTime: LATER,
          eventClassification: { eventType: 'TRANSPORT', eventClassifier: 'ESTIMATED', transportEventType: 'ARRIVED' },
          shipmentDetails: { documentReference: { type: 'BOOKING', reference: 'B1' } },
          equipmentDetails: { equipmentReference: 'APZU4812090' },
          transportDetails: {
            delayReasonCodes: ['STR'],
            transportCall: { vesselTransport: { vesselIMONumber: '9321483' }, UNLocationCode: 'DEHAM' },
          },
        },
      ],
    }).drafts;
    expect(draft).toMatchObject({
      type: 'transport.delay',
      // It is late since the carrier said so; when it will come is said in the text.
      occurredAt: '2026-03-02T08:00:00.000+00:00',
      text: 'Expected 2026-03-03T08:00:00.000+00:00.',
      reason: { scheme: 'smdg:delay-reason', code: 'STR', status: 'ARRI', text: 'Strike' },
      place: { code: 'DEHAM', country: 'DE' },
      carrier: { scac: 'MAEU' },
    });
    expect(draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'container APZU4812090 BIC',
      'booking B1 MAEU',
      'vessel 9321483 IMO',
    ]);
  });

  it('the betas of 3.0, which part an event from what tells of it', () => {
    const metadata = {
      eventID: uuid(1),
      eventCreatedDateTime: PLANNED,
      eventType: 'EQUIPMENT',
      publisher: { partyName: 'A Carrier', carrierCode: 'CMDU', carrierCodeListProvider: 'NMFTA' },
    };
    const [loaded, held] = translate('dcsa-tnt', [
      {
        metadata,
        payload: {
          eventClassifierCode: 'ACT',
          eventDateTime: PLANNED,
          equipmentEventTypeCode: 'LOAD',
          equipmentReference: 'APZU4812090',
          location: { locationType: 'UNLO', UNLocationCode: 'NLAMS' },
          relatedDocumentReferences: [{ type: 'BKG', value: 'B1' }],
          references: [{ type: 'PO', value: 'PO-1' }],
        },
      },
      {
        metadata: { ...metadata, eventID: uuid(2), eventType: 'SHIPMENT' },
        payload: {
          eventClassifierCode: 'ACT',
          eventDateTime: PLANNED,
          shipmentEventTypeCode: 'HOLD',
          documentTypeCode: 'CUS',
          documentReference: 'C1',
        },
      },
    ]).drafts;
    expect(loaded).toMatchObject({
      reportId: uuid(1),
      kind: 'progress',
      milestone: { name: 'loaded' },
      place: { code: 'NLAMS' },
      carrier: { scac: 'CMDU' },
      references: [
        { kind: 'container', value: 'APZU4812090' },
        { kind: 'booking', value: 'B1', issuer: 'CMDU' },
        { kind: 'purchase_order', value: 'PO-1', issuer: 'north-edi' },
      ],
    });
    expect(held).toMatchObject({
      type: 'compliance.customs_hold',
      references: [{ kind: 'declaration', value: 'C1', issuer: 'north-edi' }],
    });
  });

  it('an alarm of temperature that goes on is an excursion, one that is over or of something else is none', () => {
    const reefer = (alarm: object): object => ({
      eventID: 'e1',
      eventUpdatedDateTime: PLANNED,
      eventDateTime: PLANNED,
      eventClassification: { eventType: 'REEFER', eventClassifier: 'ACTUAL', reeferEventType: 'MEASURED' },
      equipmentDetails: { equipmentReference: 'APZU4812090' },
      reeferDetails: { alarms: [alarm] },
    });
    const of = (alarm: object): readonly string[] => meanings('dcsa-tnt', { events: [reefer(alarm)] });
    expect(of({ code: 'AL1', description: 'High temperature' })).toEqual(['cargo.temperature_excursion']);
    expect(of({ code: 'AL1', description: 'High temperature', endDateTime: PLANNED })).toEqual(['progress other']);
    expect(of({ code: 'AL2', description: 'Battery low' })).toEqual(['progress other']);
  });

  it('an event that is retracted takes back the signal of the event that it repeats', () => {
    const event = (isRetracted: boolean): object => ({
      eventID: 'e1',
      isRetracted,
      eventUpdatedDateTime: PLANNED,
      eventDateTime: PLANNED,
      eventClassification: { eventType: 'EQUIPMENT', eventClassifier: 'ACTUAL', equipmentEventType: 'LOADED' },
      equipmentDetails: { equipmentReference: 'APZU4812090' },
    });
    expect(translate('dcsa-tnt', { events: [event(true)] }).drafts).toMatchObject([
      { kind: 'retraction', reportId: 'e1' },
    ]);
  });

  it('an event without an id is known by what it says', () => {
    const nameless = { ...move(1, 'ACT', PLANNED), eventID: undefined };
    const { drafts, rejections } = translate('dcsa-tnt', [nameless, { ...nameless, eventID: null }]);
    expect(rejections).toEqual([]);
    expect(drafts.map(({ reportId }) => reportId)).toEqual([undefined, undefined]);
    // Which one has to be sent again, nobody could say.
    const page = translate('dcsa-tnt', [nameless, { ...nameless, eventDateTime: 'soon' }]);
    expect(page.drafts).toEqual([]);
    expect(page.rejections).toMatchObject([{ pointer: '/1/eventDateTime' }]);
  });

  it.each<readonly [string, unknown, string]>([
    ['an id that is a number', [{ ...move(1, 'ACT', PLANNED), eventID: 1 }, move(2, 'ACT', PLANNED)], '/0/eventID'],
    ['an id that is none', [{ ...move(1, 'ACT', PLANNED), eventID: 'incorrect' }], '/0/eventID'],
    ['no time', [{ ...move(1, 'ACT', PLANNED), eventDateTime: undefined }], '/0/eventDateTime'],
    ['a time that is none', [move(1, 'ACT', '2026/03/02 08:00')], '/0/eventDateTime'],
    [
      'made in another century',
      [{ ...move(1, 'ACT', PLANNED), eventCreatedDateTime: '1999-01-01T00:00:00Z' }],
      '/0/eventCreatedDateTime',
    ],
    [
      'made in the far future',
      [{ ...move(1, 'ACT', PLANNED), eventCreatedDateTime: '2099-01-01T00:00:00Z' }],
      '/0/eventCreatedDateTime',
    ],
    ['no type', [{ eventID: uuid(1) }], '/0/eventType'],
    ['no list', { events: 1 }, '/events'],
  ])('%s is refused', (_what, value, pointer) => {
    const { drafts, rejections } = translate('dcsa-tnt', value);
    expect(drafts).toEqual([]);
    expect(rejections[0]).toMatchObject({ pointer });
  });

  it('one event that is wrong leaves the others of its page', () => {
    const { drafts, rejections } = translate('dcsa-tnt', [move(1, 'ACT', 'soon'), move(2, 'ACT', PLANNED)]);
    expect([drafts.length, rejections.length]).toEqual([1, 1]);
  });
});

const berth = (classifierCode: string, serviceDateTime: string, more: object = {}): object => ({
  eventID: `p-${classifierCode}`,
  eventUpdatedDateTime: '2026-03-01T08:00:00Z',
  portCall: { portCallID: 'pc1', UNLocationCode: 'NLAMS' },
  portCallService: { portCallServiceTypeCode: 'BERTH', portCallServiceEventTypeCode: 'STRT' },
  vessel: { vesselIMONumber: '9321483' },
  timestamp: { classifierCode, serviceDateTime, ...more },
});

const operation = (more: object): object => ({
  eventID: 'o-1',
  eventCreatedDateTime: '2026-03-01T08:00:00Z',
  eventType: 'OPERATIONS',
  eventClassifierCode: 'EST',
  eventDateTime: LATER,
  operationsEventTypeCode: 'ARRI',
  facilityTypeCode: 'BRTH',
  transportCall: { portVisitReference: 'V-1', UNLocationCode: 'DEHAM', vessel: { vesselIMONumber: '9321483' } },
  ...more,
});

describe('DCSA Port Call', () => {
  it.each<readonly [string, readonly object[], readonly string[]]>([
    ['a plan', [berth('PLN', PLANNED)], ['progress arrived']],
    [
      'an estimate later than the plan',
      [berth('PLN', PLANNED), berth('EST', LATER)],
      ['progress arrived', 'transport.delay'],
    ],
    [
      'an estimate by the plan',
      [berth('PLN', PLANNED), berth('EST', PLANNED)],
      ['progress arrived', 'progress arrived'],
    ],
    ['a reason', [berth('EST', LATER, { delayReasonCodes: ['STR'] })], ['transport.delay']],
    [
      'one reason, as the drafts of 2.0 have it',
      [berth('EST', LATER, { delayReasonCode: 'STR' })],
      ['transport.delay'],
    ],
    ['an event of Just in Time 1.x with a reason', [operation({ delayReasonCode: 'WEA' })], ['transport.delay']],
    ['an event of Just in Time 1.x without one', [operation({})], ['progress arrived']],
    [
      'in time in the end',
      [berth('PLN', PLANNED), berth('EST', LATER), berth('ACT', PLANNED)],
      ['progress arrived', 'progress arrived', 'progress arrived'],
    ],
    [
      'a call that is left out',
      [{ ...berth('PLN', PLANNED), terminalCall: { isOmitted: true } }],
      ['transport.milestone_missed'],
    ],
    [
      'an estimate minutes after the plan',
      [berth('PLN', PLANNED), berth('EST', '2026-03-02T08:40:00Z')],
      ['progress arrived', 'progress arrived'],
    ],
    [
      'the time that the terminal asks for is no plan',
      [berth('PLN', PLANNED), berth('REQ', LATER), berth('EST', LATER)],
      ['progress arrived', 'progress arrived', 'transport.delay'],
    ],
    [
      'nor is it one where there is no other',
      [berth('REQ', PLANNED), berth('EST', LATER)],
      ['progress arrived', 'progress arrived'],
    ],
    [
      'the drafts of 2.0, which name a terminal call',
      [operation({ transportCall: undefined, terminalCall: { terminalCallReference: 'T-1' }, delayReasonCode: 'STR' })],
      ['transport.delay'],
    ],
  ])('%s', (_what, events, expected) => {
    expect(meanings('dcsa-portcall', { events })).toEqual(expected);
  });

  it.each<readonly [string, object, readonly string[]]>([
    [
      'a port call',
      { portCallID: 'p1', portVisitReference: 'V-1', UNLocationCode: 'NLAMS', vessel: { vesselIMONumber: '9321483' } },
      ['vessel 9321483', 'customer_reference V-1'],
    ],
    [
      'a terminal call',
      { terminalCallID: 't1', portCallID: 'p1', terminalCallReference: '15063401' },
      ['customer_reference p1', 'customer_reference 15063401'],
    ],
    [
      'a time',
      { timestampID: 's1', portCallServiceID: 'c1', classifierCode: 'EST', dateTime: PLANNED },
      ['customer_reference c1'],
    ],
  ])('%s that is put by itself, as Just in Time 2.0 does', (_what, value, expected) => {
    const { drafts, rejections } = translate('dcsa-portcall', value);
    expect(rejections).toEqual([]);
    expect(drafts).toMatchObject([{ kind: 'progress' }]);
    expect(drafts[0]?.references.map(({ kind, value: number }) => `${kind} ${number}`)).toEqual(expected);
  });

  it('is refused without a call, a vessel or a time', () => {
    for (const event of [{}, { portCall: { UNLocationCode: 'NLAMS' } }, berth('EST', 'soon')]) {
      expect(translate('dcsa-portcall', { events: [event] })).toMatchObject({
        drafts: [],
        rejections: [{ part: 'event 1' }],
      });
    }
  });
});

describe('DCSA Arrival Notice', () => {
  it('tells when the goods come and what is to be paid, and makes no trouble of it', () => {
    const [draft] = translate('dcsa-an', {
      arrivalNotices: [
        {
          carrierCode: 'HDMU',
          carrierCodeListProvider: 'NMFTA',
          transportDocumentReference: 'BL1',
          documentParties: [{ partyName: 'Jane Doe' }],
          transport: {
            portOfDischarge: { UNLocationCode: 'DEHAM' },
            portOfDischargeArrivalDate: { value: '2026-03-10', classifier: 'EST' },
          },
          utilizedTransportEquipments: [{ equipment: { equipmentReference: 'HMMU5443121' } }],
          charges: [{ chargeName: 'THC', currencyAmount: 355.5, currencyCode: 'USD' }],
          freeTimes: [{ typeCodes: ['DEM'], duration: 5, timeUnit: 'WD' }],
        },
      ],
    }).drafts;
    expect(draft).toMatchObject({
      kind: 'progress',
      milestone: { name: 'arrived', at: 'estimated' },
      occurredAt: '2026-03-10T00:00:00.000+01:00',
      amounts: { THC: { amount: '355.5', currency: 'USD' } },
      text: 'Free time DEM: 5 WD.',
    });
    expect(JSON.stringify(draft)).not.toContain('Doe');
  });

  it('names bookings and orders, and adds up what is charged for each container', () => {
    const charge = (currencyAmount: number, currencyCode: string): object => ({
      chargeName: 'THC',
      currencyAmount,
      currencyCode,
    });
    const [draft] = translate('dcsa-an', {
      arrivalNotices: [
        {
          carrierCode: 'HDMU',
          transportDocumentReference: 'BL1',
          consignmentItems: [{ carrierBookingReference: 'B1' }, { carrierBookingReference: 'B1' }],
          documentParties: [{ purchaseOrderReferences: ['PO-1'] }],
          references: [
            { type: 'PO', value: 'PO-2' },
            { type: 'CR', value: 'R-1' },
          ],
          charges: [charge(100, 'EUR'), charge(50.5, 'EUR'), charge(20, 'USD'), charge(5, 'USD')],
        },
      ],
    }).drafts;
    expect(draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'bill_of_lading BL1 HDMU',
      'booking B1 HDMU',
      'purchase_order PO-1 north-edi',
      'purchase_order PO-2 north-edi',
      'customer_reference R-1 north-edi',
    ]);
    expect(draft?.amounts).toEqual({
      THC: { amount: '150.5', currency: 'EUR' },
      'THC USD': { amount: '25', currency: 'USD' },
    });
  });

  it('is read from a notification and from an older date, and refused without a document', () => {
    const notification = {
      arrivalNoticeNotifications: [{ transportDocumentReference: 'BL1', portOfDischargeArrivalDate: '2026-03-10' }],
    };
    expect(meanings('dcsa-arrival-notice', notification)).toEqual(['progress arrived']);
    expect(translate('dcsa-arrival-notice', { arrivalNotices: [{}] })).toMatchObject({
      drafts: [],
      rejections: [{ part: 'arrival notice 1' }],
    });
    expect(translate('dcsa-arrival-notice', { arrivalNotices: [] }).rejections).toHaveLength(1);
  });
});
