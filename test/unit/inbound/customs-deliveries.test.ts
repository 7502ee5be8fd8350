import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(format: string, body: string): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  return translator(payloadOf(body, 'application/xml'), sender);
}
const typeOf = (draft: SignalDraft): string | undefined => ('type' in draft ? draft.type : draft.milestone?.name);
const types = (format: string, body: string) => translate(format, body).drafts.map(typeOf);
const refs = (format: string, body: string) =>
  translate(format, body).drafts.map(({ references }) => references.map(({ kind, value }) => `${kind} ${value}`));

const HOLD = 'compliance.customs_hold';
const MRN = '26DE1234567890ABC1';
const message = (name: string, mrn: string, more = ''): string =>
  `<x:${name} xmlns:x="u"><TransitOperation><MRN>${mrn}</MRN>${more}</TransitOperation></x:${name}>`;
const held = message('CC060C', MRN);
const escaped = held.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

describe('what a gateway of customs hands over', () => {
  it.each([
    [
      'a document in CDATA',
      `<e:Envelope xmlns:e="s"><e:Body><p><![CDATA[<?xml version="1.0"?>${held}]]></p></e:Body></e:Envelope>`,
    ],
    ['an escaped document', `<Envelope><Body><payload>${escaped}</payload></Body></Envelope>`],
    [
      'JSON of a message',
      JSON.stringify({ type: 'IE060', body: { 'n1:CC060C': { '@PhaseID': 'NCTS5.1', TransitOperation: { MRN } } } }),
    ],
    ['a message in JSON', JSON.stringify({ type: 'IE060', body: held })],
    ['a message in JSON in JSON', JSON.stringify({ boxId: 'b', message: JSON.stringify({ messageBody: held }) })],
    ['a list of one', JSON.stringify([{ body: held }])],
    ['its number alone', message('IE060', MRN)],
    ['the name of its type', message('CC060CType', MRN)],
    ['a log behind it', `${held}\nheaders=List((a,b & c), x<y)`],
  ])('is read where it is %s', (_what, body) => {
    const { drafts, rejections, warnings } = translate('customs-ncts', body);
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts).toMatchObject([{ type: HOLD, references: [{ kind: 'declaration', value: MRN, issuer: 'MRN' }] }]);
  });

  it('is each of several documents, of one name or of two, whatever stands between them', () => {
    const other = '26DE1234567890ABC2';
    const declared = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
    const two = `${declared(held)}\n\n${declared(message('CC060C', other))}${message('CC028C', other)}`;
    expect(types('customs-ncts', two)).toEqual([HOLD, HOLD, 'other']);
    expect(refs('customs-ncts', two)).toEqual([
      [`declaration ${MRN}`],
      [`declaration ${other}`],
      [`declaration ${other}`],
    ]);
    const wco = (code: string) =>
      declared(`<Response><FunctionCode>${code}</FunctionCode><Declaration><ID>${MRN}</ID></Declaration></Response>`);
    expect(types('customs-wco-dms', wco('05') + wco('13'))).toEqual([HOLD, 'other']);
    expect(types('customs-wco-dms', JSON.stringify({ notificationId: '1', message: wco('05') }))).toEqual([HOLD]);
  });

  it('holds nothing any more that a later message of it releases, but neither another declaration nor a part', () => {
    const list = (...messages: readonly string[]) => `<list>${messages.join('')}</list>`;
    const released = message('CC029C', MRN);
    expect(types('customs-ncts', list(held, released))).toEqual(['other', 'customs_released']);
    expect(types('customs-ncts', list(released, held))).toEqual(['customs_released', HOLD]);
    expect(types('customs-ncts', list(held, message('CC029C', '26DE1234567890ABC2')))).toEqual([
      HOLD,
      'customs_released',
    ]);
    const part = message('CC025C', MRN, '<releaseIndicator>2</releaseIndicator>');
    expect(types('customs-ncts', list(held, part))).toEqual([HOLD, HOLD]);
  });

  it('only says where there are messages', () => {
    const list =
      '<entryDeclarationResponses><response><correlationId>1</correlationId></response></entryDeclarationResponses>';
    expect(translate('customs-ics', list)).toMatchObject({ drafts: [], rejections: [], warnings: [expect.anything()] });
  });

  it('says that ours was refused', () => {
    const error = `<e:ErrorResponse xmlns:e="u"><e:Error><e:Number>4065</e:Number><e:Text>Invalid content</e:Text>
      <e:Location>/CC315A[1]</e:Location></e:Error></e:ErrorResponse>`;
    expect(translate('customs-ics', error).drafts).toMatchObject([
      {
        type: 'integration.payload_rejected',
        references: [{ kind: 'source' }],
        reason: { scheme: 'hmrc:error', code: '4065', text: 'Invalid content' },
      },
    ]);
  });

  it.each([
    ['of another system', '<IE801><AdministrativeReferenceCode>23XI</AdministrativeReferenceCode></IE801>'],
    ['that names no declaration', '<CC351A><CorIdeMES25>1</CorIdeMES25></CC351A>'],
    ['of JSON that is none', '{"body": '],
    ['of JSON without messages', '{"type": "IE060"}'],
  ])('is refused where it is a message %s', (_what, body) => {
    expect(translate('customs-ncts', body)).toMatchObject({ drafts: [], rejections: [{ mend: expect.anything() }] });
  });
});

describe('a message of the European customs systems', () => {
  it.each([
    ['CC404C', 'other'],
    ['CC416C', HOLD],
    ['CC428C', 'other'],
    ['CC429C', 'customs_released'],
    ['CC451C', HOLD],
    ['CC460C', HOLD],
    ['CC516B', HOLD],
    ['CC521C', HOLD],
    ['CC616A', HOLD],
    ['CC628A', 'other'],
    ['CC054C', 'other'],
    ['IE3F26', 'other'],
    ['IE3A32', 'other'],
    ['IE3N06', 'other'],
    ['IE3N08', HOLD],
    ['IE3R02', 'other'],
  ])('%s means %s', (name, means) => {
    expect(types('customs-ncts', message(name, MRN))).toEqual([means]);
    expect(translate('customs-ncts', message(name, MRN)).warnings).toEqual([]);
  });

  it('that asks for papers is about papers', () => {
    const asks = (type: string) => message('CC060C', MRN, `<notificationType>${type}</notificationType>`);
    expect(['0', '1', '2'].flatMap((type) => types('customs-ncts', asks(type)))).toEqual([
      HOLD,
      'compliance.document_missing',
      HOLD,
    ]);
  });

  it('of phase 4 that invalidates by the will of customs is a hold', () => {
    const invalidated = (by: string) =>
      `<CC009A><HEAHEA><DocNumHEA5>${MRN}</DocNumHEA5><CanDecHEA93>1</CanDecHEA93><CanIniByCusHEA94>${by}</CanIniByCusHEA94></HEAHEA></CC009A>`;
    expect([...types('customs-ncts', invalidated('1')), ...types('customs-ncts', invalidated('0'))]).toEqual([
      HOLD,
      'other',
    ]);
  });

  it('of ICS2 names office, time and papers of transport', () => {
    const control = `<q:IE3N08 xmlns:q="urn:wco:datamodel:WCO:CIS:1"><MRN>${MRN}</MRN><notificationDate>2026-03-02T08:00:00Z</notificationDate>
      <customsOfficeOfControl><referenceNumber>BE000060</referenceNumber></customsOfficeOfControl>
      <transportDocument><documentNumber>MAWB1</documentNumber><type>N741</type></transportDocument></q:IE3N08>`;
    expect(translate('customs-ics', control).drafts).toMatchObject([
      {
        type: HOLD,
        occurredAt: '2026-03-02T08:00:00.000+00:00',
        timeBasis: 'sent',
        place: { code: 'BE000060', country: 'BE' },
      },
    ]);
    expect(refs('customs-ics', control)).toEqual([[`declaration ${MRN}`, 'bill_of_lading MAWB1']]);
  });

  it('about a guarantee is known by the guarantee', () => {
    const body = '<CC037C><GuaranteeReference><GRN>26GB0000010000HU4</GRN></GuaranteeReference></CC037C>';
    expect(refs('customs-ncts', body)).toEqual([['customer_reference 26GB0000010000HU4']]);
  });
});

describe('WCO', () => {
  it('a declaration of ours is no answer, and one without a number is none', () => {
    const declaration = (inside: string) =>
      `<m:MetaData xmlns:m="u"><Declaration><FunctionCode>9</FunctionCode>${inside}</Declaration></m:MetaData>`;
    expect(types('customs-wco-dms', declaration('<FunctionalReferenceID>OURS1</FunctionalReferenceID>'))).toEqual([
      'other',
    ]);
    expect(translate('customs-wco-dms', declaration(''))).toMatchObject({
      drafts: [],
      rejections: [{ part: 'payload' }],
    });
  });

  it.each(['20260302080000Z', '20260302080000UTC', '20260302090000+01', '202603020800Z'])('%s is a time', (at) => {
    const body = `<Response><FunctionCode>13</FunctionCode><IssueDateTime><DateTimeString formatCode="304">${at}</DateTimeString></IssueDateTime>
      <Declaration><ID>${MRN}</ID></Declaration></Response>`;
    const [draft] = translate('customs-wco-dms', body).drafts;
    expect([draft?.timeBasis, new Date(draft?.occurredAt ?? '').toISOString()]).toEqual([
      'sent',
      '2026-03-02T08:00:00.000Z',
    ]);
  });
});
