import { describe, expect, it } from 'vitest';
import type { Action, Task } from '../../../lambdas/contracts/index.ts';
import { casePage, incidentPage } from '../../../lambdas/notification/case-page.ts';
import type { CasePage } from '../../../lambdas/notification/case-page.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const person = pack.people.find(({ id }) => id === 'dan-okafor')!;
const see = (of: string, id: string): string => `see:${of}:${id}`;
const act: NonNullable<CasePage['links']['act']> = ({ act: name, taskId, actionId }) =>
  ['do', name, taskId ?? actionId].filter((part) => part !== undefined).join(':');
const shown = (more: Partial<CasePage> = {}): CasePage => ({
  record: openCase(),
  person,
  pack,
  at: '2026-03-02T09:30:00.000Z',
  tasks: [],
  heard: [],
  actions: [],
  askedOf: new Set(),
  links: { see, act },
  ...more,
});
const doors = (page: CasePage): readonly string[] => (casePage(page).doors ?? []).map(({ url }) => url);
const linesOf = (page: CasePage, title: string) =>
  casePage(page).blocks?.find((one) => one.title === title)?.lines ?? [];

const task = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  title: id,
  function: 'customer_service',
  dueAt: '2026-03-02T11:00:00.000Z',
  after: [],
  state: 'open',
  ...more,
});

describe('what its reader may do', () => {
  it.each([
    ['open', ['do:acknowledge', 'do:resolve', 'do:add-note']],
    ['triaged', ['do:acknowledge', 'do:resolve', 'do:add-note']],
    ['acknowledged', ['do:resolve', 'do:add-note']],
    ['in_progress', ['do:resolve', 'do:add-note']],
    ['resolved', ['do:add-note']],
    // Nothing more is written down of what has ended for good.
    ['closed', []],
    ['withdrawn', []],
    ['merged', []],
  ] as const)('of a case that is %s', (state, expected) => {
    expect(doors(shown({ record: openCase({ state }) }))).toEqual(expected);
  });

  it('nothing, where many read it', () => {
    const page = shown({ links: { see }, tasks: [task('call')] });
    expect(doors(page)).toEqual([]);
    expect(JSON.stringify(casePage(page))).not.toContain('do:');
  });

  it('says how a task stands: first those that can be done, then those that wait, with what for', () => {
    const tasks = [task('write', { after: ['call'] }), task('call'), task('ask', { state: 'done' })];
    const lines = linesOf(shown({ tasks }), 'Tasks');
    expect(lines.map(({ url }) => url)).toEqual(['do:end-task:call', 'do:end-task:write', undefined]);
    expect(lines[1]?.said).toContain('First comes “call”.');
    expect(lines[2]?.said).toBe('1 of 3 are done or not needed');
    const over = shown({ tasks, record: openCase({ state: 'resolved' }) });
    expect(linesOf(over, 'Tasks').map(({ url }) => url)).toEqual([undefined, undefined, undefined]);
  });

  it('decides on what waits for their answer, and sees of all else how it stands', () => {
    const action = (id: string, more: Partial<Action>): Action =>
      ({ id, title: id, digest: 'd', governance: { functions: [], reasons: [] }, ...more }) as unknown as Action;
    const actions = [
      action('mine', { state: 'awaiting_approval' }),
      action('theirs', { state: 'awaiting_approval' }),
      action('lost', { state: 'failed', problem: 'The order is closed' }),
    ];
    const lines = linesOf(shown({ actions, askedOf: new Set(['mine']) }), 'Changes in other systems');
    expect(lines.map(({ url }) => url)).toEqual(['do:decide-action:mine', undefined, undefined]);
    expect(lines[2]?.said).toBe('lost: failed: The order is closed');
  });
});

it('says why nothing happens: it waits for somebody', () => {
  const until = '2026-03-02T15:00:00.000Z';
  const snoozed = (at: string): string =>
    casePage(shown({ record: openCase({ snoozedUntil: until }), at })).lines.join(' ');
  expect(snoozed('2026-03-02T09:30:00.000Z')).toContain('It is snoozed until');
  expect(snoozed('2026-03-02T16:00:00.000Z')).not.toContain('snoozed');
});

it('a list of many says how many it leaves out', () => {
  const record = openCase();
  const row = {
    id: record.id,
    version: 1,
    state: 'triaged',
    type: record.type,
    title: 'Late',
    severity: 'S1',
    region: 'emea',
    businessUnit: 'x',
  } as const;
  const lines = incidentPage(record, [row], 41, { see }).blocks?.[0]?.lines ?? [];
  expect(lines[0]).toMatchObject({
    said: expect.stringMatching(/^S1 #\w+ Late: nobody has it$/),
    url: `see:case:${record.id}`,
  });
  expect(lines[1]?.said).toBe('And 40 more, less severe or over.');
  expect(incidentPage(record, [row], 1, { see }).blocks?.[0]?.lines).toHaveLength(1);
});
