import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import type { Case, EscalationStep, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import { inTurn, whyNot } from '../../../lambdas/escalation/step-targets.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';

const AT = '2026-03-02T20:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const none = { S1: 'PT0S', S2: 'PT0S', S3: 'PT0S', S4: 'PT0S' };
const half = { S1: 'PT30M', S2: 'PT30M', S3: 'PT30M', S4: 'PT30M' };
const hour = { S1: 'PT1H', S2: 'PT1H', S3: 'PT1H', S4: 'PT1H' };
const step = (id: string, more: Partial<EscalationStep> = {}): EscalationStep => ({
  id,
  title: id,
  delay: none,
  targets: [{ person: 'ines-duarte' }],
  channels: ['slack'],
  who: 'all',
  acknowledgements: 1,
  hours: 'any',
  ...more,
});
function packWith(...steps: EscalationStep[]): PolicyPack {
  const pack = defaultPack();
  const [ladder] = pack.escalation;
  return { ...pack, escalation: [{ ...ladder!, steps }] };
}
const triaged = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    triagedSignals: 1,
    severity: severityOf('S2'),
    impact: { unknown: [], customerTier: 'gold', valueAtRisk: { amount: '1000', currency: 'USD' } },
    owner: { ...ownerOf('transport-desk'), namedAt: AT },
    playbook: { id: 'x', tasks: 0, open: 0 },
    ...changes,
  });
const decide = (record: Case, pack: PolicyPack, at = AT) =>
  decideNextStep({ record, notices: [], pack, at, generation: 1, execution: 'x-1', triageFailed: false });
const after = (record: Case, pack: PolicyPack, at = AT): Case =>
  applyActs(record, decide(record, pack, at).acts, { at, traceparent: TRACEPARENT, salt: () => 's' }).after;

describe('a step with a condition', () => {
  it.each([
    [{ levels: ['S1'] }, false],
    [{ levels: ['S1', 'S2'] }, true],
    [{ customerTiers: ['platinum'] }, false],
    [{ customerTiers: ['gold'] }, true],
    // 1,000 USD are 920 EUR.
    [{ valueFrom: 921 }, false],
    [{ valueFrom: 919, levels: ['S2'] }, true],
    [{ valueFrom: 919, levels: ['S1'] }, false],
  ] as [EscalationStep['when'], boolean][])('%j: %s', (when, applies) => {
    expect(whyNot(triaged(), step('a', { when }), defaultPack()) === undefined).toBe(applies);
  });

  it('does not hold for what nobody knows', () => {
    const unknown = triaged({ impact: { unknown: [] } });
    expect(whyNot(unknown, step('a', { when: { valueFrom: 1 } }), defaultPack())).toBeDefined();
    expect(whyNot(unknown, step('a', { when: { customerTiers: ['gold'] } }), defaultPack())).toBeDefined();
  });

  const first = step('first', { when: { levels: ['S1'] } });
  const pack = packWith(step('owner'), { ...first, delay: half }, step('second', { delay: hour }));
  const called = after(triaged(), pack);

  it('takes no time, and is passed over with its reason when the next is called', () => {
    expect(decide(called, pack)).toMatchObject({ notices: [], next: { next: 'wait', until: minutes(60) } });
    const plan = decide(called, pack, minutes(60));
    expect(plan.acts.map(({ happening }) => happening)).toMatchObject([
      { what: 'EscalationStepSkipped', stepId: 'first', doesNotApply: true, reasons: [{ text: 'Only for S1.' }] },
      { what: 'EscalationStepClaimed', stepId: 'second' },
    ]);
  });

  it('is called after all where it holds by then: the case was raised while people waited', () => {
    const raised: Case = { ...called, severity: severityOf('S1') };
    expect(decide(raised, pack, minutes(10))).toMatchObject({ notices: [], next: { until: minutes(30) } });
    expect(decide(raised, pack, minutes(30)).notices.map(({ step: of }) => of)).toEqual([1]);
  });

  it('at the start too, and no step behind it is called twice as soon', () => {
    const ladder = packWith(first, step('second', { delay: hour }));
    expect(decide(triaged(), ladder)).toMatchObject({ notices: [], next: { next: 'wait', until: minutes(60) } });
    expect(decide(triaged(), ladder, minutes(60)).notices.map(({ step: of }) => of)).toEqual([1]);
    expect(decide(triaged({ severity: severityOf('S1') }), ladder).notices).toHaveLength(1);
  });
});

describe('the way through a ladder', () => {
  it('goes to the step that a step names', () => {
    const pack = packWith(
      step('first', { next: 'third' }),
      step('second', { delay: hour }),
      step('third', { delay: hour }),
    );
    expect(after(triaged(), pack).escalation.nextStep).toBe(2);
  });

  it('waits until the owning team opens, unless somebody asks for the step by hand', () => {
    const pack = packWith(step('first', { hours: 'business' }), step('last', { delay: hour }));
    const weekly = { days: ['monday', 'tuesday'] as ('monday' | 'tuesday')[], from: '08:00', to: '18:00' };
    const teams = pack.teams.map((team) => (team.id === 'transport-desk' ? { ...team, hours: [weekly] } : team));
    // Monday 21:00 in Berlin.
    expect(decide(triaged(), { ...pack, teams })).toMatchObject({
      notices: [],
      next: { until: '2026-03-03T07:00:00.000Z' },
    });
    const asked = triaged({ escalation: { ...triaged().escalation, callNow: true } });
    expect(decide(asked, { ...pack, teams }).notices).toHaveLength(1);
  });

  it('a step that is repeated waits for the office each time', () => {
    const repeat = { times: 2, every: hour };
    const pack = packWith(step('first', { hours: 'business', repeat }), step('last', { delay: hour }));
    // Until 21:30 in Berlin; now it is 21:00.
    const weekly = { days: ['monday', 'tuesday'] as ('monday' | 'tuesday')[], from: '08:00', to: '21:30' };
    const teams = pack.teams.map((team) => (team.id === 'transport-desk' ? { ...team, hours: [weekly] } : team));
    const open = { ...pack, teams };
    const called = after(triaged(), open);
    expect(called.escalation.repeats).toBe(1);
    expect(decide(called, open)).toMatchObject({ notices: [], next: { until: '2026-03-03T07:00:00.000Z' } });
    expect(decide(called, open, '2026-03-03T07:00:00.000Z').notices).toHaveLength(1);
  });

  it('calls whoever is on duty for a team or a function', () => {
    const pack = packWith(step('first', { targets: [{ team: 'operations' }, { function: 'fulfilment' }] }));
    expect(decide(triaged(), pack).notices).toHaveLength(2);
  });

  it('calls the channel of a team once, in Slack, whatever the channels of the step are', () => {
    const targets = [{ channel: 'transport-desk' }, { person: 'ines-duarte' }] as const;
    const pack = packWith(step('first', { targets: [...targets], channels: ['slack', 'email'] }));
    const called = decide(triaged(), pack).notices.map(({ person, channel }) => `${person} ${channel}`);
    expect(called).toEqual(['channel-of-transport-desk slack', 'ines-duarte slack', 'ines-duarte email']);
  });

  it('takes turns: one at a time, all of them in as many rounds', () => {
    const people = ['a', 'b', 'c'];
    const inRound = (round: number) =>
      inTurn(people, step('x', { who: 'round_robin' }), triaged({ escalation: { ...triaged().escalation, round } }));
    expect([1, 2, 3].flatMap(inRound).sort()).toEqual(people);
    expect(inRound(4)).toEqual(inRound(1));
    expect(inTurn(people, step('x'), triaged())).toEqual(people);
  });
});

describe('a ladder is refused', () => {
  it.each([
    ['that names a step which is not there', [step('a', { next: 'zzz' }), step('b')], '/escalation/0/steps/0/next'],
    ['that goes back', [step('a'), step('b', { next: 'a' }), step('c')], '/escalation/0/steps/1/next'],
    ['with a step that nothing leads to', [step('a', { next: 'c' }), step('b'), step('c')], '/escalation/0/steps/1'],
    ['whose last step has a condition', [step('a', { when: { levels: ['S1'] } })], '/escalation/0/steps/0/when'],
    ['whose last step waits for the office', [step('a', { hours: 'business' })], '/escalation/0/steps/0/hours'],
    ['that calls over what nobody there has', [step('a', { channels: ['teams'] })], '/escalation/0/steps/0/targets/0'],
    [
      'that ends with a channel',
      [step('a', { targets: [{ channel: 'transport-desk' }] })],
      '/escalation/0/steps/0/targets',
    ],
    [
      'that calls the channel of a team which has none',
      [step('a', { targets: [{ channel: 'mute' }, { person: 'ines-duarte' }] })],
      '/escalation/0/steps/0/targets/0/channel',
    ],
    [
      'that calls a team which is not there',
      [step('a', { targets: [{ team: 'zzz' }] })],
      '/escalation/0/steps/0/targets/0/team',
    ],
  ] as [string, EscalationStep[], string][])('%s', (_what, steps, pointer) => {
    const pack = packWith(...steps);
    const [mute] = pack.teams.map(({ slackChannel: _none, ...team }) => ({ ...team, id: 'mute' }));
    const checked = checkPack({ ...pack, teams: [...pack.teams, mute!] });
    expect(checked.ok ? [] : checked.problems.map((problem) => problem.pointer)).toContain(pointer);
  });

  it('and one that is sound is not', () => {
    const checked = checkPack(
      packWith(step('a', { next: 'c', when: { levels: ['S1'] } }), step('b', { who: 'round_robin' }), step('c')),
    );
    expect(checked.ok ? [] : checked.problems).toEqual([]);
  });
});
