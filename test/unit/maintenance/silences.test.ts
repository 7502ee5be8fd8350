import { describe, expect, it } from 'vitest';
import { caseState, deriveId, silenceMatcher } from '../../../lambdas/contracts/index.ts';
import type { Case, Silence } from '../../../lambdas/contracts/index.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import { canJoin } from '../../../lambdas/incident/membership.ts';
import { decideSilenceEnd, ownLook } from '../../../lambdas/maintenance/decide-silence-end.ts';
import { decideEarlyEnd, decideWish, MOST_CURRENT } from '../../../lambdas/maintenance/decide-wish.ts';
import { isSilenced } from '../../../lambdas/maintenance/is-silenced.ts';
import { silencedBy } from '../../../lambdas/maintenance/silences.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { exception, shipment } from '../intake/signals.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T10:00:00.000Z';
const silence = (name: string, changes: Partial<Silence> = {}): Silence => ({
  contract: 'silence/1',
  id: deriveId('sil', name),
  matcher: { region: 'na' },
  reason: 'Move of the DC',
  startsAt: '2026-03-02T08:00:00.000Z',
  endsAt: '2026-03-02T12:00:00.000Z',
  madeBy: 'ines-duarte',
  madeAt: '2026-03-02T07:00:00.000Z',
  ...changes,
});
const report = exception('x', [shipment('S1')], {
  type: 'transport.delay',
  carrier: { scac: 'NRTH', name: 'Northline Freight' },
  place: { name: 'DC 4', locality: 'Poznań', country: 'PL' },
  lane: { origin: { code: 'CNSHA' }, destination: { locality: 'Rotterdam' } },
});

describe('what falls under a silence', () => {
  it.each([
    [{ type: 'transport.delay' }, true],
    [{ type: 'transport.lost' }, false],
    [{ source: 'canadapost-edi' }, true],
    [{ source: 'another' }, false],
    [{ carrier: 'nrth' }, true],
    [{ carrier: ' northline  freight ' }, true],
    [{ carrier: 'MAEU' }, false],
    [{ facility: 'dc 4' }, true],
    [{ facility: 'DC 5' }, false],
    [{ lane: { origin: 'CNSHA' } }, true],
    [{ lane: { origin: 'CNSHA', destination: 'rotterdam' } }, true],
    [{ lane: { origin: 'CNSHA', destination: 'Antwerp' } }, false],
    [{ region: 'na', businessUnit: 'retail' }, true],
    [{ region: 'na', businessUnit: 'industry' }, false],
  ] as const)('%j: %s', (matcher, fits) => {
    expect(silencedBy(report, [silence('a', { matcher })], pack, AT) !== undefined).toBe(fits);
  });
  it('what a report does not say fits nothing', () => {
    const bare = exception('bare', [shipment('S2')], { region: undefined });
    for (const matcher of [{ carrier: 'NRTH' }, { facility: 'DC 4' }, { lane: { origin: 'X' } }, { region: 'na' }])
      expect(silencedBy(bare, [silence('a', { matcher })], pack, AT)).toBeUndefined();
    expect(silenceMatcher.safeParse({}).success).toBe(false);
    expect(silenceMatcher.safeParse({ lane: {} }).success).toBe(false);
  });
  it.each([
    ['before it begins', { startsAt: '2026-03-02T10:00:00.001Z' }, false],
    ['from its beginning', { startsAt: AT }, true],
    ['until its end', { endsAt: '2026-03-02T10:00:00.001Z' }, true],
    ['and not at its end', { endsAt: AT }, false],
    ['nor after it was ended early', { endedAt: AT }, false],
  ])('%s', (_title, changes, holds) => {
    expect(silencedBy(report, [silence('a', changes)], pack, AT) !== undefined).toBe(holds);
  });
  it('of several the case keeps all in mind, until the last of them ends', () => {
    const [short, long] = [silence('short'), silence('long', { endsAt: '2026-03-02T18:00:00.000Z' })];
    expect(silencedBy(report, [short, long], pack, AT)).toEqual({
      what: 'CaseSilenced',
      silences: [long.id, short.id],
      until: '2026-03-02T18:00:00.000Z',
    });
  });
});

const silenced = (changes: Partial<Case> = {}, ids = [silence('a').id]): Case =>
  openCase({
    state: 'triaged',
    severity: severityOf('S3'),
    owner: ownerOf('transport-desk'),
    clocks: {
      acknowledge: { startedAt: '2026-03-02T08:05:00.000Z', dueAt: '2026-03-02T10:05:00.000Z' },
      resolve: { startedAt: '2026-03-02T08:05:00.000Z', dueAt: '2026-03-03T08:05:00.000Z' },
      communicate: { startedAt: '2026-03-02T08:05:00.000Z', dueAt: '2026-03-02T10:10:00.000Z' },
    },
    silenced: { ids, since: '2026-03-02T09:00:00.000Z', until: '2026-03-02T12:00:00.000Z' },
    ...changes,
  });

describe('who calls in spite of it', () => {
  const { escalation, owner } = silenced();
  const later = '2026-03-02T09:30:00.000Z';
  const latched = { ...severityOf('S3'), latches: ['dangerous-goods'] };
  const loud = { ...silenced().silenced!, callsAnyway: ['S1' as const, 'S2' as const] };
  it.each([
    ['S3', silenced(), true],
    ['not yet assessed', silenced({ severity: undefined, state: 'open' }), true],
    ['S1', silenced({ severity: severityOf('S1') }), false],
    ['held up by a latch', silenced({ severity: latched }), false],
    ['S2', silenced({ severity: severityOf('S2') }), true],
    ['S2, where the policy says so', silenced({ severity: severityOf('S2'), silenced: loud }), false],
    ['escalated by a person', silenced({ escalation: { ...escalation, askedAt: later } }), false],
    ['given to somebody', silenced({ owner: { ...owner!, assigned: true, namedAt: later } }), false],
    ['without a silence', openCase(), false],
  ] as const)('%s', (_title, record, isSilent) => {
    expect(isSilenced(record)).toBe(isSilent);
  });
  it('a silent one joins no incident, and what was claimed for it is not begun', () => {
    expect(canJoin(silenced())).toBe(false);
    expect(canJoin(silenced({ severity: severityOf('S1') }))).toBe(true);
    const notice = claimedCall({
      id: deriveId('ntc', 'x'),
      caseId: silenced().id,
      person: 'maria',
      channel: 'email',
      claimedAt: AT,
    });
    expect(decideNotice(notice, silenced(), AT)).toEqual({ do: 'suppress', why: 'it is silenced' });
  });
});

describe('when a silence ends', () => {
  const over = silence('a', { endedAt: '2026-03-02T09:59:00.000Z' });
  it('nothing, while it holds', () => {
    expect(decideSilenceEnd(silenced(), [silence('a')], pack, AT)).toBeUndefined();
    expect(decideSilenceEnd(openCase(), [], pack, AT)).toBeUndefined();
  });
  it('another one still holds it', () => {
    const other = silence('b', { endsAt: '2026-03-02T14:00:00.000Z' });
    expect(decideSilenceEnd(silenced({}, [over.id, other.id]), [over, other], pack, AT)).toEqual({
      what: 'CaseSilenced',
      silences: [other.id],
      until: '2026-03-02T14:00:00.000Z',
    });
  });
  it('open: promises count from now on', () => {
    expect(decideSilenceEnd(silenced(), [over], pack, AT)).toMatchObject({
      what: 'SilenceEnded',
      found: 'open',
      clocks: {
        acknowledge: { dueAt: '2026-03-02T12:00:00.000Z' },
        resolve: { dueAt: '2026-03-03T08:05:00.000Z' },
        communicate: { startedAt: '2026-03-02T08:05:00.000Z' },
      },
    });
  });
  it('open, of a type with times of its own: by these', () => {
    const own = { S1: 'PT1M', S2: 'PT2M', S3: 'PT3M', S4: 'PT4M' };
    const record = silenced();
    const types = { ...pack.types, [record.type]: { ...pack.types[record.type]!, clocks: { acknowledge: own } } };
    const ended = decideSilenceEnd(record, [over], { ...pack, types }, AT);
    const least = { S1: 1, S2: 2, S3: 3, S4: 4 }[record.severity!.level];
    const { dueAt } = record.clocks!.acknowledge;
    const soonest = new Date(Date.parse(AT) + least * 60_000).toISOString();
    expect(ended).toMatchObject({ clocks: { acknowledge: { dueAt: dueAt > soonest ? dueAt : soonest } } });
    expect(ended).not.toMatchObject({ clocks: { acknowledge: { dueAt: '2026-03-02T12:00:00.000Z' } } });
  });
  it('one that was put away is over, too', () => {
    expect(decideSilenceEnd(silenced(), [], pack, AT)).toMatchObject({ what: 'SilenceEnded', found: 'open' });
  });
  it('settled meanwhile: it says how, and moves no promise', () => {
    const settled = silenced({ state: 'resolved', resolution: 'It has settled itself: delivered' });
    const ended = decideSilenceEnd(settled, [over], pack, AT);
    expect(ended).toMatchObject({ found: 'settled', reason: expect.stringContaining('settled itself: delivered') });
    expect(ended).not.toHaveProperty('clocks');
  });
  it('each looks by itself within two hours after the end, should nobody come', () => {
    const looks = Array.from({ length: 50 }, (_unused, index) =>
      ownLook(silenced({ id: deriveId('case', index) }), AT),
    );
    expect(looks.every((look) => look >= '2026-03-02T13:00' && look < '2026-03-02T14:00')).toBe(true);
    expect(new Set(looks).size).toBeGreaterThan(20);
    expect(ownLook(silenced(), '2026-03-05T10:00:00.000Z') > '2026-03-05T10:00:00.000Z').toBe(true);
  });
  it.each(caseState.options)('is decided the same of a case that is %s, however often', (state) => {
    const first = decideSilenceEnd(silenced({ state }), [over], pack, AT);
    expect(decideSilenceEnd(silenced({ state }), [over], pack, AT)).toEqual(first);
  });
});

describe('making and ending one', () => {
  const wish = { matcher: { carrier: 'NRTH' }, reason: 'x', endsAt: '2026-03-02T14:00:00+02:00' };
  const make = (changes: object = {}, current: readonly Silence[] = []) =>
    decideWish({ ...wish, ...changes }, 'ines-duarte', current, pack, AT);
  it('from now on, in UTC, with who and when', () => {
    expect(make()).toMatchObject({
      outcome: 'changed',
      silence: { startsAt: AT, endsAt: '2026-03-02T12:00:00.000Z', madeBy: 'ines-duarte', madeAt: AT },
    });
  });
  it('the same wish is the same silence, another person another', () => {
    const first = make();
    if (first.outcome !== 'changed') throw new Error('refused');
    expect(make({}, [first.silence])).toMatchObject({ outcome: 'unchanged', silence: { id: first.silence.id } });
    expect(decideWish(wish, 'tom-baker', [first.silence], pack, AT)).toMatchObject({ outcome: 'changed' });
  });
  it.each([
    ['in the past', { endsAt: AT }, '/endsAt'],
    ['before it begins', { startsAt: '2026-03-03T00:00:00Z' }, '/endsAt'],
    ['longer than the policy allows', { endsAt: '2026-03-20T00:00:00Z' }, '/endsAt'],
  ])('not %s', (_title, changes, pointer) => {
    expect(make(changes)).toMatchObject({ outcome: 'refused', problem: { errors: [{ pointer }] } });
  });
  it('not more than every report can read', () => {
    const many = Array.from({ length: MOST_CURRENT }, (_unused, index) => silence(String(index)));
    expect(make({}, many)).toMatchObject({ outcome: 'refused', problem: { status: 409 } });
  });
  it('ended early once, by whom and why', () => {
    const ended = decideEarlyEnd(silence('a'), 'Done sooner', 'tom-baker', AT);
    expect(ended).toMatchObject({
      outcome: 'changed',
      silence: { endedAt: AT, endedBy: 'tom-baker', endReason: 'Done sooner' },
    });
    if (ended.outcome !== 'changed') throw new Error('refused');
    // Whoever comes second hears who was first.
    expect(decideEarlyEnd(ended.silence, 'again', 'x', AT)).toMatchObject({
      outcome: 'unchanged',
      why: expect.stringContaining('tom-baker'),
    });
    expect(decideEarlyEnd(silence('a'), 'late', 'x', '2026-03-02T12:00:00.000Z')).toMatchObject({
      outcome: 'unchanged',
    });
  });
});
