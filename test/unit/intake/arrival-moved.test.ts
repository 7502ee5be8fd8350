import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { isWaking } from '../../../lambdas/case/is-waking.ts';
import type { Case, ProgressSignal, TroubleSignal } from '../../../lambdas/contracts/index.ts';
import { correlationKeys } from '../../../lambdas/intake/correlate.ts';
import { decideArrivalMoved, keysOfAwaited, movesArrival } from '../../../lambdas/intake/decide-arrival-moved.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { severityOf } from '../case/history.ts';
import { exception, order, progress, retraction, shipment } from './signals.ts';

const pack = defaultPack();
const AT = '2026-03-02T09:00:00.000Z';
const hours = (count: number): string => new Date(Date.parse(AT) + count * 3_600_000).toISOString();
type Milestone = ProgressSignal['milestone'];
/** The carrier says at `saidAt` that it arrives `inHours` after nine. */
const says = (inHours: number, saidAt = hours(1), milestone: Partial<Milestone> = {}): ProgressSignal =>
  progress(
    `p ${inHours} ${saidAt}`,
    [shipment('S1')],
    { name: 'arrived', at: 'estimated', expectedAt: hours(inHours), ...milestone },
    saidAt,
  );
const late = (milestone: Partial<Milestone> = {}, changes: Partial<TroubleSignal> = {}): TroubleSignal => ({
  ...exception('late', [shipment('S1')], { type: 'transport.delay' }),
  milestone: { name: 'arrived', at: 'estimated', expectedAt: hours(48), ...milestone },
  ...(changes as object),
});
/** Late by a report of nine o'clock. */
const awaited = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    type: 'transport.delay',
    severity: severityOf('S3'),
    expectedAt: hours(48),
    expectedSaidAt: AT,
    ...changes,
  });
const decide = (record: Case, said: ProgressSignal, reports = [late()]) =>
  decideArrivalMoved(record, { reports, progress: [said] }, said, said).map(({ happening }) => happening);
const moved = (said: ProgressSignal, inHours: number, saidAt = hours(1)) => ({
  what: 'ArrivalMoved',
  signalId: said.id,
  arrival: { expectedAt: hours(inHours), saidAt },
});

describe('for whom it matters when goods come', () => {
  it.each(['arrived', 'unloaded', 'available_for_delivery', 'delivered'] as const)(
    '%s, expected: the cases that end by an arrival, and no others',
    (name) => {
      const keysOf = (type: string) => correlationKeys(type, exception('e', [shipment('S1')], { type }), pack);
      const keys = keysOfAwaited(says(72, hours(1), { name }), pack);
      expect(new Set(keys)).toEqual(new Set([...keysOf('transport.delay'), ...keysOf('transport.delivery_failed')]));
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  it('nobody, of what has happened, of a departure, of a time that is over, or of an order alone', () => {
    expect(keysOfAwaited(progress('p', [shipment('S1')], { name: 'delivered', at: 'actual' }), pack)).toEqual([]);
    expect(keysOfAwaited(says(72, hours(1), { name: 'departed' }), pack)).toEqual([]);
    expect(keysOfAwaited(progress('p', [shipment('S1')], { name: 'arrived', at: 'estimated' }), pack)).toEqual([]);
    expect(keysOfAwaited({ ...says(72), references: [order('O1')] }, pack)).toEqual([]);
  });
});

describe('another date that a carrier says', () => {
  it.each(['open', 'triaged', 'acknowledged', 'in_progress'] as const)(
    'is looked at at once while a case is %s',
    (state) => {
      for (const inHours of [72, 24])
        expect(decide(awaited({ state }), says(inHours))).toEqual([moved(says(inHours), inHours)]);
    },
  );

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)('is no news for a case that is %s', (state) => {
    expect(decide(awaited({ state }), says(72))).toEqual([]);
  });

  it.each<[string, ProgressSignal]>([
    ['the same date', says(48)],
    ['one that is less than an hour away', says(48.9)],
    ['one that was said before', says(72, hours(-1))],
    ['one that was said at the same moment', says(72, AT)],
    ['what has happened', progress('p', [shipment('S1')], { name: 'arrived', at: 'actual' })],
  ])('it is none: %s', (_, said) => {
    expect(decide(awaited(), said)).toEqual([]);
    expect(movesArrival(awaited(), said, said)).toBe(false);
  });

  it('is news where nobody has said any', () => {
    const { expectedAt: _at, expectedSaidAt: _said, ...unknown } = awaited();
    expect(decide(unknown, says(48))).toEqual([moved(says(48), 48)]);
  });

  it.each<[string, ProgressSignal, TroubleSignal, boolean]>([
    ['of the milestone of the trouble', says(72), late(), true],
    ['of its delivery, whatever the trouble is', says(72, hours(1), { name: 'delivered' }), late(), true],
    ['of another milestone', says(72, hours(1), { name: 'unloaded' }), late(), false],
    ['of the same stop', says(72, hours(1), { stop: '2' }), late({ stop: '2' }), true],
    ['of a stop on the way', says(72, hours(1), { stop: '1' }), late({ stop: '2' }), false],
    ['of a delivery at another stop', says(72, hours(1), { name: 'delivered', stop: '1' }), late({ stop: '2' }), false],
    ['of the same port', { ...says(72), place: { code: 'NLAMS' } }, late({}, { place: { code: 'NLAMS' } }), true],
    ['of a port on the way', { ...says(72), place: { code: 'SGSIN' } }, late({}, { place: { code: 'NLAMS' } }), false],
    ['of a port, where the trouble names none', { ...says(72), place: { code: 'SGSIN' } }, late(), true],
  ])('%s', (_, said, report, counts) => {
    expect(decide(awaited(), said, [report])).toHaveLength(counts ? 1 : 0);
  });

  it('of a trouble that names no milestone it is the delivery', () => {
    const bare = exception('late', [shipment('S1')], { type: 'transport.delay' });
    expect(decide(awaited(), says(72), [bare])).toEqual([]);
    expect(decide(awaited(), says(72, hours(1), { name: 'delivered' }), [bare])).toHaveLength(1);
    expect(decide(awaited(), says(72), [])).toEqual([]);
  });
});

/** The case after this was said of it. */
function heard(record: Case, said: ProgressSignal): Case {
  const acts = decideArrivalMoved(record, { reports: [late()], progress: [said] }, said, said);
  return applyActs(record, acts, { at: hours(2), traceparent: '', salt: () => '' }).after;
}

describe('a case of which another date is said', () => {
  it('goes by it, is assessed at once, and its lifecycle is woken', () => {
    const after = heard(awaited(), says(72));
    expect(after).toMatchObject({ expectedAt: hours(72), expectedSaidAt: hours(1), arrivalMoves: 1 });
    expect(after.severity?.rescoreAt).toBe(hours(2));
    const [act] = decideArrivalMoved(awaited(), { reports: [late()], progress: [says(72)] }, says(72), says(72));
    expect(isWaking(act!)).toBe(true);
  });

  it('hears each report once, in whatever order they come again', () => {
    const first = says(72);
    const second = says(96, hours(1.5));
    const after = heard(heard(awaited(), first), second);
    expect(after).toMatchObject({ expectedAt: hours(96), arrivalMoves: 2 });
    expect(heard(heard(after, first), second)).toEqual(after);
  });

  it('is not looked at without end: twenty times in its life, and anew when it has come back', () => {
    const often = Array.from({ length: 30 }, (_, index) => says(72 + 2 * index, hours(1 + index / 60)));
    const after = often.reduce((record, said) => heard(record, said), awaited());
    expect(after.arrivalMoves).toBe(20);
    expect(after.expectedAt).toBe(hours(72 + 2 * 19));
    const reopened = applyActs(
      { ...after, state: 'resolved', resolvedAt: hours(3) },
      [{ actor: { kind: 'system', id: 'x' }, cause: { kind: 'signal', id: 'x' }, happening: { what: 'CaseReopened' } }],
      { at: hours(4), traceparent: '', salt: () => '' },
    ).after;
    expect(reopened.arrivalMoves).toBeUndefined();
  });

  const said = says(72);
  const back = retraction('r', said.id, [shipment('S1')]);
  const without = (record: Case, reports: readonly TroubleSignal[], ...stand: readonly ProgressSignal[]): Case =>
    applyActs(record, decideArrivalMoved(record, { reports, progress: stand }, said, back), {
      at: hours(3),
      traceparent: '',
      salt: () => '',
    }).after;

  it('goes by what was said before where that is taken back, and is assessed at once', () => {
    const after = heard(awaited(), said);
    const report = { ...late(), occurredAt: AT };
    const acts = decideArrivalMoved(after, { reports: [report], progress: [] }, said, back);
    expect(acts).toMatchObject([{ cause: { id: back.id }, happening: { what: 'ArrivalMoved', signalId: back.id } }]);
    const again = without(after, [report]);
    expect(again).toMatchObject({ expectedAt: hours(48), expectedSaidAt: AT, severity: { rescoreAt: hours(3) } });
    // Once, and not by what is delivered after it was taken back.
    expect(without(again, [report])).toEqual(again);
    expect(decideArrivalMoved(again, { reports: [report], progress: [] }, said, said)).toEqual([]);
  });

  it('or by what others say of the same goods, the newest; nobody says it: by the systems', () => {
    const after = heard(awaited(), said);
    const [older, newer] = [says(60, hours(0.5)), says(73, hours(1.5))];
    const elsewhere = says(99, hours(1.8), { name: 'unloaded' });
    expect(without(after, [late()], older, newer, elsewhere).expectedAt).toBe(hours(73));
    const partner = { linkId: 'l', partner: 'P', at: hours(1.7), arrivesAt: hours(80) } as Case['partner'];
    expect(without({ ...after, partner }, [late()], older, newer).expectedAt).toBe(hours(80));
    const bare = exception('late', [shipment('S1')], {
      type: 'transport.delay',
      milestone: { name: 'arrived', at: 'scheduled' },
    });
    expect(without(after, [bare]).expectedAt).toBeUndefined();
  });

  it('does not mind that something is taken back by which it does not go', () => {
    const after = heard(heard(awaited(), said), says(96, hours(1.5)));
    expect(decideArrivalMoved(after, { reports: [late()], progress: [] }, said, back)).toEqual([]);
  });
});
