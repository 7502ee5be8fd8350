import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { completeAll } from './complete.ts';
import { documentOf, draftOf, event, receiving, translate, typeOf } from './epcis-fixture.ts';

const alarm = (...sensorReport: readonly object[]) => ({ sensorElementList: [{ sensorReport }] });
const hot = { type: 'Temperature', value: 12.5, uom: 'CEL' };
const flagged = { ...hot, exception: 'ALARM_CONDITION' };

describe('an EPCIS document', () => {
  it('is one signal an event, with place, time, reason and milestone', () => {
    const translation = translate(documentOf(receiving));
    expect(translation).toEqual({
      format: 'epcis',
      version: '2.0',
      drafts: [
        {
          kind: 'progress',
          part: 'event 1',
          reportId: receiving.eventID,
          references: [{ kind: 'tracking', value: '106141412345678908', issuer: 'GS1' }],
          place: { code: '0614141123452' },
          quantities: { objects: { value: '1', unit: 'C62' } },
          occurredAt: '2026-03-02T14:00:00+11:00',
          timeBasis: 'sent',
          milestone: { name: 'arrived', at: 'actual' },
          reason: { scheme: 'cbv:bizstep', code: 'receiving', text: 'Receiving' },
        },
      ],
      rejections: [],
      warnings: [],
    });
    const [made] = completeAll(translation);
    expect(signal.parse(made)).toMatchObject({ kind: 'progress' });
  });

  it.each<[string, unknown, string]>([
    ['a document', documentOf(receiving), '/epcisBody/eventList/0'],
    [
      'the answer to a query',
      { type: 'EPCISQueryDocument', epcisBody: { queryResults: { resultsBody: { eventList: [receiving] } } } },
      '/epcisBody/queryResults/resultsBody/eventList/0',
    ],
    [
      'bare results of a query',
      { queryResults: { resultsBody: { eventList: [receiving] } } },
      '/queryResults/resultsBody/eventList/0',
    ],
    ['a list', [receiving], '/0'],
    ['an event alone', receiving, ''],
    ['a document with one event', { epcisBody: { event: receiving } }, '/epcisBody/event'],
  ])('%s says the same, and points to a mistake in it', (_what, body, pointer) => {
    const [made] = completeAll(translate(body));
    expect(made?.id).toBe(completeAll(translate(receiving))[0]?.id);
    const text = JSON.stringify(body).replace(receiving.eventTime, 'yesterday');
    expect(translate(text).rejections).toMatchObject([{ part: 'event 1', pointer: `${pointer}/eventTime` }]);
  });

  it('the others go through where one is refused', () => {
    const { drafts, rejections } = translate(
      documentOf(receiving, event({ eventTime: '2026-03-02T03:00:00' }), event({ disposition: 'dented' }), event()),
    );
    expect(drafts.map(({ part }) => part)).toEqual(['event 1', 'event 4']);
    expect(rejections.map(({ part }) => part)).toEqual(['event 2', 'event 3']);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '<epcis:EPCISDocument/>', ''],
    ['a document without a body', { type: 'EPCISDocument' }, ''],
    ['a document without events', documentOf(), '/epcisBody/eventList'],
    ['master data', { type: 'EPCISMasterDataDocument', epcisBody: { vocabularyList: [] } }, ''],
    ['a text', '"damaged"', ''],
    ['null', 'null', ''],
    ['a list of nothing', [], ''],
  ])('%s is refused', (_what, body, pointer) => {
    const { drafts, rejections } = translate(body);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ part: 'payload', pointer, mend: expect.stringMatching(/^Send /) as string }]);
  });

  it('an answer without events is none to worry about', () => {
    const body = { type: 'EPCISQueryDocument', epcisBody: { queryResults: { resultsBody: { eventList: [] } } } };
    expect(translate(body)).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('no events')],
    });
  });

  it.each([
    ['isA, as drafts had it', ({ type, ...rest }: { type?: unknown }) => ({ ...rest, isA: type })],
    ['@type', ({ type, ...rest }: { type?: unknown }) => ({ ...rest, '@type': type })],
    ['a prefix', ({ type, ...rest }: { type?: unknown }) => ({ ...rest, type: `epcis:${String(type)}` })],
  ])('has events whose type is called %s', (_what, renamed) => {
    const { drafts, rejections } = translate(documentOf(renamed(receiving)));
    expect(rejections).toEqual([]);
    expect(drafts).toHaveLength(1);
  });

  it('may come as lines, each of them a document or an event; one that is neither costs all, as nobody knows what it was', () => {
    const lines = [event({ disposition: 'damaged' }), documentOf(receiving)].map((line) => JSON.stringify(line));
    const { drafts, rejections } = translate(`${lines.join('\r\n')}\n`);
    expect([drafts.map(typeOf), rejections]).toEqual([['cargo.damaged', undefined], []]);
    expect(translate([...lines, '{"eventTime":'].join('\n'))).toMatchObject({ drafts: [], rejections: [{}] });
  });

  it.each(['eventList', 'events', '@graph'])('may come as a bare %s', (name) => {
    expect(translate({ '@context': [], [name]: [receiving, receiving] })).toMatchObject({
      drafts: [{}, {}],
      rejections: [],
    });
    expect(translate({ [name]: [] })).toMatchObject({ drafts: [], rejections: [{ pointer: `/${name}` }] });
  });

  it('of more than 2000 events is taken up to there', () => {
    const { drafts, rejections } = translate(documentOf(...Array<object>(2003).fill(receiving)));
    expect(drafts).toHaveLength(2000);
    expect(rejections).toMatchObject([{ part: 'events 2001 to 2003', pointer: '/epcisBody/eventList/2000' }]);
  });

  it.each<[string, object, string]>([
    ['no type', { type: undefined }, '/type'],
    ['a type of another release', { type: 'QuantityEvent' }, '/type'],
    ['goods that are no list', { epcList: 'urn:epc:id:sscc:0614141.1234567890' }, '/epcList'],
    ['goods that are no text', { epcList: ['urn:x:1', 7] }, '/epcList/1'],
    ['a place without an id', { readPoint: {} }, '/readPoint'],
    ['a paper without a number', { bizTransactionList: [{ type: 'po' }] }, '/bizTransactionList/0/bizTransaction'],
    ['an amount without a class', { quantityList: [{ quantity: 1 }] }, '/quantityList/0/epcClass'],
    ['a disposition that is a number', { disposition: 7 }, '/disposition'],
    [
      'a lasting disposition that is no word',
      { persistentDisposition: { set: ['in_transit', 'dented'] } },
      '/persistentDisposition/set/1',
    ],
    ['an empty id', { eventID: '' }, '/eventID'],
  ])('%s is refused with its place and a mend', (_what, changes, pointer) => {
    const { drafts, rejections } = translate(documentOf(event(changes)));
    expect(drafts).toEqual([]);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]?.pointer).toBe(`/epcisBody/eventList/0${pointer}`);
    expect(rejections[0]?.mend).not.toBe('');
  });

  it.each([undefined, null, 'CREATE', 'observe'])('an event whose action is %j is refused', (action) => {
    const { drafts, rejections } = translate(documentOf(event({ action })));
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([
      { pointer: '/epcisBody/eventList/0/action', mend: 'Send one of ADD, OBSERVE, DELETE.' },
    ]);
  });

  it.each(['a', 7, null, [], {}])('an event that is %j is refused', (value) => {
    expect(translate(documentOf(value)).rejections).toHaveLength(1);
  });

  it('members that are null were not sent', () => {
    const changes = { disposition: null, quantityList: null, bizLocation: null, errorDeclaration: null, eventID: null };
    expect(draftOf(changes)).toMatchObject({ kind: 'progress', milestone: { name: 'arrived' } });
  });
});

describe('the time of an event', () => {
  it.each([
    ['2026-03-02T03:00:00Z', '+11:00', '2026-03-02T14:00:00+11:00'],
    ['2026-03-02T03:00:00.250Z', '-03:30', '2026-03-01T23:30:00.250-03:30'],
    ['2026-03-02T03:00:00+01:00', '+01:00', '2026-03-02T03:00:00+01:00'],
    ['2026-03-02T03:00:00+01:00', '-06:00', '2026-03-01T20:00:00-06:00'],
    ['2026-03-02T03:00:00Z', '+00:00', '2026-03-02T03:00:00+00:00'],
    ['2026-03-02T03:00:00Z', '+14:00', '2026-03-02T17:00:00+14:00'],
  ])('%s at %s is %s', (eventTime, eventTimeZoneOffset, expected) => {
    expect(draftOf({ eventTime, eventTimeZoneOffset }).occurredAt).toBe(expected);
    expect(Date.parse(expected)).toBe(Date.parse(eventTime));
  });

  it('has an offset without its colon, too', () => {
    const changes = { eventTime: '2026-03-02T03:00:00.250+0100', eventTimeZoneOffset: '+01:00' };
    expect(draftOf(changes).occurredAt).toBe('2026-03-02T03:00:00.250+01:00');
  });

  it.each([undefined, '+15:00', '11:00', 'Europe/Berlin'])(
    'stays as it was sent at the offset %s, with a warning',
    (offset) => {
      const { drafts, warnings } = translate(documentOf(event({ eventTimeZoneOffset: offset })));
      expect(drafts[0]?.occurredAt).toBe('2026-03-02T03:00:00Z');
      expect(warnings).toHaveLength(1);
    },
  );

  it.each([
    '',
    '22-07-2026',
    '2026-03-02',
    '2026-03-02T03:00:00',
    '2026-02-30T03:00:00Z',
    '1826-03-02T03:00:00Z',
    `2026-03-02T03:00:00.${'0'.repeat(99)}Z`,
  ])('%j is refused', (eventTime) => {
    const { drafts, rejections } = translate(documentOf(event({ eventTime })));
    expect(drafts).toEqual([]);
    expect(rejections[0]?.pointer).toBe('/epcisBody/eventList/0/eventTime');
  });
});

describe('what an event means', () => {
  it.each<[string, object, string | undefined]>([
    ['damaged', { disposition: 'damaged' }, 'cargo.damaged'],
    ['damaged, as URN', { disposition: 'urn:epcglobal:cbv:disp:damaged' }, 'cargo.damaged'],
    [
      'damaged, from now on',
      { disposition: 'in_progress', persistentDisposition: { set: ['damaged'] } },
      'cargo.damaged',
    ],
    ['no longer damaged', { persistentDisposition: { unset: ['damaged'] } }, undefined],
    ['wrong products', { persistentDisposition: { set: ['mismatch_class'] } }, 'cargo.mis_shipped'],
    [
      'its own disposition before a lasting one',
      { disposition: 'stolen', persistentDisposition: { set: ['damaged'] } },
      'transport.lost',
    ],
    ['destroyed on the way', { disposition: 'destroyed' }, 'cargo.damaged'],
    ['destroyed by whoever destroys', { bizStep: 'destroying', disposition: 'destroyed' }, undefined],
    ['damaged, and then destroyed', { bizStep: 'destroying', disposition: 'damaged' }, 'cargo.damaged'],
    ['not shipped after all', { bizStep: 'void_shipping' }, 'transport.milestone_missed'],
    ['not shipped after all, and damaged', { bizStep: 'void_shipping', disposition: 'damaged' }, 'cargo.damaged'],
    [
      'not shipped after all, and on its way',
      { bizStep: 'void_shipping', disposition: 'in_progress' },
      'transport.milestone_missed',
    ],
    ['held', { bizStep: 'holding' }, undefined],
    ['of unknown condition', { disposition: 'unknown' }, undefined],
    ['a word of another vocabulary', { disposition: 'https://example.com/disp/damaged' }, undefined],
    ['alarm of temperature', alarm(flagged), 'cargo.temperature_excursion'],
    ['alarm of temperature, and damaged', { disposition: 'damaged', ...alarm(flagged) }, 'cargo.temperature_excursion'],
    [
      'error of a temperature sensor',
      alarm({ ...hot, exception: 'gs1:ERROR_CONDITION' }),
      'cargo.temperature_excursion',
    ],
    [
      'alarm as web URI',
      alarm({ ...flagged, type: 'gs1:Temperature', exception: 'https://gs1.org/voc/ALARM_CONDITION' }),
      'cargo.temperature_excursion',
    ],
    [
      'alarm without a type beside temperature alone',
      alarm(hot, { exception: 'ALARM_CONDITION', booleanValue: true }),
      'cargo.temperature_excursion',
    ],
    ['an alarm that is off', alarm({ ...flagged, booleanValue: false }), undefined],
    ['however hot, without an alarm', alarm({ ...hot, value: 95 }), undefined],
    ['alarm without a type', alarm({ exception: 'ALARM_CONDITION' }), undefined],
    [
      'alarm without a type beside two measures',
      alarm(hot, { type: 'Speed', value: 3 }, { exception: 'ALARM_CONDITION' }),
      undefined,
    ],
    ['alarm of speed beside temperature', alarm(hot, { type: 'Speed', exception: 'ALARM_CONDITION' }), undefined],
    ['alarm of humidity', alarm({ type: 'AbsoluteHumidity', exception: 'ALARM_CONDITION' }), 'cargo.damaged'],
    ['alarm of shock', alarm(hot, { type: 'gs1:Acceleration', exception: 'ALARM_CONDITION' }), 'cargo.damaged'],
    [
      'alarm of shock that is off',
      alarm({ type: 'Acceleration', exception: 'ALARM_CONDITION', booleanValue: false }),
      undefined,
    ],
    ['error of a humidity sensor', alarm({ type: 'RelativeHumidity', exception: 'ERROR_CONDITION' }), undefined],
    [
      'alarm of light, and expired',
      { disposition: 'expired', ...alarm({ type: 'Illuminance', exception: 'ALARM_CONDITION' }) },
      'inventory.shortfall',
    ],
    ['a type that every object has', alarm({ type: 'constructor', exception: 'ALARM_CONDITION' }), undefined],
    ['another flag', alarm({ ...hot, exception: 'TYPO_CONDITION' }), undefined],
  ])('%s', (_what, changes, type) => {
    const draft = draftOf(changes);
    expect(typeOf(draft)).toBe(type);
    expect(draft.kind).toBe(type === undefined ? 'progress' : 'exception');
  });

  it.each([
    ['shipping', undefined, 'departed'],
    ['departing', undefined, 'departed'],
    ['consigning', undefined, 'departed'],
    ['loading', 'in_transit', 'loaded'],
    ['transporting', undefined, 'in_transit'],
    ['unloading', undefined, 'unloaded'],
    ['arriving', undefined, 'arrived'],
    ['https://ref.gs1.org/cbv/BizStep-receiving', undefined, 'arrived'],
    ['accepting', undefined, 'other'],
    ['inspecting', 'conformant', 'other'],
    [undefined, 'in_transit', 'in_transit'],
    [undefined, undefined, 'other'],
    ['https://example.com/step/shipping', undefined, 'other'],
  ])('the step %s with %s is the milestone %s', (bizStep, disposition, name) => {
    expect(draftOf({ bizStep, disposition }).milestone).toEqual({ name, at: 'actual' });
  });

  it('keeps words of others verbatim', () => {
    expect(draftOf({ bizStep: 'ext:dock', disposition: 'https://example.com/dented' }).reason).toEqual({
      scheme: 'epcis:disposition',
      code: 'https://example.com/dented',
      status: 'ext:dock',
    });
  });

  it('a step that is no word costs the milestone and not the trouble', () => {
    const { drafts, rejections, warnings } = translate(
      documentOf(event({ bizStep: 'delivering', disposition: 'damaged' })),
    );
    expect(rejections).toEqual([]);
    expect(drafts[0]).toMatchObject({
      type: 'cargo.damaged',
      milestone: { name: 'other' },
      reason: { status: 'delivering' },
    });
    expect(warnings).toEqual([expect.stringContaining('"delivering"')]);
  });

  it('says which alarm it was, and between which temperatures', () => {
    const draft = draftOf(alarm(flagged, { type: 'Temperature', minValue: -0.5, maxValue: 3, uom: 'CEL' }));
    expect(draft.reason).toMatchObject({ scheme: 'gs1:SensorAlertType', code: 'ALARM_CONDITION', status: 'receiving' });
    expect(draft.quantities).toMatchObject({
      temperature_min: { value: '-0.5', unit: 'CEL' },
      temperature_max: { value: '12.5', unit: 'CEL' },
    });
  });

  it('does not compare degrees of two kinds', () => {
    expect(draftOf(alarm(flagged, { ...hot, value: 40, uom: 'FAH' })).quantities).toEqual({
      objects: { value: '1', unit: 'C62' },
    });
  });

  it('knows a temperature by the name that it had in drafts, and figures that came as text', () => {
    const drafted = alarm({
      type: 'gs1:MT-Temperature',
      exception: 'ALARM_CONDITION',
      maxValue: '50.5',
      minValue: 30.2,
      uom: 'FAH',
    });
    expect(draftOf(drafted)).toMatchObject({
      type: 'cargo.temperature_excursion',
      quantities: { temperature_min: { value: '30.2', unit: 'FAH' }, temperature_max: { value: '50.5', unit: 'FAH' } },
    });
    const odd = alarm({ type: 'gs1:Temperature', exception: 'ALARM_CONDITION', value: 'hot', uom: 'CEL' });
    expect(draftOf(odd)).toMatchObject({ type: 'cargo.temperature_excursion' });
    expect(draftOf(odd).quantities).not.toHaveProperty('temperature_max');
  });

  it('says that another sensor was alarmed', () => {
    expect(draftOf(alarm({ type: 'Speed', exception: 'ALARM_CONDITION' })).text).toContain('ALARM_CONDITION');
  });

  it('adds up goods that are measured in one unit', () => {
    const goods = (...quantityList: readonly object[]) =>
      draftOf({
        quantityList: quantityList.map((one) => ({ epcClass: 'urn:epc:idpat:sgtin:0614141.812345.*', ...one })),
      }).quantities;
    expect(goods({ quantity: 0.1, uom: 'KGM' }, { quantity: 0.2, uom: 'KGM' })).toMatchObject({
      quantity: { value: '0.3', unit: 'KGM' },
    });
    expect(goods({ quantity: 3 }, { quantity: 4 })).toMatchObject({ quantity: { value: '7', unit: 'C62' } });
    expect(goods({ quantity: 3 }, { quantity: 4, uom: 'KGM' })).not.toHaveProperty('quantity');
    expect(goods({ quantity: 3 }, {})).not.toHaveProperty('quantity');
    expect(goods({ quantity: 1e20 })).not.toHaveProperty('quantity');
  });

  it('trouble that names nothing is refused; progress that names nothing is passed over with a warning', () => {
    // Persons stay in the raw payload.
    const nothing = { epcList: ['urn:epc:id:gsrn:0614141.0000010253'], bizTransactionList: undefined };
    const trouble = translate(documentOf(event({ ...nothing, disposition: 'damaged' })));
    expect(trouble).toMatchObject({ drafts: [], rejections: [{ pointer: '/epcisBody/eventList/0' }] });
    expect(translate(documentOf(event(nothing)))).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('passed over')],
    });
  });
});

describe('the XML binding', () => {
  const xml = (...events: readonly string[]): string =>
    `<?xml version="1.0"?><e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2"><EPCISBody><EventList>${events.join('')}</EventList></EPCISBody></e:EPCISDocument>`;
  const when = '<eventTime>2026-03-02T03:00:00Z</eventTime><eventTimeZoneOffset>+11:00</eventTimeZoneOffset>';
  const pallet = (more: string): string =>
    `<ObjectEvent>${when}<epcList><epc>urn:epc:id:sscc:0614141.1234567890</epc></epcList><action>OBSERVE</action>${more}</ObjectEvent>`;
  const damaged = pallet(
    `<bizStep>urn:epcglobal:cbv:bizstep:inspecting</bizStep><disposition>urn:epcglobal:cbv:disp:damaged</disposition>
     <readPoint><id>urn:epc:id:sgln:0614141.12345.0</id></readPoint>
     <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:desadv">urn:epcglobal:cbv:bt:0614141073467:1152</bizTransaction></bizTransactionList>
     <extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:0614141.012345.L1</epcClass><quantity>7.5</quantity><uom>KGM</uom></quantityElement></quantityList></extension>`,
  );

  it('says what the JSON binding says', () => {
    const inJson = translate(
      documentOf(
        event({
          eventID: undefined,
          bizStep: 'inspecting',
          disposition: 'damaged',
          bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:0614141073467:1152' }],
          quantityList: [{ epcClass: 'urn:epc:class:lgtin:0614141.012345.L1', quantity: 7.5, uom: 'KGM' }],
        }),
      ),
    );
    expect(inJson.drafts.map(typeOf)).toEqual(['cargo.damaged']);
    const { drafts, rejections, version } = translate(xml(damaged));
    expect([drafts, rejections, version]).toEqual([inJson.drafts, [], '1.2']);
  });

  it('has events of 1.1 and 1.2 in extensions, and declarations of errors in those of their base', () => {
    const made = `<extension><TransformationEvent>${when}<baseExtension><eventID>urn:uuid:1</eventID><errorDeclaration><declarationTime>2026-03-02T04:00:00Z</declarationTime></errorDeclaration></baseExtension><outputEPCList><epc>urn:epc:id:sscc:0614141.1234567890</epc></outputEPCList></TransformationEvent></extension>`;
    const { drafts, rejections } = translate(xml(pallet(''), made));
    expect([drafts.map(({ kind }) => kind), rejections]).toEqual([['progress', 'retraction'], []]);
  });

  it('may be one event, or the answer to a query without any', () => {
    expect(translate(pallet('')).drafts).toHaveLength(1);
    const answer =
      '<q:EPCISQueryDocument xmlns:q="u"><EPCISBody><q:QueryResults><resultsBody><EventList/></resultsBody></q:QueryResults></EPCISBody></q:EPCISQueryDocument>';
    expect(translate(answer)).toMatchObject({ rejections: [], warnings: [expect.stringContaining('no events')] });
  });

  it('reads an event about a quantity, which 1.x keeps, as one about so much of a class', () => {
    const counted = `<QuantityEvent>${when}<epcClass>urn:epc:idpat:sgtin:4012345.012345.*</epcClass><quantity>67</quantity>
      <bizStep>urn:epcglobal:cbv:bizstep:cycle_counting</bizStep><disposition>urn:epcglobal:cbv:disp:damaged</disposition></QuantityEvent>`;
    expect(translate(xml(counted)).drafts).toMatchObject([
      {
        type: 'cargo.damaged',
        references: [{ kind: 'sku', value: '04012345123456' }],
        quantities: { quantity: { value: '67', unit: 'C62' } },
      },
    ]);
  });

  it('hears the alarm of a sensor', () => {
    const sensors = `<sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="12.5" uom="CEL" exception="ALARM_CONDITION"/></sensorElement></sensorElementList>`;
    const [draft] = translate(xml(pallet(sensors))).drafts;
    expect(draft).toMatchObject({
      type: 'cargo.temperature_excursion',
      quantities: { temperature_max: { value: '12.5' } },
    });
  });

  it.each([
    ['no events', xml(), '/EventList'],
    ['an event that no release has', xml(`<PriceEvent>${when}</PriceEvent>`), '/EventList/0/type'],
    [
      'a quantity of no class',
      xml(`<QuantityEvent>${when}<quantity>3</quantity></QuantityEvent>`),
      '/EventList/0/quantityList/0/epcClass',
    ],
    ['a quantity that is none', xml(damaged.replace('7.5', 'some')), '/EventList/0/quantityList/0/quantity'],
    [
      'an object event about nothing',
      xml(`<ObjectEvent>${when}<action>ADD</action></ObjectEvent>`),
      '/EventList/0/epcList',
    ],
    ['a document that is cut off', xml(damaged).slice(0, 500), ''],
  ])('is refused with %s', (_what, text, pointer) => {
    expect(translate(text)).toMatchObject({ drafts: [], rejections: [{ pointer }] });
  });
});

describe('places', () => {
  const gln = (serial: number): string => `urn:epc:id:sgln:0614141.${String(serial)}.0`;

  it.each<[string, object, object | undefined]>([
    ['where it was read', { bizLocation: { id: gln(54321) } }, { code: '0614141123452' }],
    [
      'where it is, if it was read nowhere',
      { readPoint: undefined, bizLocation: { id: 'https://id.gs1.org/414/4012345000054' } },
      { code: '4012345000054' },
    ],
    ['a bare URI', { readPoint: 'https://example.com/dock/4' }, { code: 'https://example.com/dock/4' }],
    ['a position', { readPoint: { id: 'geo:-33.86,151.2' } }, { latitude: -33.86, longitude: 151.2 }],
    ['a position off the earth', { readPoint: { id: 'geo:-133.86,151.2' } }, undefined],
    ['nowhere', { readPoint: undefined }, undefined],
  ])('%s', (_what, changes, expected) => {
    expect(draftOf(changes).place).toEqual(expected);
  });

  it('a lane leads from place to place, else from holder to holder, and never from owner to owner', () => {
    const source = (type: string, serial: number) => ({ type, source: gln(serial) });
    const destination = (type: string, serial: number) => ({ type, destination: gln(serial) });
    const lane = draftOf({
      sourceList: [source('owning_party', 11111), source('possessing_party', 22222), source('location', 12345)],
      destinationList: [
        destination('owning_party', 11111),
        destination('urn:epcglobal:cbv:sdt:possessing_party', 12345),
      ],
    }).lane;
    expect(lane).toEqual({ origin: { code: '0614141123452' }, destination: { code: '0614141123452' } });
    expect(draftOf({ sourceList: [source('owning_party', 11111)] })).not.toHaveProperty('lane');
  });
});

describe('an error declaration', () => {
  const wrong = { ...receiving, disposition: 'damaged' };
  const declared = (errorDeclaration: object, changes: object = {}) => ({ ...wrong, ...changes, errorDeclaration });
  const declaration = { declarationTime: '2026-03-03T09:00:00+11:00', reason: 'did_not_occur' };

  it('takes back the signal of the event that it repeats', () => {
    const [reported] = completeAll(translate(documentOf(wrong)));
    const translation = translate(documentOf(declared(declaration)));
    expect(translation.warnings).toEqual([]);
    const [retraction, ...more] = completeAll(translation);
    expect(more).toEqual([]);
    expect(signal.parse(retraction)).toMatchObject({
      kind: 'retraction',
      retracts: reported?.id,
      occurredAt: '2026-03-03T09:00:00+11:00',
      reason: { scheme: 'cbv:er', code: 'did_not_occur', text: 'It did not happen' },
    });
    expect(retraction?.id).not.toBe(reported?.id);
    expect(retraction).not.toHaveProperty('type');
  });

  it.each<[string, object]>([
    ['without an id', { eventID: undefined }],
    ['in another order of its members', Object.fromEntries(Object.entries(wrong).reverse())],
    ['with other extensions', { 'ext:note': 'again', recordTime: '2026-03-04T00:00:00Z' }],
  ])('finds it %s', (_what, changes) => {
    const { eventID } = { ...wrong, ...changes };
    const [reported] = completeAll(translate(documentOf({ ...wrong, eventID })));
    const [retraction] = completeAll(translate(documentOf(declared(declaration, changes))));
    expect(retraction).toMatchObject({ kind: 'retraction', retracts: reported?.id });
  });

  it('does not take back what another event has reported', () => {
    const [reported] = completeAll(translate(documentOf(wrong)));
    const [retraction] = completeAll(translate(documentOf(declared(declaration, { eventID: 'urn:uuid:other' }))));
    expect(retraction).toMatchObject({ kind: 'retraction' });
    expect(retraction).not.toMatchObject({ retracts: reported?.id });
  });

  it('names the events that put it right, which come as signals of their own', () => {
    const correct = { ...receiving, eventID: 'urn:uuid:correct' };
    const corrected = {
      ...declaration,
      reason: 'urn:epcglobal:cbv:er:incorrect_data',
      correctiveEventIDs: [correct.eventID],
    };
    const { drafts } = translate(documentOf(declared(corrected), correct));
    expect(drafts.map(({ kind }) => kind)).toEqual(['retraction', 'progress']);
    expect(drafts[0]).toMatchObject({ text: 'Put right by urn:uuid:correct.', reason: { code: 'incorrect_data' } });
  });

  it.each([undefined, 'yesterday'])('is dated by its reception where it says %s', (declarationTime) => {
    const { drafts, warnings } = translate(documentOf(declared({ declarationTime })));
    expect(drafts[0]).toMatchObject({
      kind: 'retraction',
      occurredAt: '2026-03-02T14:00:00.000Z',
      timeBasis: 'received',
    });
    expect(warnings).toHaveLength(1);
  });
});

describe('ids', () => {
  const idOf = (changes: object): string | undefined => completeAll(translate(documentOf(event(changes))))[0]?.id;

  it('are those of the content, whatever came around it', () => {
    expect(idOf({ 'ext:note': 'x', recordTime: '2026-03-03T00:00:00Z' })).toBe(idOf({}));
    expect(idOf({ epcList: ['https://id.gs1.org/00/106141412345678908'], bizStep: 'cbv:BizStep-receiving' })).toBe(
      idOf({}),
    );
  });

  it.each([
    { eventID: 'urn:uuid:2' },
    { eventTime: '2026-03-02T03:00:01Z' },
    { bizStep: 'arriving' },
    { disposition: 'damaged' },
  ])('differ by %j', (changes) => {
    expect(idOf(changes)).not.toBe(idOf({}));
  });
});
