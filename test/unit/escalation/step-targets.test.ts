import { describe, expect, it } from 'vitest';
import type { Case, EscalationStep, Notice, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { callStep } from '../../../lambdas/escalation/call-step.ts';
import { passOver } from '../../../lambdas/escalation/pass-over.ts';
import { targetsOf, whyNot } from '../../../lambdas/escalation/step-targets.ts';
import { ladderOf } from '../../../lambdas/case/ladder.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const all = (value: string) => ({ S1: value, S2: value, S3: value, S4: value });
const step = (changes: Partial<EscalationStep> = {}): EscalationStep => ({
  id: 'one',
  title: 'One',
  delay: all('PT0S'),
  targets: [{ person: 'mei-tan' }],
  channels: ['slack', 'email'],
  who: 'all',
  acknowledgements: 1,
  hours: 'any',
  ...changes,
});
const record = (changes: Partial<Case> = {}): Case =>
  openCase({ state: 'triaged', severity: severityOf('S2'), owner: ownerOf('transport-desk'), ...changes });
const { escalation } = openCase();

/** One person is on duty in each rota, by its name; nobody in that of procurement. */
const [layer] = pack.rotas[0]!.layers;
const duties: Readonly<Record<string, string[]>> = {
  transport: ['jonas-weber'],
  'customer-service': ['amelie-roy'],
  fulfilment: ['sofia-lindqvist'],
  procurement: [],
  finance: ['tom-baker'],
  operations: ['karim-haddad'],
};
const { restrictions: _always, ...always } = layer!;
const manned: PolicyPack = {
  ...pack,
  rotas: pack.rotas.map((rota) => {
    const people = duties[rota.id] ?? [];
    return { ...rota, overrides: [], layers: people.length === 0 ? [] : [{ ...always, people }] };
  }),
};
const targets = (wanted: EscalationStep['targets'], of = record(), lead?: string) =>
  targetsOf(of, step({ targets: wanted }), manned, AT, lead);

describe('whom a step means', () => {
  const assigned = record({ owner: { ...ownerOf('transport-desk'), person: 'mei-tan', assigned: true } });
  it.each<[string, EscalationStep['targets'], Case, readonly string[], readonly string[]]>([
    ['a person, whoever is on duty', [{ person: 'mei-tan' }], record(), ['mei-tan'], []],
    ['the owner: who is on duty for the team that owns it', [{ rota: 'owner' }], record(), ['jonas-weber'], []],
    ['the owner whom a person has named', [{ rota: 'owner' }], assigned, ['mei-tan'], []],
    [
      'above the first step: who is on duty, since the owner was called already',
      [{ rota: 'owner' }],
      { ...assigned, escalation: { ...escalation, nextStep: 1 } },
      ['jonas-weber'],
      [],
    ],
    [
      'an owner that the rules have named is whoever is on duty now',
      [{ rota: 'owner' }],
      record({ owner: { ...ownerOf('transport-desk'), person: 'mei-tan' } }),
      ['jonas-weber'],
      [],
    ],
    ['a team, not the owner of it', [{ team: 'fulfilment' }], assigned, ['sofia-lindqvist'], []],
    ['the team of a function', [{ function: 'finance' }], record(), ['tom-baker'], []],
    ['a rota', [{ rota: 'operations' }], record(), ['karim-haddad'], []],
    [
      'who leads an incident of it, where nobody does: operations',
      [{ incident: 'lead' }],
      record(),
      ['karim-haddad'],
      [],
    ],
    [
      'a team where nobody is on duty: the team behind it, and why',
      [{ team: 'procurement' }],
      record(),
      ['karim-haddad'],
      ['Nobody is on duty for Procurement.'],
    ],
    [
      'a rota in which nobody is',
      [{ rota: 'procurement' }],
      record(),
      [],
      ['Nobody is on duty in the rota procurement.'],
    ],
    ['a team that the policy does not have', [{ team: 'gone' }], record(), [], ['Nobody is on duty in the rota gone.']],
    [
      'the owner of what nobody owns yet',
      [{ rota: 'owner' }],
      openCase({ state: 'triaged' }),
      [],
      ['Nobody is on duty in the rota owner.'],
    ],
    [
      'each person once, and each target that is passed over',
      [{ rota: 'transport' }, { rota: 'owner' }, { rota: 'procurement' }, { team: 'fulfilment' }],
      record(),
      ['jonas-weber', 'sofia-lindqvist'],
      ['Nobody is on duty in the rota procurement.'],
    ],
  ] as never)('%s', (_name, wanted, of, people, skipped) => {
    const found = targets(wanted, of);
    expect(found.people).toEqual(people);
    expect(found.skipped).toEqual(skipped.map((text) => ({ rule: 'nobody-on-duty', text })));
  });

  it('whoever leads the incident is asked in its place, and for nothing else', () => {
    expect(targets([{ incident: 'lead' }] as never, record(), 'mei-tan')).toEqual({ people: ['mei-tan'], skipped: [] });
    expect(targets([{ rota: 'owner' }], record(), 'mei-tan').people).toEqual(['jonas-weber']);
  });
});

describe('why a step is passed over', () => {
  const why = (when: EscalationStep['when'], of: Partial<Case> = {}) => whyNot(record(of), step({ when }), pack)?.text;
  const impact = (valueAtRisk: string) => ({ unknown: [], valueAtRisk: { amount: valueAtRisk, currency: 'EUR' } });
  it('is said in words', () => {
    expect(why({ levels: ['S1', 'S3'] })).toBe('Only for S1 and S3.');
    expect(why({ customerTiers: ['platinum', 'gold'] })).toBe('Only for customers of tier platinum or gold.');
    expect(why({ valueFrom: 5000 }, { impact: impact('4999.99') })).toBe('Only from 5000 EUR on.');
    expect(why({ valueFrom: 5000 }, { impact: impact('5000') })).toBeUndefined();
    expect(why(undefined)).toBeUndefined();
    // A severity that nobody knows is taken for S2.
    const { severity: _none, ...unknown } = record();
    expect(whyNot(unknown, step({ when: { levels: ['S2'] } }), pack)).toBeUndefined();
    expect(whyNot(unknown, step({ when: { levels: ['S1'] } }), pack)).toEqual({
      rule: 'step-condition',
      text: 'Only for S1.',
    });
  });

  const again = (changes: Partial<Case['escalation']>, notices: readonly Notice[] = [], one = step()) =>
    passOver(record({ escalation: { ...escalation, ...changes } }), one, notices, pack);
  const lost = claimedCall({
    id: 'ntc_1',
    caseId: record().id,
    person: 'mei-tan',
    state: 'failed',
    claimedAt: AT,
  });

  it('one that would be called again, because somebody wants the next one, or because it reaches nobody', () => {
    expect(again({ repeats: 1, callNow: true, nextStep: 2 })).toEqual({
      what: 'EscalationStepSkipped',
      step: 2,
      stepId: 'one',
      round: 1,
      reasons: [{ rule: 'not-again', text: 'Somebody has asked for the next step.' }],
      doesNotApply: true,
    });
    expect(again({ repeats: 1 }, [lost])).toMatchObject({
      reasons: [{ rule: 'not-again', text: 'Its messages have reached nobody.' }],
    });
    expect(again({ repeats: 1 }, [{ ...lost, state: 'handed_over' }])).toBeUndefined();
    // The first time it has its turn, whatever became of the step before it.
    expect(again({ callNow: true }, [lost])).toBeUndefined();
    expect(passOver(record(), undefined, [lost], pack)).toBeUndefined();
  });
});

describe('a call of a step', () => {
  const policy = ladderOf(record(), manned);
  const call = (of: Case, one = step(), ladder = { ...policy, steps: [one] }) => callStep(of, ladder, one, manned, AT);

  it('is a message for each person and channel, and says what comes next', () => {
    const { happening, notices } = call(record({ escalation: { ...escalation, level: 3 } }));
    expect(
      notices.map(({ person, channel, purpose, step: of, round }) => [person, channel, purpose, of, round]),
    ).toEqual([
      ['mei-tan', 'slack', 'call', 0, 1],
      ['mei-tan', 'email', 'call', 0, 1],
    ]);
    expect(happening).toEqual({
      what: 'EscalationStepClaimed',
      step: 0,
      stepId: 'one',
      round: 1,
      level: 4,
      notices: notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel })),
      skipped: [],
    });
    expect(notices[0]).toMatchObject({
      contract: 'notice/1',
      caseId: record().id,
      state: 'claimed',
      claimedAt: AT,
      possiblyRepeated: false,
    });
  });

  it('that takes several, is called again, or leads to another step says so; the last repetition is the last', () => {
    const several = step({ acknowledgements: 2, repeat: { times: 2, every: all('PT5M') }, next: 'two' });
    const ladder = { ...policy, steps: [several, step({ id: 'between' }), step({ id: 'two' })] };
    const of = (repeats?: number) =>
      call(record({ escalation: { ...escalation, ...(repeats === undefined ? {} : { repeats }) } }), several, ladder)
        .happening;
    expect(of()).toMatchObject({ needs: 2, repeats: 1, next: 2 });
    expect(of(1)).toMatchObject({ repeats: 2 });
    expect(of(2)).not.toHaveProperty('repeats');
    const gone = call(record(), step({ next: 'gone' })).happening;
    for (const name of ['next', 'needs', 'repeats']) expect(gone).not.toHaveProperty(name);
  });

  it('has messages of its own each time it is called, each round, and for each step', () => {
    const first = (changes: Partial<Case['escalation']>) =>
      call(record({ escalation: { ...escalation, ...changes } })).notices[0]?.id;
    const ids = [first({}), first({ repeats: 1 }), first({ repeats: 2 }), first({ round: 2 }), first({ nextStep: 1 })];
    expect(new Set(ids).size).toBe(ids.length);
    expect(first({})).toBe(ids[0]);
  });

  it('does not go to who has acknowledged it while others still have to', () => {
    const two = step({ targets: [{ person: 'mei-tan' }, { person: 'tom-baker' }], acknowledgements: 2 });
    const { notices } = call(record({ escalation: { ...escalation, agreed: ['mei-tan'] } }), two);
    expect(new Set(notices.map(({ person }) => person))).toEqual(new Set(['tom-baker']));
  });

  it('that reaches nobody is skipped with its reasons; the last of a ladder calls the last owner instead', () => {
    const nobody = step({ targets: [{ rota: 'procurement' }] });
    const early = call(record(), nobody, { ...policy, steps: [nobody, step({ id: 'two' })] });
    expect(early).toEqual({
      happening: {
        what: 'EscalationStepSkipped',
        step: 0,
        stepId: 'one',
        round: 1,
        reasons: [{ rule: 'nobody-on-duty', text: 'Nobody is on duty in the rota procurement.' }],
      },
      notices: [],
    });
    const last = call(record(), nobody);
    expect(new Set(last.notices.map(({ person }) => person))).toEqual(new Set([pack.lastOwner]));
    expect(last.happening).toMatchObject({
      what: 'EscalationStepClaimed',
      skipped: [
        { text: 'Nobody is on duty in the rota procurement.' },
        { rule: 'last-owner', text: 'Nobody is on duty: the last owner answers.' },
      ],
    });
    // A person who has left the policy is nobody; and so is one whom no channel reaches.
    expect(call(record(), step({ targets: [{ person: 'gone' }] })).happening.what).toBe('EscalationStepSkipped');
    expect(call(record(), step({ channels: ['teams'] })).happening.what).toBe('EscalationStepSkipped');
  });
});
