import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Silence, SubjectReference } from '../../../lambdas/contracts/index.ts';
import { decideIntake } from '../../../lambdas/intake/decide-intake.ts';
import type { IntakeDecision, Known } from '../../../lambdas/intake/decide-intake.ts';
import { defaultPack } from '../../support/pack.ts';
import { correction, exception, progress, shipment, tracking } from './signals.ts';

const AT = '2026-03-02T08:00:00.000Z';
const SOON = '2026-03-02T08:02:00.000Z';
const pack = defaultPack();
const published = { version: 'v', publishedAt: AT, publishedBy: 'test', pack };
const NOTHING: Known = { holders: new Map(), progress: [] };
const BY = { kind: 'system', id: 'intake' };
const of = (name: string) => ({ kind: 'signal', id: deriveId('sig', name) });
const key = (value: string): string => `KEY#delivery#tracking#CPCC#${value}`;

type Trouble = Parameters<typeof decideIntake>[0];
const decide = (signal: Trouble, known: Partial<Known> = {}, at = AT): IntakeDecision =>
  decideIntake(signal, { ...NOTHING, ...known }, { at, published });
type Opening = Extract<IntakeDecision, { do: 'open' }>;
type Attaching = Extract<IntakeDecision, { do: 'attach' }>;
function opened(...asked: Parameters<typeof decide>): Opening {
  const decision = decide(...asked);
  if (decision.do !== 'open') throw new Error(decision.do);
  return decision;
}
function attached(...asked: Parameters<typeof decide>): Attaching {
  const decision = decide(...asked);
  if (decision.do !== 'attach') throw new Error(decision.do);
  return decision;
}
const whats = ({ acts }: Opening | Attaching): string[] => acts.map(({ happening }) => happening.what);

const report = exception('one', [tracking('T1')]);
/** A case that stands since an hour before. */
const record = (name: string, changes: Partial<Case> = {}): Case => ({
  ...opened(exception(name, [tracking('T1')]), {}, '2026-03-02T07:00:00.000Z').record,
  ...changes,
});
const held = (...cases: readonly Case[]): Map<string, Case> =>
  new Map(cases.flatMap((one) => one.correlationKeys.map((name): [string, Case] => [name, one])));
const solved = (changes: Partial<Case> = {}): Case =>
  record('old', { state: 'resolved', resolvedAt: '2026-03-02T06:30:00.000Z', resolvedBy: 'maria', ...changes });
const silence = (changes: Partial<Silence> = {}): Silence => ({
  contract: 'silence/1',
  id: 'sil_1',
  matcher: { carrier: 'CPCC' },
  startsAt: '2026-03-02T00:00:00.000Z',
  endsAt: '2026-03-02T20:00:00.000Z',
  reason: 'Their scanners are replaced',
  madeBy: 'maria',
  madeAt: AT,
  ...changes,
});

describe('a report that belongs to no case', () => {
  it('opens one, by the name of the report: delivered twice it meets itself', () => {
    expect(opened(report).record.id).toBe(deriveId('case', report.id));
    expect(opened(report, {}, '2026-03-02T08:00:09.000Z').record.id).toBe(opened(report).record.id);
    expect(opened(exception('other', [tracking('T1')])).record.id).not.toBe(opened(report).record.id);
  });

  it('says what is known of it, and what nobody said is left out', () => {
    const { record: plain, acts, keys } = opened(report);
    expect(plain).toEqual({
      contract: 'case/1',
      id: deriveId('case', report.id),
      version: 0,
      state: 'open',
      type: 'transport.delivery_failed',
      title: 'Failed delivery',
      references: [tracking('T1')],
      correlationKeys: [key('T1')],
      region: 'na',
      businessUnit: 'retail',
      policyVersion: 'v',
      asks: pack.types['transport.delivery_failed']?.facts,
      occurredAt: '2026-03-02T07:00:00.000Z',
      detectedAt: report.receivedAt,
      openedAt: AT,
      signals: 1,
      triagedSignals: 0,
      attention: 0,
      retracted: 0,
      escalation: { policy: pack.escalation[0]?.id, generation: 1, round: 1, level: 0, nextStep: 0 },
      reopens: 0,
      causes: [{ rule: 'source', kind: 'source', value: 'CANADAPOST-EDI', title: 'canadapost-edi' }],
      chainHash: expect.stringMatching(/^0+$/),
    });
    expect(acts).toEqual([
      {
        actor: BY,
        cause: of('one'),
        nextDueAt: SOON,
        happening: { what: 'CaseOpened', signalId: report.id, type: report.type },
      },
    ]);
    expect(keys).toEqual({ free: [key('T1')], taken: [] });
  });

  it('says who carries it, where it is and why, once for each number', () => {
    const { record: full } = opened(
      exception('one', [tracking('T1'), tracking('T1')], {
        place: { name: 'Gate 1', locality: 'Kassel' },
        carrier: { scac: 'CPCC', name: 'Canada Post' },
        reason: { scheme: 'x12-1651', code: 'A2', text: 'Nobody there' },
      }),
    );
    expect(full).toMatchObject({
      title: 'Failed delivery, Kassel',
      place: { name: 'Gate 1', locality: 'Kassel' },
      references: [tracking('T1')],
      carrier: 'CPCC',
      reasonCode: 'A2',
      reasonText: 'Nobody there',
    });
    expect(full.causes?.length).toBeGreaterThan(0);
  });

  it.each([
    ['its place by name', { place: { name: 'Gate 1', code: 'DEKSF' } }, { title: 'Failed delivery, Gate 1' }],
    ['its place by code', { place: { code: 'DEKSF' } }, { title: 'Failed delivery, DEKSF' }],
    ['a carrier by name', { carrier: { name: 'Northline' } }, { carrier: 'Northline' }],
    [
      'nowhere in particular',
      { region: undefined, businessUnit: undefined },
      { region: 'global', businessUnit: 'all' },
    ],
    ['a type that the pack does not know', { type: 'own.kind' }, { title: 'own.kind', asks: ['erp', 'tms', 'crm'] }],
  ])('says %s', (_what, changes, expected) => {
    expect(opened(exception('one', [tracking('T1')], changes as any)).record).toMatchObject(expected);
  });

  it('is kept, and opens nothing, where what happened since has settled it', () => {
    const since = progress('since', [tracking('T1')], undefined, '2026-03-02T09:00:00+01:00');
    const before = progress('before', [tracking('T1')], undefined, '2026-03-02T07:00:00+01:00');
    expect(decide(report, { progress: [before, since] })).toEqual({ do: 'keep', why: `settled by ${since.id}` });
    expect(decide(report, { progress: [before] }).do).toBe('open');
  });

  it('opens a case that is withdrawn at once, where it was taken back before it came', () => {
    const taken = opened(report, { retractedBy: 'sig_back', silences: [silence()] });
    expect(whats(taken)).toEqual(['CaseOpened', 'SignalRetracted', 'CaseWithdrawn']);
    expect(taken.acts[1]).toEqual({
      actor: BY,
      cause: of('one'),
      happening: { what: 'SignalRetracted', signalId: report.id, by: 'sig_back' },
    });
  });

  it('calls nobody in a silence that fits, and only in that', () => {
    const ofCarrier = exception('one', [tracking('T1')], { carrier: { scac: 'CPCC' } });
    const [, act] = opened(ofCarrier, { silences: [silence()] }).acts;
    expect(act).toMatchObject({
      actor: BY,
      cause: of('one'),
      happening: { what: 'CaseSilenced', silences: ['sil_1'], until: '2026-03-02T20:00:00.000Z' },
    });
    expect(whats(opened(report, { silences: [silence()] }))).toEqual(['CaseOpened']);
  });
});

describe('a report whose keys a case holds', () => {
  it('is part of that case, which keeps what it has and learns what is new', () => {
    const first = record('first', { occurredAt: '2026-03-02T06:00:00.000Z' });
    const more = exception('more', [tracking('T1'), shipment('S1'), shipment('S1')]);
    const decision = attached(more, { holders: held(first) });
    expect(decision).toEqual({
      do: 'attach',
      record: {
        ...first,
        references: [tracking('T1'), shipment('S1')],
        correlationKeys: [key('T1'), 'KEY#delivery#shipment#CPCC#S1'],
      },
      acts: [
        {
          actor: BY,
          cause: of('more'),
          happening: { what: 'SignalAttached', signalId: more.id, kind: 'exception' },
        },
      ],
      keys: { free: ['KEY#delivery#shipment#CPCC#S1'], taken: [] },
      references: [shipment('S1')],
    });
  });

  it.each<[string, SubjectReference]>([
    ['another kind', shipment('T1')],
    ['another issuer', tracking('T1', 'NRTH')],
    ['another number', tracking('T2')],
  ])('learns a number of %s', (_what, other) => {
    const decision = attached(exception('more', [tracking('T1'), other]), { holders: held(record('first')) });
    expect(decision.references).toEqual([other]);
    expect(decision.record.references).toEqual([tracking('T1'), other]);
  });

  it('makes trouble as old as the earliest report of it', () => {
    const early = exception('early', [tracking('T1')], { occurredAt: '2026-03-01T08:00:00+01:00' });
    expect(attached(early, { holders: held(record('first')) }).record.occurredAt).toBe('2026-03-01T07:00:00.000Z');
  });

  it('goes to the oldest of several, and names the others', () => {
    const [old, young] = [record('old', { openedAt: '2026-03-01T00:00:00.000Z' }), record('young')];
    const young2: Case = { ...young, correlationKeys: [key('T2')], references: [tracking('T2')] };
    const both = exception('both', [tracking('T1'), tracking('T2')]);
    for (const holders of [held(old, young2), held(young2, old)]) {
      const decision = attached(both, { holders });
      expect(decision.record.id).toBe(old.id);
      expect(decision.acts[0]?.happening).toMatchObject({ alsoFits: [young.id] });
      expect(decision.keys).toEqual({ free: [], taken: [] });
    }
  });

  it('goes to what it corrects, however young that is', () => {
    const [old, young] = [record('old', { openedAt: '2026-03-01T00:00:00.000Z' }), record('young')];
    const decision = attached(correction('right', 'sig_wrong', [tracking('T1')]), {
      holders: held(old),
      corrected: young,
    });
    expect(decision.record.id).toBe(young.id);
    expect(decision.acts[0]?.happening).toMatchObject({ kind: 'correction', alsoFits: [old.id] });
  });

  it('opens one of its own where the case is about another thing of a kind that tells more', () => {
    const first: Case = {
      ...record('first'),
      references: [shipment('S1'), tracking('T1')],
      correlationKeys: ['KEY#delivery#shipment#CPCC#S1', key('T1')],
    };
    const other = exception('other', [shipment('S2'), tracking('T1')]);
    const byRank = pack.types['transport.delivery_failed']?.correlateBy ?? [];
    expect([...byRank].filter((kind) => kind === 'shipment' || kind === 'tracking')).toEqual(['tracking', 'shipment']);
    // A tracking number tells more than a shipment of several parcels: the same parcel is the same trouble.
    expect(attached(other, { holders: held(first) }).record.id).toBe(first.id);
    const parcel = exception('parcel', [shipment('S1'), tracking('T2')]);
    const { keys, record: its } = opened(parcel, { holders: held(first) });
    expect(keys).toEqual({ free: [key('T2')], taken: [] });
    expect(its.correlationKeys).toEqual([key('T2')]);
    expect(its.previousCase).toBeUndefined();
  });

  it('is told that it was taken back before it came, and the case stays', () => {
    const decision = attached(exception('more', [tracking('T1')]), {
      holders: held(record('first')),
      retractedBy: 'sig_back',
    });
    expect(whats(decision)).toEqual(['SignalAttached', 'SignalRetracted']);
  });

  it('holds at most ninety keys and shows at most five hundred numbers', () => {
    const many = Array.from({ length: 89 }, (_, number) => key(`K${String(number)}`));
    const shown = Array.from({ length: 499 }, (_, number) => tracking(`R${String(number)}`));
    const full = record('full', { correlationKeys: [key('T1'), ...many.slice(1)], references: shown });
    const more = exception('more', [tracking('T1'), tracking('T2'), tracking('T3')]);
    const over = record('over', { state: 'closed', correlationKeys: [key('T3')], references: [tracking('T3')] });
    const decision = attached(more, { holders: new Map([...held(full), ...held(over)]) });
    expect(decision.record.correlationKeys).toHaveLength(90);
    expect(decision.keys).toEqual({ free: [key('T2')], taken: [] });
    expect(decision.record.references).toHaveLength(500);
    expect(decision.references).toEqual([tracking('T1'), tracking('T2'), tracking('T3')]);
  });
});

describe('a report of what is over', () => {
  it.each<[string, Partial<Case>, boolean]>([
    ['closed', { state: 'closed' }, true],
    ['withdrawn', { state: 'withdrawn' }, false],
    ['resolved too long ago', { state: 'resolved', reopenUntil: AT }, true],
  ])('is new trouble where the case is %s, and takes its keys over', (_what, changes, isPrevious) => {
    const old = record('old', changes);
    const decision = opened(report, { holders: held(old) });
    expect(decision.keys).toEqual({ free: [], taken: [{ key: key('T1'), from: old.id }] });
    expect(decision.record.correlationKeys).toEqual([key('T1')]);
    expect(decision.record.previousCase).toBe(isPrevious ? old.id : undefined);
    expect(decision.acts[0]?.happening).toEqual({
      what: 'CaseOpened',
      signalId: report.id,
      type: report.type,
      ...(isPrevious ? { previousCase: old.id } : {}),
    });
  });

  it.each([
    ['before its time is over', '2026-03-02T08:00:00.001Z'],
    ['where nobody has said until when', undefined],
  ])('opens the case again %s', (_when, reopenUntil) => {
    const old = solved(reopenUntil === undefined ? {} : { reopenUntil });
    const decision = attached(report, { holders: held(old) });
    expect(decision.acts.slice(1)).toEqual([
      { actor: BY, cause: of('one'), nextDueAt: SOON, happening: { what: 'CaseReopened', signalId: report.id } },
    ]);
  });

  it.each([
    ['before it was resolved', { occurredAt: '2026-03-02T07:29:59+01:00' }],
    ['at the moment when it was resolved', { occurredAt: '2026-03-02T07:30:00+01:00' }],
  ])('only joins it where it is about a time %s', (_when, changes) => {
    const late = exception('late', [tracking('T1')], changes);
    expect(whats(attached(late, { holders: held(solved()) }))).toEqual(['SignalAttached']);
  });

  it('only joins one that is open', () => {
    const open = record('open', { resolvedAt: '2026-03-02T06:30:00.000Z' });
    expect(whats(attached(report, { holders: held(open) }))).toEqual(['SignalAttached']);
  });

  it('opens it again in silence, where a silence fits', () => {
    const ofCarrier = exception('one', [tracking('T1')], { carrier: { scac: 'CPCC' } });
    const known = { holders: held(solved()), silences: [silence()] };
    expect(whats(attached(ofCarrier, known))).toEqual(['SignalAttached', 'CaseReopened', 'CaseSilenced']);
    const joined = { ...known, holders: held(record('open')) };
    expect(whats(attached(ofCarrier, joined))).toEqual(['SignalAttached']);
  });

  it('stays taken back where all of it was, and a correction of it comes late', () => {
    const gone = record('old', { state: 'withdrawn', reopenUntil: '2026-03-02T09:00:00.000Z', takenBackAt: AT });
    const right = correction('right', 'sig_wrong', [tracking('T1')]);
    expect(whats(attached(right, { holders: held(gone), corrected: gone }))).toEqual(['SignalAttached']);
    // Another report of the same trouble is news.
    expect(whats(attached(report, { holders: held(gone) }))).toEqual(['SignalAttached', 'CaseReopened']);
    const flapping: any = { since: AT, times: 3, settledAt: '2026-03-02T06:30:00.000Z' };
    const open = (takenBack?: true): Case =>
      record('old', { flapping: { ...flapping, ...(takenBack ? { takenBack } : {}) } });
    const corrects = (known: Case) => whats(attached(right, { holders: held(known), corrected: known }));
    expect(corrects(open(true))).toEqual(['SignalAttached']);
    expect(corrects(open())).toEqual(['SignalAttached', 'TroubleBack']);
  });

  it('is counted where it comes and goes and is gone just now', () => {
    const flapping: any = { since: AT, times: 3, settledAt: '2026-03-02T06:30:00.000Z' };
    const decision = attached(report, { holders: held(record('old', { flapping })) });
    expect(decision.acts.at(-1)).toEqual({
      actor: BY,
      cause: of('one'),
      happening: { what: 'TroubleBack', times: 4 },
    });
  });
});
