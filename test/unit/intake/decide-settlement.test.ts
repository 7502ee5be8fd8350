import { describe, expect, it } from 'vitest';
import type { Case, ProgressSignal, TroubleSignal } from '../../../lambdas/contracts/index.ts';
import {
  decideSettlement,
  decideUnsettling,
  isQuietFlapping,
  isSettled,
  settledLastBy,
  typesSettledBy,
} from '../../../lambdas/intake/decide-settlement.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, progress, retraction, tracking } from './signals.ts';

const AT = '2026-03-02T12:00:00.000Z';
const pack = defaultPack();
const context = { at: AT, pack };
const subject = [tracking('T1')];
const hour = (at: number): string => `2026-03-02T${String(at).padStart(2, '0')}:00:00.000Z`;
const failed = (at: number, changes: object = {}): TroubleSignal =>
  exception(`failed ${String(at)}`, subject, { occurredAt: hour(at), ...changes });
type Milestone = ProgressSignal['milestone'];
const happened = (at: number, milestone?: Milestone): ProgressSignal =>
  progress(`happened ${String(at)} ${milestone?.name ?? ''}`, subject, milestone, hour(at));
const missed = (milestone: Milestone): TroubleSignal =>
  exception('missed', subject, { type: 'transport.milestone_missed', milestone, occurredAt: hour(8) });

describe('what ends a trouble', () => {
  it('is no delivery whose time was only assumed: nobody has said that it is over', () => {
    expect(isSettled(failed(8), { ...happened(9), timeBasis: 'received' }, pack)).toBe(false);
    expect(isSettled(failed(8), { ...happened(9), timeBasis: 'sent' }, pack)).toBe(true);
  });

  it('comes after it: at the same moment it is still the trouble that counts', () => {
    expect(isSettled(failed(9), happened(9), pack)).toBe(false);
  });

  it.each<[what: string, missed: Milestone, said: Milestone, settles: boolean]>([
    [
      'the milestone at the stop',
      { name: 'departed', at: 'scheduled', stop: '1' },
      { name: 'departed', at: 'actual', stop: '1' },
      true,
    ],
    [
      'the milestone where no stop is said',
      { name: 'departed', at: 'scheduled', stop: '1' },
      { name: 'departed', at: 'actual' },
      true,
    ],
    [
      'a milestone without a name of its own',
      { name: 'other', at: 'scheduled' },
      { name: 'other', at: 'actual' },
      false,
    ],
  ])('of a missed milestone: %s', (_what, lost, said, settles) => {
    expect(isSettled(missed(lost), happened(7, said), pack)).toBe(settles);
  });

  it('is not the milestone itself where nobody said which one was missed', () => {
    const unnamed = exception('missed', subject, { type: 'transport.milestone_missed', occurredAt: hour(8) });
    expect(isSettled(unnamed, happened(7, { name: 'departed', at: 'actual' }), pack)).toBe(false);
  });

  it('is looked for among the types that it can end, and no others', () => {
    const types = Object.fromEntries(
      (['transport.delay', 'compliance.customs_hold', 'cargo.damaged', 'inventory.shortfall'] as const).map((type) => [
        type,
        pack.types[type]!,
      ]),
    );
    expect(typesSettledBy(happened(9), { ...pack, types })).toEqual(['transport.delay', 'inventory.shortfall']);
  });
});

describe('the last word of a settlement', () => {
  const early = happened(9);
  const late = happened(11);

  it.each<
    [what: string, reports: readonly TroubleSignal[], said: readonly ProgressSignal[], by: ProgressSignal | undefined]
  >([
    ['is the latest of what happened, in whatever order it came', [failed(8)], [late, early], late],
    ['is the latest, the other way round', [failed(8)], [early, late], late],
    ['is none where one report is not settled', [failed(8), failed(12)], [early, late], undefined],
    ['settles any of the reports', [failed(8), failed(10)], [early, late], late],
    [
      'is nothing that settles none of them',
      [failed(8)],
      [early, happened(11, { name: 'departed', at: 'actual' })],
      early,
    ],
    ['is none where nothing is reported', [], [early], undefined],
  ])('%s', (_what, reports, said, by) => {
    expect(settledLastBy({ reports, progress: said }, pack)?.id).toBe(by?.id);
  });

  it('may settle one report by one thing and another by another', () => {
    const departed = missed({ name: 'departed', at: 'scheduled' });
    const arrived = { ...missed({ name: 'arrived', at: 'scheduled' }), id: 'sig_arrived' };
    const said = [happened(9, { name: 'departed', at: 'actual' }), happened(10, { name: 'arrived', at: 'actual' })];
    expect(settledLastBy({ reports: [departed, arrived], progress: said }, pack)?.id).toBe(said[1]?.id);
  });
});

describe('a case that settles itself', () => {
  const settle = (changes: Partial<Case>, reports = [failed(8)], said = happened(9)) =>
    decideSettlement(openCase(changes), { reports, progress: [said] }, said, context);

  it('is resolved by the system, says by what and by whom, and may come back within the window of its type', () => {
    const said = happened(9, { name: 'delivered', at: 'actual' });
    expect(settle({}, [failed(8)], said)).toEqual([
      {
        actor: { kind: 'system', id: 'intake' },
        cause: { kind: 'signal', id: said.id },
        clock: 'resolve',
        happening: {
          what: 'CaseResolved',
          via: 'system',
          resolution: `It has settled itself: delivered at ${hour(9)}, says canadapost-edi.`,
          reopenUntil: '2026-03-07T12:00:00.000Z',
        },
      },
    ]);
  });

  it('says in words what happened', () => {
    const released = happened(9, { name: 'customs_released', at: 'actual' });
    const [act] = settle(
      { type: 'compliance.customs_hold' },
      [failed(8, { type: 'compliance.customs_hold' })],
      released,
    );
    expect(act?.happening).toMatchObject({ resolution: expect.stringContaining(': customs released at ') });
  });

  it('may come back for a day where the pack does not know its type any more', () => {
    const [act] = settle({ type: 'own.type' });
    expect(act?.happening).toMatchObject({ reopenUntil: '2026-03-03T12:00:00.000Z' });
  });

  it.each<[what: string, changes: Partial<Case>, reports: TroubleSignal[]]>([
    ['is left where it is over', { state: 'resolved' }, [failed(8)]],
    ['is left while a report is about something later', {}, [failed(8), failed(10)]],
    ['is left where no report stands', {}, []],
  ])('%s', (_what, changes, reports) => {
    expect(settle(changes, reports)).toEqual([]);
  });

  it('is only quiet where it comes and goes, and that once', () => {
    const flapping = { since: hour(7), times: 3 };
    const [act, ...others] = settle({ flapping });
    expect(others).toEqual([]);
    expect(act?.happening).toMatchObject({ what: 'TroubleQuieted', settledAt: hour(9), quietUntil: hour(14) });
    expect(settle({ flapping: { ...flapping, settledAt: hour(9) } })).toEqual([]);
  });
});

describe('what had settled a case and is taken back', () => {
  const back = retraction('mistake', 'sig_x', subject);
  const unsettle = (changes: Partial<Case>, reports = [failed(8)], said: ProgressSignal[] = []) =>
    decideUnsettling(openCase(changes), { reports, progress: said }, back, context);
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: back.id } };
  const reason = 'What had settled it was taken back by its sender.';

  it('opens it again, with a lifecycle of its own, and says why', () => {
    expect(unsettle({ state: 'resolved' })).toEqual([
      {
        ...by,
        nextDueAt: '2026-03-02T12:02:00.000Z',
        happening: { what: 'CaseReopened', signalId: back.id, reason },
      },
    ]);
  });

  it('brings back what comes and goes, at the count that it had', () => {
    const flapping = { since: hour(7), times: 4, settledAt: hour(9) };
    expect(unsettle({ flapping })).toEqual([{ ...by, happening: { what: 'TroubleBack', times: 4, reason } }]);
    // It was solved after its quiet: then it is opened again like any other.
    expect(unsettle({ flapping, state: 'resolved' })[0]?.happening).toMatchObject({ what: 'CaseReopened' });
  });

  it.each<[what: string, changes: Partial<Case>, reports: TroubleSignal[], said: ProgressSignal[]]>([
    ['leaves what was withdrawn: nothing is reported any more', { state: 'withdrawn' }, [failed(8)], []],
    ['leaves a case without reports', { state: 'resolved' }, [], []],
    ['leaves what something else settles', { state: 'resolved' }, [failed(8)], [happened(10)]],
    ['leaves what is open', {}, [failed(8)], []],
    ['leaves what is closed', { state: 'closed' }, [failed(8)], []],
  ])('%s', (_what, changes, reports, said) => {
    expect(unsettle(changes, reports, said)).toEqual([]);
  });
});

it.each<[what: string, about: Pick<Case, 'flapping' | 'state'>, quiet: boolean]>([
  ['that never came and went', { state: 'open' }, false],
  ['that is there now', { state: 'open', flapping: { since: hour(7), times: 3 } }, false],
  ['that is gone just now', { state: 'open', flapping: { since: hour(7), times: 3, settledAt: hour(9) } }, true],
  ['that was solved', { state: 'resolved', flapping: { since: hour(7), times: 3, settledAt: hour(9) } }, false],
])('quiet is a trouble that comes and goes: not one %s', (_what, about, quiet) => {
  expect(isQuietFlapping(about)).toBe(quiet);
});
