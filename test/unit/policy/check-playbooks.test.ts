import { describe, expect, it } from 'vitest';
import type { Playbook, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { playbookProblems } from '../../../lambdas/policy/check-playbooks.ts';
import type { PackProblem } from '../../../lambdas/policy/pack-problem.ts';
import { defaultPack } from '../../support/pack.ts';

type Row = [string, (pack: PolicyPack) => void, ...PackProblem[]];
const found = (change: (pack: PolicyPack) => void): readonly PackProblem[] => {
  const pack = defaultPack();
  change(pack);
  return playbookProblems(pack);
};
/** Its playbook for late shipments: four tasks, the last of which waits for none. */
const late = (pack: PolicyPack): Playbook => pack.playbooks[1]!;
const at = '/playbooks/1';

const noPlanners = (pack: PolicyPack): void => {
  pack.teams = pack.teams.filter((team) => team.function !== 'transport_planning');
  for (const one of pack.people) one.approves = one.approves.filter((right) => right.function !== 'transport_planning');
  pack.governance = [];
};

it('the playbooks of the default pack have no problem, and neither has a pack from before there were any', () => {
  expect(found(() => undefined)).toEqual([]);
  expect(found((pack) => (pack.playbooks = []))).toEqual([]);
});

/** Of an approval that not so many people may give. */
const ASK = 'ask for fewer, name another function, or let more people approve (`approves`, without `upTo`)';

describe('a task', () => {
  it.each<Row>([
    [
      'has a name of its own',
      (pack) => (late(pack).tasks[2]!.id = late(pack).tasks[0]!.id),
      { pointer: `${at}/tasks/2/id`, problem: 'the task new-eta stands twice', mend: 'give it a name of its own' },
    ],
    [
      'waits for one that stands before it',
      (pack) => (late(pack).tasks[0]!.after = ['check-promise']),
      {
        pointer: `${at}/tasks/0/after`,
        problem: 'no task check-promise stands before this one',
        mend: 'leave `after` out: it is the first task',
      },
    ],
    [
      'does not wait for itself',
      (pack) => (late(pack).tasks[1]!.after = ['new-eta', 'check-promise']),
      {
        pointer: `${at}/tasks/1/after`,
        problem: 'no task check-promise stands before this one',
        mend: 'write new-eta',
      },
    ],
    ['may have the name of one in another playbook', (pack) => (late(pack).tasks[3]!.id = 'recount')],
    [
      'has each point of its checklist once',
      (pack) => (late(pack).tasks[0]!.checklist = ['a', 'b', 'b', 'a'].map((id) => ({ id, text: id })) as never),
      {
        pointer: `${at}/tasks/0/checklist`,
        problem: 'b stands twice in the checklist',
        mend: 'give it a name of its own',
      },
    ],
    [
      'of a function is one that somebody is of',
      (pack) => {
        late(pack).tasks[0]!.by = 'function';
        noPlanners(pack);
      },
      {
        pointer: `${at}/tasks/0/by`,
        problem: 'nobody is of transport_planning: no rota of a team of it, and no approver',
        mend: 'give a team of transport_planning a rota, or leave `by` out',
      },
    ],
    [
      'that whoever has the case does needs nobody of its function',
      (pack) => {
        noPlanners(pack);
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('what a playbook proposes', () => {
  const proposes =
    (type: Playbook['actions'][number]['type'], more: object = {}) =>
    (pack: PolicyPack) =>
      void late(pack).actions.push({ type, when: 'exception.repeats > 1.0', ...more } as never);
  const last = `${at}/actions/4`;
  it.each<Row>([
    [
      'has somebody who knows how',
      proposes('order_release'),
      { pointer: `${last}/when`, problem: 'order_release is proposed by people only', mend: 'leave `when` out' },
    ],
    ['may be left to people', proposes('order_release', { when: undefined })],
    ...(['order_hold', 'payment_hold', 'shipment_status', 'expedite'] as const).map((type): Row => [
      `says what it sets: ${type}`,
      proposes(type),
      { pointer: last, problem: `${type} does not say what it sets`, mend: 'add `sets` with the code of the system' },
    ]),
    ['with the code of the system', proposes('expedite', { sets: 'express' })],
    ['sets nothing where nothing is set', proposes('promise_date')],
    ['may be words, which stand with the templates', proposes('customer_message')],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('each type of exception', () => {
  it.each<Row>([
    [
      'has one playbook and not two',
      (pack) => late(pack).types.push('transport.lost'),
      {
        pointer: '/playbooks/7/types',
        problem: 'transport.lost has two playbooks: late-shipment and damage',
        mend: 'take it out of the types of one',
      },
    ],
    [
      'of a playbook is one of the pack',
      (pack) => late(pack).types.push('transport.strike'),
      {
        pointer: '/playbooks/1/types',
        problem: 'there is no exception type transport.strike',
        mend: `write one of ${Object.keys(defaultPack().types).join(', ')}`,
      },
    ],
    [
      'has one',
      (pack) => (pack.playbooks[7]!.types = ['cargo.damaged', 'cargo.temperature_excursion', 'cargo.mis_shipped']),
      { pointer: '/playbooks', problem: 'no playbook is for transport.lost', mend: 'add it to the types of one' },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('governance', () => {
  const credit = (pack: PolicyPack) => pack.governance[1]!;
  const approval = '/governance/1/approval';
  it.each<Row>([
    [
      'has one rule for an action',
      (pack) => pack.governance.push({ ...credit(pack) }),
      {
        pointer: '/governance/13/action',
        problem: 'customer_credit has two rules',
        mend: 'make one of them, with `unless` for what is otherwise',
      },
    ],
    [
      'has one word by hand for an action',
      (pack) => pack.byHand.push({ ...pack.byHand[2]! }),
      { pointer: '/byHand/16/action', problem: 'order_release stands twice', mend: 'delete one of them' },
    ],
    [
      'forbids nothing that is done by itself',
      (pack) => (credit(pack).automaticUpTo = 25_001),
      {
        pointer: '/governance/1',
        problem: 'forbiddenAbove is below automaticUpTo',
        mend: 'write 25001 at least, or make automaticUpTo less',
      },
    ],
    ['may forbid what is not done by itself', (pack) => (credit(pack).automaticUpTo = 25_000)],
    [
      'forbids nothing of a special case that is done by itself there',
      (pack) =>
        (credit(pack).unless = [
          { when: { customerTiers: ['gold'] }, automaticUpTo: 9, forbiddenAbove: 5, reason: 'x' },
        ]),
      {
        pointer: '/governance/1/unless/0',
        problem: 'forbiddenAbove is below automaticUpTo',
        mend: 'write 9 at least, or make automaticUpTo less',
      },
    ],
    [
      'asks no more people than there are who may',
      (pack) => (credit(pack).approval.count = 3),
      {
        pointer: approval,
        problem: 'it takes 3 people who may approve any amount for finance, and there are 2',
        mend: ASK,
      },
    ],
    [
      'needs people without a limit where nothing is forbidden',
      (pack) => delete credit(pack).forbiddenAbove,
      {
        pointer: approval,
        problem: 'it takes 2 people who may approve any amount for finance, and there are 1',
        mend: ASK,
      },
    ],
    [
      'needs people up to what is forbidden',
      (pack) => (credit(pack).forbiddenAbove = 25_001),
      {
        pointer: approval,
        problem: 'it takes 2 people who may approve any amount for finance, and there are 1',
        mend: ASK,
      },
    ],
    [
      'of each function asks somebody of each',
      (pack) =>
        (credit(pack).approval = {
          functions: ['finance', 'warehouse', 'platform'],
          of: 'each',
          count: 1,
          within: 'P1D',
        }),
      {
        pointer: approval,
        problem: 'nobody may approve any amount for warehouse',
        mend: 'add { function: warehouse } to what somebody `approves`',
      },
      {
        pointer: approval,
        problem: 'nobody may approve any amount for platform',
        mend: 'add { function: platform } to what somebody `approves`',
      },
      {
        pointer: approval,
        problem: 'it takes 3 people who may approve any amount for finance or warehouse or platform, and there are 2',
        mend: ASK,
      },
    ],
    [
      'of each function needs as many people as functions',
      (pack) =>
        (credit(pack).approval = {
          functions: ['accounts_payable', 'finance'],
          of: 'each',
          count: 1,
          within: 'P1D',
        }),
    ],
    [
      'knows whom to ask when the time is over',
      (pack) => (credit(pack).approval.otherwise = { functions: ['warehouse'], count: 1, within: 'P1D' }),
      {
        pointer: `${approval}/otherwise`,
        problem: 'it takes 1 people who may approve any amount for warehouse, and there are 0',
        mend: ASK,
      },
    ],
    [
      'of a special case knows whom to ask',
      (pack) =>
        (credit(pack).unless = [
          {
            when: { customerTiers: ['gold'] },
            approval: { functions: ['warehouse'], count: 1, within: 'P1D' },
            reason: 'x',
          },
        ]),
      {
        pointer: '/governance/1/unless/0/approval',
        problem: 'it takes 1 people who may approve any amount for warehouse, and there are 0',
        mend: ASK,
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});
