import { describe, expect, it } from 'vitest';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import { addDuration } from '../../../lambdas/case/duration.ts';
import type { Command, CommandContext } from '../../../lambdas/case/command.ts';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { problem } from '../../../lambdas/contracts/index.ts';
import type { Case, CaseState } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const context: CommandContext = { actor: { kind: 'person', id: 'maria' }, requestId: 'r1', at: AT, pack };

const inState = (state: CaseState, changes: Partial<Case> = {}): Case =>
  openCase({ state, severity: severityOf('S2'), owner: ownerOf('customer-service'), ...changes });

const commands: Record<string, Command> = {
  acknowledge: { kind: 'acknowledge', via: 'api' },
  'start work': { kind: 'start-work', via: 'api' },
  'add a note': { kind: 'add-note', via: 'api', text: 'Maria called' },
  resolve: { kind: 'resolve', via: 'api', resolution: 'redelivered' },
};

/** State before, command, and the state after; or why nothing is done. */
const table: readonly [CaseState, keyof typeof commands, CaseState | 'unchanged' | 'refused'][] = [
  ['open', 'acknowledge', 'acknowledged'],
  ['open', 'start work', 'refused'],
  ['open', 'add a note', 'open'],
  ['open', 'resolve', 'resolved'],
  ['triaged', 'acknowledge', 'acknowledged'],
  ['triaged', 'start work', 'refused'],
  ['triaged', 'add a note', 'triaged'],
  ['triaged', 'resolve', 'resolved'],
  ['acknowledged', 'acknowledge', 'unchanged'],
  ['acknowledged', 'start work', 'in_progress'],
  ['acknowledged', 'add a note', 'in_progress'],
  ['acknowledged', 'resolve', 'resolved'],
  ['in_progress', 'acknowledge', 'unchanged'],
  ['in_progress', 'start work', 'unchanged'],
  ['in_progress', 'add a note', 'in_progress'],
  ['in_progress', 'resolve', 'resolved'],
  ['resolved', 'acknowledge', 'refused'],
  ['resolved', 'start work', 'refused'],
  ['resolved', 'add a note', 'resolved'],
  ['resolved', 'resolve', 'unchanged'],
  ['closed', 'acknowledge', 'refused'],
  ['closed', 'start work', 'refused'],
  ['closed', 'add a note', 'refused'],
  ['closed', 'resolve', 'unchanged'],
  ['withdrawn', 'acknowledge', 'refused'],
  ['withdrawn', 'start work', 'refused'],
  ['withdrawn', 'add a note', 'refused'],
  ['withdrawn', 'resolve', 'refused'],
  ['merged', 'acknowledge', 'refused'],
  ['merged', 'start work', 'refused'],
  ['merged', 'add a note', 'refused'],
  ['merged', 'resolve', 'refused'],
];

describe('what people can do', () => {
  it.each(table)('%s: %s -> %s', (state, command, expected) => {
    const record = inState(state);
    const decision = decideCommand(record, commands[command]!, context);
    if (expected === 'unchanged') {
      expect(decision).toMatchObject({ outcome: 'unchanged' });
    } else if (expected === 'refused') {
      expect(decision).toMatchObject({ outcome: 'refused', problem: { status: 409 } });
      const { detail } = problem.parse(decision.outcome === 'refused' && decision.problem);
      expect(detail).toContain(`The case is ${state}`);
    } else {
      if (decision.outcome !== 'changed') throw new Error(decision.outcome);
      const { after, entries } = applyActs(record, decision.acts, {
        at: AT,
        traceparent: TRACEPARENT,
        salt: () => 's',
      });
      expect(after.state).toBe(expected);
      for (const { actor, touch, cause } of entries)
        expect({ actor, touch, cause }).toEqual({
          actor: context.actor,
          touch: true,
          cause: { kind: 'command', id: 'r1' },
        });
    }
  });

  it('counts one person once where it takes several', () => {
    const { escalation } = openCase();
    const record = inState('triaged', { escalation: { ...escalation, needs: 3, agreed: ['maria'] } });
    const acknowledge = (id: string) =>
      decideCommand(record, commands['acknowledge']!, { ...context, actor: { kind: 'person', id } });
    expect(acknowledge('maria')).toMatchObject({ outcome: 'unchanged', why: expect.stringContaining('3 people') });
    expect(acknowledge('dan')).toMatchObject({ acts: [{ happening: { what: 'AcknowledgementAdded', of: 3 } }] });
  });

  it('takes the last of several for all of them, and one where nobody asked for more', () => {
    const { escalation } = openCase();
    const agreed = (names: string[], state: CaseState = 'triaged') =>
      decideCommand(
        inState(state, { escalation: { ...escalation, needs: 2, agreed: names } }),
        commands['acknowledge']!,
        context,
      );
    expect(agreed([])).toMatchObject({ acts: [{ happening: { what: 'AcknowledgementAdded', via: 'api', of: 2 } }] });
    expect(agreed(['dan'])).toMatchObject({ acts: [{ happening: { what: 'CaseAcknowledged', via: 'api' } }] });
    // What is over takes no second person either: it says so to the first.
    expect(agreed([], 'resolved')).toMatchObject({ outcome: 'refused' });
    const { needs: _one, ...usual } = escalation;
    expect(decideCommand(inState('triaged', { escalation: usual }), commands['acknowledge']!, context)).toMatchObject({
      acts: [{ happening: { what: 'CaseAcknowledged' } }],
    });
  });

  it('says how it stands to whoever asks for what is so already', () => {
    const why = (record: Case, command: Command) => {
      const decision = decideCommand(record, command, context);
      return decision.outcome === 'unchanged' ? decision.why : decision.outcome;
    };
    expect(why(inState('in_progress'), commands['start work']!)).toBe('Work on the case has started already.');
    expect(why(inState('resolved'), commands['resolve']!)).toBe('The case is resolved already.');
    expect(why(inState('closed'), commands['resolve']!)).toBe('The case is closed already.');
    // A system has it, or somebody whose name was erased.
    expect(why(inState('acknowledged'), commands['acknowledge']!)).toBe('Somebody has acknowledged the case already.');
    const { escalation } = openCase();
    const once = inState('triaged', { escalation: { ...escalation, needs: 2, agreed: ['maria'] } });
    expect(why(once, commands['acknowledge']!)).toBe('You have acknowledged it; it takes 2 people.');
  });

  it('only an incident has children that could go on', () => {
    const goOn = { ...commands['resolve']!, children: 'continue' } as Command;
    expect(decideCommand(inState('triaged'), goOn, context)).toMatchObject({
      outcome: 'refused',
      problem: {
        type: 'https://fairlead.dev/problems/invalid-request',
        title: 'The request does not fit',
        status: 400,
        detail: 'Only an incident has children; leave it out.',
        errors: [{ pointer: '/children', detail: 'Only an incident has children; leave it out.' }],
      },
    });
    const cause = { kind: 'destination', value: 'NLRTM', title: 'Rotterdam', rule: 'destination' } as const;
    expect(decideCommand(inState('triaged', { cause }), goOn, context)).toMatchObject({
      acts: [
        { happening: { what: 'CaseResolved', resolution: 'redelivered', children: 'continue' }, clock: 'resolve' },
      ],
    });
    const alone = decideCommand(inState('triaged', { cause }), commands['resolve']!, context);
    expect(alone.outcome === 'changed' && alone.acts[0]?.happening).not.toHaveProperty('children');
  });

  it('a type that the policy does not know comes back within a day', () => {
    const decision = decideCommand(inState('triaged', { type: 'transport.delay' }), commands['resolve']!, {
      ...context,
      pack: { ...pack, types: {} },
    });
    expect(decision).toMatchObject({ acts: [{ happening: { reopenUntil: '2026-03-03T09:00:00.000Z' } }] });
  });

  it('tells who has it, to that person and to others', () => {
    const record = inState('acknowledged', { acknowledgedBy: 'maria', acknowledgedAt: AT });
    const why = (id: string): unknown =>
      decideCommand(record, commands['acknowledge']!, { ...context, actor: { kind: 'person', id } });
    expect(why('maria')).toMatchObject({ outcome: 'unchanged', why: 'You have acknowledged the case already.' });
    expect(why('jonas')).toMatchObject({ outcome: 'unchanged', why: 'maria has acknowledged the case already.' });
    // By name, where the policy of the case knows them.
    const known = inState('acknowledged', { acknowledgedBy: 'dan-okafor', acknowledgedAt: AT });
    expect(decideCommand(known, commands['acknowledge']!, context)).toMatchObject({
      outcome: 'unchanged',
      why: 'Dan Okafor has acknowledged the case already.',
    });
  });

  it('sets the end of the reopen window by the type', () => {
    const decision = decideCommand(inState('acknowledged'), commands['resolve']!, context);
    // policies/default: transport.delivery_failed has P5D.
    expect(decision).toMatchObject({ acts: [{ happening: { reopenUntil: '2026-03-07T09:00:00.000Z' } }] });
  });

  it('keeps words of people in fields that can be erased', () => {
    for (const command of [commands['add a note']!, { ...commands['resolve']!, note: 'Maria called' } as Command]) {
      const decision = decideCommand(inState('in_progress'), command, context);
      if (decision.outcome !== 'changed') throw new Error(decision.outcome);
      expect(decision.acts.at(-1)?.personal).toEqual({ text: 'Maria called' });
      expect(JSON.stringify(decision.acts.map(({ happening }) => happening))).not.toContain('Maria called');
    }
  });

  it('is looked at again when somebody who has it seems to have forgotten it', () => {
    const decision = decideCommand(inState('triaged'), commands['acknowledge']!, context);
    // policies/default: acknowledgeTimeout of S2 is PT2H.
    expect(decision).toMatchObject({ acts: [{ nextDueAt: '2026-03-02T11:00:00.000Z', clock: 'acknowledge' }] });
  });
});

describe('a duration after an instant', () => {
  it.each([
    ['PT15M', '2026-03-28T23:15:00.000Z'],
    ['P1D', '2026-03-29T23:00:00.000Z'],
    ['P1W', '2026-04-04T23:00:00.000Z'],
    ['PT0S', '2026-03-28T23:00:00.000Z'],
    ['P1DT1H30M', '2026-03-30T00:30:00.000Z'],
  ])('%s', (duration, expected) => expect(addDuration('2026-03-28T23:00:00.000Z', duration)).toBe(expected));
});
