import { describe, expect, it } from 'vitest';
import type { Case, Happening, ProgressSignal } from '../../../lambdas/contracts/index.ts';
import { correlationKeys } from '../../../lambdas/intake/correlate.ts';
import { decideContainerMoved, keysOfHeldContainer } from '../../../lambdas/intake/decide-container-moved.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { container, exception, progress, retraction, shipment } from './signals.ts';

const pack = defaultPack();
const box = container('MSCU1234565');
const unloaded = { name: 'unloaded', at: 'actual' } as const;
const moved = (milestone: ProgressSignal['milestone'] = unloaded) => progress('p', [box], milestone);

describe('for whom it matters where a container is', () => {
  it.each([
    'arrived',
    'unloaded',
    'customs_released',
    'available_for_delivery',
    'picked_up',
    'departed',
    'delivered',
  ] as const)('%s, happened or expected: the cases of types that ask finance for its terms', (name) => {
    for (const at of ['actual', 'estimated', 'scheduled'] as const) {
      const keys = keysOfHeldContainer(moved({ name, at }), pack);
      for (const type of ['transport.detention', 'compliance.customs_hold'])
        expect(keys).toEqual(expect.arrayContaining([...correlationKeys(type, exception('e', [box], { type }), pack)]));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('nobody, of a position on the way, or of what is in no container', () => {
    expect(keysOfHeldContainer(moved({ name: 'in_transit', at: 'actual' }), pack)).toEqual([]);
    expect(keysOfHeldContainer(moved({ name: 'other', at: 'actual' }), pack)).toEqual([]);
    expect(keysOfHeldContainer(progress('p', [shipment('S1')], unloaded), pack)).toEqual([]);
  });
});

describe('a container that has moved', () => {
  const money = { amount: '1.00', currency: 'GBP' };
  const freeTime = {
    kind: 'demurrage',
    lastFreeDay: '2026-03-03',
    chargedFrom: '2026-03-04',
    asOf: '2026-03-02',
  } as const;
  const held = (changes: Partial<Case> = {}): Case =>
    openCase({
      state: 'triaged',
      impact: { unknown: [], freeTime: { ...freeTime, soFar: money, perDay: money } },
      ...changes,
    });
  const decide = (record: Case, journal: readonly { happening: Happening }[] = [], signal = moved()) =>
    decideContainerMoved(record, moved(), signal, journal).map(({ happening }) => happening);
  const known = { what: 'ContainerMoved', signalId: moved().id, milestone: 'unloaded' } as const;

  it.each(['open', 'triaged', 'acknowledged', 'in_progress'] as const)(
    'is asked about anew, once, while a case is %s',
    (state) => {
      expect(decide(held({ state }))).toEqual([known]);
      expect(decide(held({ state }), [{ happening: known }])).toEqual([]);
    },
  );

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)('is no news for a case that is %s', (state) => {
    expect(decide(held({ state }))).toEqual([]);
  });

  it('is no news where nobody reckons free time, and is by another report, or by its retraction', () => {
    expect(decide(held({ impact: { unknown: [] } }))).toEqual([]);
    expect(decide(held({ impact: undefined }))).toEqual([]);
    const back = retraction('r', moved().id, [box]);
    expect(decideContainerMoved(held(), moved(), back, [{ happening: known }])).toMatchObject([
      { cause: { kind: 'signal', id: back.id }, happening: { ...known, signalId: back.id } },
    ]);
  });
});
