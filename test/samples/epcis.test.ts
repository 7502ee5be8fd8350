import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translateSample } from '../../bin/samples/compare-samples.ts';
import type { SignalDraft, Translation } from '../../lambdas/inbound/formats/translator.ts';

const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const translate = (file: string): Translation => translateSample(folder, `epcis/${file}`, 'epcis');
const references = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];
const kinds = ({ drafts }: Translation): readonly string[] =>
  drafts.map((draft) => `${draft.part} ${'type' in draft ? draft.type : draft.kind}`);

describe.skipIf(!existsSync(folder))('EPCIS 2.0', () => {
  it('an inspection that finds two items to be replaced', () => {
    const { drafts, rejections, warnings } = translate('Documents_TransactionEvent_with_sensorData.json');
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({
      kind: 'exception',
      type: 'cargo.damaged',
      reason: { scheme: 'cbv:disp', code: 'needs_replacement', status: 'inspecting' },
      place: { code: '4012345000009.5' },
      occurredAt: '2020-07-03T00:05:00-06:00',
    });
    expect(references(drafts[0])).toEqual([
      'purchase_order RE100099 4012345123456',
      'tracking (01)10614141073402(21)1 GS1',
      'tracking (01)10614141073402(21)2 GS1',
    ]);
  });

  it('goods that come and are found complete are progress', () => {
    const translation = translate('Documents_ObjectEvent_with_persistentDisposition.json');
    expect(kinds(translation)).toEqual(['event 1 progress', 'event 2 progress']);
    expect(translation.drafts[0]).toMatchObject({
      milestone: { name: 'arrived', at: 'actual' },
      // 17:10:16Z, by the clock of the place.
      occurredAt: '2020-06-07T19:10:16+02:00',
    });
    expect(references(translation.drafts[0]).slice(0, 3)).toEqual([
      'invoice A123 9520011111116',
      'purchase_order XYZ567 9529999999991',
      'delivery urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6 samples',
    ]);
    // Who owns the goods is no place.
    expect(translation.drafts[0]).not.toHaveProperty('lane');
  });

  it('all kinds of events; the one that was wrong is taken back, and a patient is not named', () => {
    const translation = translate('Documents_Combination_of_different_event.json');
    expect(translation.rejections).toEqual([]);
    expect(kinds(translation)).toEqual([
      'event 1 progress',
      'event 2 progress',
      'event 3 progress',
      'event 4 progress',
      'event 5 retraction',
      'event 6 progress',
    ]);
    expect(translation.drafts[4]?.text).toBe('Put right by urn:uuid:fd338495-0e6d-41dd-afee-a862ecd32518.');
    expect(JSON.stringify(translation.drafts)).not.toContain('gsrn');
  });

  it('sensors that measure are no trouble, and a bare alarm is none of temperature', () => {
    const translation = translate('Documents_SensorData_with_combined_events.json');
    expect(translation.rejections).toEqual([]);
    const troubles = translation.drafts.filter(({ kind }) => kind === 'exception');
    expect(troubles.map(({ part }) => part)).toEqual(['event 11']);
    // Two measure a room, and name no goods.
    expect(translation.warnings.map((warning) => warning.slice(0, 8))).toEqual(['event 3:', 'event 6:']);
  });

  it.each([
    ['Invalid_ObjectEvent_with_invalid_eventTime_format.json', '/epcisBody/eventList/0/eventTime', '22-07-2026'],
    ['Invalid_ObjectEvent_with_non_standard_disposition.json', '/epcisBody/eventList/0/disposition', 'in_transport'],
  ])('%s is refused with its place', (file, pointer, sent) => {
    const { drafts, rejections } = translate(file);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ part: 'event 1', pointer }]);
    expect(rejections[0]?.detail).toContain(sent);
    expect(rejections[0]?.mend).toBeTruthy();
  });
});
