import { describe, expect, it } from 'vitest';
import { caseState, deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, CaseState } from '../../../lambdas/contracts/index.ts';
import { decideMerge, decideMove, decideSplit } from '../../../lambdas/incident/decide-regroup.ts';
import { openCase } from '../../support/case.ts';
import { pack } from '../case/history.ts';

const cause = { kind: 'place', value: 'US/CA/LONG BEACH', title: 'Long Beach, CA, US', rule: 'port-or-place' } as const;
const AT = '2026-03-02T09:00:00.000Z';
const by = {
  actor: { kind: 'person', id: 'ines-duarte' },
  requestId: 'request-1',
  reason: 'Two ships, not one.',
} as const;
const named = (name: string, changes: Partial<Case> = {}): Case =>
  openCase({ id: deriveId('case', name), state: 'triaged', ...changes });
const incident = named('incident', { cause });
const other = named('other', { cause });
const alone = named('one');
const childOf = ({ id }: Case, changes: Partial<Case> = {}): Case =>
  named('one', { incident: { id, cause, joinedAt: AT }, ...changes });
/** Who did it and why is kept with each entry, the words apart from what happened. */
const act = (happening: object) => ({
  actor: by.actor,
  cause: { kind: 'command', id: 'request-1' },
  happening,
  personal: { text: 'Two ships, not one.' },
});
const invalid = (pointer: string, detail: string) => ({
  outcome: 'refused',
  problem: { status: 400, detail, errors: [{ pointer, detail }] },
});
const notNow = (detail: string) => ({ outcome: 'refused', problem: { status: 409, detail } });
const live: readonly CaseState[] = ['open', 'triaged', 'acknowledged', 'in_progress'];
const over = caseState.options.filter((state) => !live.includes(state));
/** What is over can be opened again only while it is resolved, and only then that is advised. */
const ended = (state: CaseState): string =>
  `The case is ${state}.${state === 'resolved' ? ' Open it again first.' : ''}`;

describe('a case that is moved', () => {
  const move = (record: Case, from?: Case, to?: Case) => decideMove(record, from, to, pack, by);

  it('into an incident: it joins, the incident has taken it over, and nobody has given it away', () => {
    expect(move(alone, undefined, incident)).toEqual({
      outcome: 'changed',
      acts: {
        record: [
          act({
            what: 'JoinedIncident',
            incidentId: incident.id,
            cause: { kind: cause.kind, value: cause.value, title: cause.title },
          }),
        ],
        from: [],
        to: [act({ what: 'TookOver', via: 'api', how: 'move', cases: [alone.id] })],
      },
    });
  });

  it('from one into another: each of the three tells of it, and of the others', () => {
    const decision = move(childOf(incident), incident, other);
    expect(decision.outcome === 'changed' && decision.acts).toEqual({
      record: [expect.objectContaining({ happening: expect.objectContaining({ from: incident.id }) })],
      from: [act({ what: 'GaveAway', via: 'api', cases: [alone.id], to: other.id })],
      to: [act({ what: 'TookOver', via: 'api', how: 'move', cases: [alone.id], from: incident.id })],
    });
  });

  it('out: it stands apart by the word of a person, and its incident has given it to nobody', () => {
    expect(move(childOf(incident), incident)).toEqual({
      outcome: 'changed',
      acts: {
        record: [
          act({
            what: 'LeftIncident',
            incidentId: incident.id,
            reason: 'A person has taken it out.',
            apart: true,
          }),
        ],
        from: [act({ what: 'GaveAway', via: 'api', cases: [alone.id] })],
        to: [],
      },
    });
  });

  it.each(caseState.options)('leaves an incident that is %s, and is told there only while anything is', (state) => {
    const decision = move(childOf(incident), { ...incident, state }, other);
    const isWritten = !['closed', 'withdrawn', 'merged'].includes(state);
    expect(decision.outcome === 'changed' && decision.acts.from.length).toBe(isWritten ? 1 : 0);
    expect(decision.outcome === 'changed' && decision.acts.record.length).toBe(1);
  });

  it('is where it is already: nothing is done again', () => {
    expect(move(alone)).toEqual({ outcome: 'unchanged', why: 'It stands alone already.' });
    expect(move(childOf(incident), incident, incident)).toEqual({
      outcome: 'unchanged',
      why: 'It is a child of that incident already.',
    });
  });

  it.each(over)('is refused when it is %s', (state) => {
    expect(move({ ...alone, state }, undefined, incident)).toMatchObject(notNow(ended(state)));
    expect(move(childOf(incident, { state }), incident)).toMatchObject(notNow(ended(state)));
  });

  it.each(over)('goes into no incident that is %s', (state) => {
    expect(move(alone, undefined, { ...incident, state })).toMatchObject(
      notNow(`The incident is ${state}; nothing joins it any more.`),
    );
  });

  it('goes into no case that is no incident; and no incident goes into one, or out of it', () => {
    expect(move(alone, undefined, named('two'))).toMatchObject(invalid('/to', 'It is no incident.'));
    for (const to of [incident, undefined])
      expect(move(other, undefined, to)).toMatchObject(notNow('It is an incident: merge it, or move its children.'));
  });

  it('waits for its assessment before it goes into an incident, and not before it goes out of one', () => {
    expect(move({ ...alone, state: 'open' }, undefined, incident)).toMatchObject(
      notNow('It has not been assessed yet; try again in a minute.'),
    );
    // One that was reopened is open for a moment, and still a child.
    expect(move(childOf(incident, { state: 'open' }), incident)).toMatchObject({ outcome: 'changed' });
  });
});

describe('a case that is merged into another', () => {
  const merge = (from: Case, into: Case) => decideMerge(from, into, by);
  const two = named('two');

  it('ends there; the other one goes on with it, and with all that was merged into it before', () => {
    const merged = act({ what: 'CaseMerged', into: two.id, via: 'api' });
    const took = { what: 'TookOver', via: 'api', how: 'merge', from: alone.id, cases: [] };
    expect(merge(alone, two)).toEqual({ outcome: 'changed', acts: { from: [merged], into: [act(took)] } });
    const before = [deriveId('case', 'zero')];
    expect(merge({ ...alone, merged: before }, two)).toMatchObject({
      acts: { into: [{ happening: { ...took, merged: before } }] },
    });
    expect(merge(incident, other)).toMatchObject({ outcome: 'changed' });
  });

  it('is merged once, and never into itself', () => {
    expect(merge({ ...alone, state: 'merged', mergedInto: two.id }, two)).toEqual({
      outcome: 'unchanged',
      why: 'It is merged into that one already.',
    });
    expect(merge(alone, alone)).toMatchObject(invalid('/into', 'A case cannot be merged into itself.'));
    // Into a second one is another matter: it is over.
    expect(merge({ ...alone, state: 'merged', mergedInto: two.id }, named('three'))).toMatchObject(
      notNow('The case is merged.'),
    );
  });

  it.each(over)('is refused when either is %s', (state) => {
    expect(merge({ ...alone, state }, two)).toMatchObject(notNow(ended(state)));
    expect(merge(alone, { ...two, state })).toMatchObject(
      notNow(`The other one is ${state}; nothing is merged into it any more.`),
    );
  });

  it('is no incident, or goes into one: what many cases share does not become one of them', () => {
    expect(merge(incident, alone)).toMatchObject(invalid('/into', 'An incident is merged into an incident only.'));
    expect(merge(alone, incident)).toMatchObject({ outcome: 'changed' });
  });
});

describe('an incident that is split', () => {
  const opening = deriveId('case', 'split');
  const one = childOf(incident);
  const two = childOf(incident, { id: deriveId('case', 'two') });
  const split = (children: readonly (Case | undefined)[], from = incident, opened?: Case) =>
    decideSplit(
      from,
      children,
      children.map((child, index) => child?.id ?? `case_${String(index)}`),
      opened,
      opening,
      by,
    );

  it('gives the chosen children away, and the new one has taken them over: both name them', () => {
    expect(split([one, two])).toEqual({
      outcome: 'changed',
      acts: {
        from: [act({ what: 'GaveAway', via: 'api', to: opening, cases: [one.id, two.id] })],
        into: [act({ what: 'TookOver', via: 'api', how: 'split', from: incident.id, cases: [one.id, two.id] })],
      },
    });
  });

  it('is split once', () => {
    expect(split([one], incident, named('split'))).toEqual({
      outcome: 'unchanged',
      why: 'They were split off already.',
    });
  });

  it('is refused for those that are no children of it, and names each', () => {
    const stranger = named('stranger');
    const theirs = childOf(other, { id: deriveId('case', 'theirs') });
    expect(split([one, stranger, undefined, theirs, two])).toMatchObject(
      invalid('/cases', `No children of it: ${stranger.id}, case_2, ${theirs.id}.`),
    );
  });

  it('is refused for those that are over, and names each; what is live is not named', () => {
    const [closed, gone] = (['closed', 'withdrawn'] as const).map((state) =>
      childOf(incident, { id: deriveId('case', state), state }),
    );
    expect(split([closed!, one, gone!])).toMatchObject(
      notNow(`These are over: ${closed!.id}, ${gone!.id}. Leave them out.`),
    );
  });

  it.each(over)('is refused when it is %s', (state) => {
    expect(split([one], { ...incident, state })).toMatchObject(notNow(ended(state)));
  });

  it('is refused for what is no incident', () => {
    expect(split([one], alone)).toMatchObject(notNow('It is no incident: only an incident is split.'));
  });
});
