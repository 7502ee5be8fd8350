import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { isLater } from '../../../lambdas/case/duration.ts';
import { causeKind, deriveId, severityLevel } from '../../../lambdas/contracts/index.ts';
import type { Case, CauseKind, PolicyPack, PossibleCause } from '../../../lambdas/contracts/index.ts';
import {
  assessIncident,
  incidentKey,
  openIncident,
  openSplit,
  reopenIncident,
} from '../../../lambdas/incident/open-incident.ts';
import { WHERE } from '../../../lambdas/incident/say-cause.ts';
import { openCase } from '../../support/case.ts';
import { pack, severityOf, TRACEPARENT } from '../case/history.ts';

const AT = '2026-03-02T10:00:00.000Z';
/** The case with which it became too many: of a carrier that cases have by its code, and people by its name. */
const opener = openCase({
  place: { locality: 'Long Beach', region: 'CA', country: 'US' },
  carrier: 'NRTH',
  occurredAt: '2026-03-02T09:30:00.000Z',
});
const place: PossibleCause = {
  kind: 'place',
  value: 'US/CA/LONG BEACH',
  title: 'Long Beach, CA, US',
  rule: 'port-or-place',
};
const of = (kind: CauseKind, rule = 'port-or-place'): PossibleCause => ({
  kind,
  value: 'NRTH',
  title: 'Northline',
  rule,
});
const open = (cause = place, policy = pack) => openIncident({ cause, cases: 26, opener }, policy, AT);
/** The default pack with its rule for places changed. */
const ruled = (changes: object): PolicyPack => ({
  ...pack,
  grouping: pack.grouping.map((rule) => (rule.id === 'port-or-place' ? { ...rule, ...changes } : rule)),
});
const assessedIn = (acts: ReturnType<typeof open>['acts']): Case['severity'] =>
  acts.flatMap(({ happening }) => (happening.what === 'CaseTriaged' ? [happening.severity] : []))[0];

describe('an incident that opens', () => {
  it('is a case of its cause, from the place, the region and the policy of the case with which it became too many', () => {
    expect(open().record).toMatchObject({
      state: 'open',
      version: 0,
      type: 'incident.storm',
      title: 'Storm at Long Beach, CA, US',
      cause: place,
      correlationKeys: ['KEY#incident#place#US/CA/LONG BEACH'],
      place: opener.place,
      region: 'na',
      businessUnit: 'retail',
      policyVersion: opener.policyVersion,
      occurredAt: '2026-03-02T09:30:00.000Z',
      detectedAt: AT,
      openedAt: AT,
    });
  });

  it('has no report, no reference and nobody to ask of its own, and nobody was called for it yet', () => {
    expect(open().record).toMatchObject({
      signals: 0,
      triagedSignals: 0,
      retracted: 0,
      attention: 0,
      reopens: 0,
      references: [],
      asks: [],
      escalation: { policy: pack.escalation[0]!.id, generation: 1, round: 1, level: 0, nextStep: 0 },
    });
    // By a pack without any ladder it waits for the usual one.
    expect(open(place, { ...pack, escalation: [] }).record.escalation.policy).toBe('standard');
  });

  it('begins its count with the cases that it was opened for, so that growth is measured from there', () => {
    expect(open().record).toMatchObject({ toldChildren: 26 });
    expect(open().record.toldGrowths).toBeUndefined();
  });

  it('is another than the next of the same cause, and than one of another cause at the same time', () => {
    const ids = [
      open(),
      openIncident({ cause: place, cases: 26, opener }, pack, '2026-03-02T10:00:00.001Z'),
      open(of('place')),
      open({ ...place, kind: 'vessel' }),
      openIncident({ cause: place, cases: 26, opener: { ...opener, id: deriveId('case', 'other') } }, pack, AT),
    ].map(({ record }) => record.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(open().record.id).toBe(open().record.id);
  });

  it('knows the incident of its cause before it, and so does its journal; the first of a cause knows none', () => {
    const previous = deriveId('case', 'the one before');
    const { record, acts } = openIncident({ cause: place, cases: 26, opener, previous }, pack, AT);
    expect(record.previousCase).toBe(previous);
    expect(acts[0]?.happening).toEqual({
      what: 'CaseOpened',
      type: 'incident.storm',
      cause: place,
      previousCase: previous,
    });
    expect(open().record).not.toHaveProperty('previousCase');
    expect(open().acts[0]?.happening).toEqual({ what: 'CaseOpened', type: 'incident.storm', cause: place });
  });

  it('is assessed the moment it opens, and looked at by its lifecycle within two minutes', () => {
    const { record, acts } = open();
    expect(acts.map(({ happening, nextDueAt }) => [happening.what, nextDueAt])).toEqual([
      ['CaseOpened', '2026-03-02T10:02:00.000Z'],
      ['CaseTriaged', '2026-03-02T10:02:00.000Z'],
    ]);
    for (const { actor, cause } of acts)
      expect([actor, cause]).toEqual([
        { kind: 'system', id: 'incident' },
        { kind: 'incident', id: record.id },
      ]);
    const { after } = applyActs(record, acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
    expect(after).toMatchObject({ state: 'triaged', version: 2, severity: { level: 'S1' }, owner: { namedAt: AT } });
    expect(after.clocks?.acknowledge.startedAt).toBe(AT);
  });

  it.each([
    ['place', { place: opener.place }],
    ['facility', { place: opener.place }],
    ['carrier', { carrier: 'NRTH' }],
    ['vessel', {}],
    ['source', {}],
    ['country', {}],
    ['parts', {}],
    ['key', {}],
  ] as const)('has of the opener only what all of them share: of one %s %j', (kind, shared) => {
    const { place: where, carrier } = open(of(kind)).record;
    expect({
      ...(where === undefined ? {} : { place: where }),
      ...(carrier === undefined ? {} : { carrier }),
    }).toEqual(shared);
  });

  it('is owned by the rules that its cases are owned by: a rule that names a carrier reads its code', () => {
    const rule = { id: 'northline', when: 'exception.carrier == "NRTH"', team: 'logistics', role: 'x', reason: 'x' };
    const theirs = {
      ...pack,
      ownership: { ...pack.ownership, rules: [{ ...rule, team: pack.teams.at(-1)!.id }] },
    } as PolicyPack;
    expect(open(of('carrier', 'carrier'), theirs).acts[1]?.happening).toMatchObject({
      owner: { team: pack.teams.at(-1)!.id, reasons: [{ rule: 'northline' }] },
    });
  });

  it('says nothing of a place or a carrier that the opener does not have', () => {
    const { place: _place, carrier: _carrier, ...bare } = opener;
    for (const kind of ['place', 'carrier'] as const) {
      const { record } = openIncident({ cause: of(kind), cases: 26, opener: bare }, pack, AT);
      expect(record).not.toHaveProperty('place');
      expect(record).not.toHaveProperty('carrier');
    }
  });

  it('is called by the name of its type in the pack, and how things of each kind are spoken of', () => {
    const titles = causeKind.options.map((kind) => open(of(kind)).record.title);
    expect(titles).toEqual(causeKind.options.map((kind) => `Storm ${WHERE[kind]} Northline`));
    const types = { ...pack.types, 'incident.storm': { ...pack.types['incident.storm']!, title: 'Unwetter' } };
    expect(open(place, { ...pack, types }).record.title).toBe('Unwetter at Long Beach, CA, US');
    expect(open(place, { ...pack, types: {} }).record.title).toBe('Storm at Long Beach, CA, US');
  });
});

describe('the severity of an incident', () => {
  it.each(severityLevel.options)('is what its grouping rule says (%s), with the points of that band', (severity) => {
    const score = severity === 'S4' ? 0 : pack.severity.bands[severity];
    expect(assessedIn(open(place, ruled({ severity })).acts)).toMatchObject({
      level: severity,
      score,
      latches: [],
      scoredAt: AT,
    });
  });

  it.each([
    ['PT1H', 'within one hour'],
    ['PT45M', 'within 45 minutes'],
    ['PT90M', 'within 90 minutes'],
    ['PT6H', 'within 6 hours'],
    ['P1D', 'within 24 hours'],
  ])('gives the count, the cause, the window (%s) and the threshold as its reason', (window, within) => {
    expect(assessedIn(open(place, ruled({ window })).acts)?.reasons).toEqual([
      {
        rule: 'port-or-place',
        text: `26 cases share the place Long Beach, CA, US ${within}; more than 25 are one incident.`,
      },
    ]);
  });

  it('is S2 where the pack does not know its rule any more, and then promises no threshold', () => {
    expect(assessedIn(open(place, { ...pack, grouping: [] }).acts)).toMatchObject({
      level: 'S2',
      reasons: [{ rule: 'incident', text: '26 cases share the place Long Beach, CA, US.' }],
    });
  });

  it('where nobody has counted, says so; and of a cause that is not known, says that there is one', () => {
    const { record } = open();
    expect(assessIncident(record, pack, AT).severity.reasons[0]?.text).toMatch(/^Many cases share the place/);
    const { cause: _cause, ...without } = record;
    expect(assessIncident(without, pack, AT).severity).toMatchObject({
      level: 'S2',
      reasons: [{ rule: 'incident', text: 'Many cases share a cause.' }],
    });
  });

  it('stays as it was where it is assessed anew: a person may have set it, and it speaks for as many as before', () => {
    const known = { ...open().record, severity: severityOf('S3') };
    const assessed = assessIncident(known, pack, AT, 300);
    expect(assessed.severity).toEqual(severityOf('S3'));
    // The clocks are those of the severity that stands.
    const level = (is: 'S1' | 'S3') => assessIncident({ ...known, severity: severityOf(is) }, pack, AT).clocks;
    expect(assessed.clocks).toEqual(level('S3'));
    expect(assessed.clocks).not.toEqual(level('S1'));
  });

  it('needs no system of record: nothing was asked, and nothing is unknown', () => {
    expect(assessIncident(open().record, pack, AT)).toMatchObject({
      what: 'CaseTriaged',
      facts: [],
      impact: { unknown: [] },
    });
  });

  it('has clocks by the hours of the team that owns it, where the pack counts them in working time', () => {
    const { owner } = assessIncident(open().record, pack, AT);
    const weekly = [{ days: ['tuesday'], from: '09:00', to: '17:00' }];
    const office = {
      ...pack,
      clocks: { ...pack.clocks, businessHours: { resolve: ['S1'] } },
      teams: pack.teams.map((team) => (team.id === owner.team ? { ...team, zone: 'UTC', hours: weekly } : team)),
    } as PolicyPack;
    const resolve = assessIncident(open().record, office, AT).clocks?.resolve;
    expect(resolve).toMatchObject({ team: owner.team, startedAt: AT });
    // AT is a Monday: the time begins on Tuesday morning.
    expect(isLater(resolve?.dueAt ?? AT, '2026-03-03T09:00:00.000Z')).toBe(true);
  });
});

describe('an incident that is split off', () => {
  const id = deriveId('case', 'split');
  const incident = { ...open().record, policyVersion: 'fedcba9876543210', carrier: 'x' };
  const { record, acts } = openSplit(incident, place, id, 7, pack, AT);

  it('is of the same cause and policy, and does not hold its key, so that what comes next joins the first', () => {
    expect(record).toMatchObject({
      id,
      cause: place,
      title: 'Storm at Long Beach, CA, US, split off',
      correlationKeys: [],
      policyVersion: 'fedcba9876543210',
      place: opener.place,
      toldChildren: 7,
      openedAt: AT,
    });
    expect(record).not.toHaveProperty('previousCase');
  });

  it('has a journal of its own id, with the cases that went with it', () => {
    expect(acts.map(({ happening, cause }) => [happening.what, cause])).toEqual([
      ['CaseOpened', { kind: 'incident', id }],
      ['CaseTriaged', { kind: 'incident', id }],
    ]);
    expect(assessedIn(acts)?.reasons[0]?.text).toMatch(/^7 cases share/);
  });
});

it('an incident whose cause is back says of how many more cases, and its lifecycle looks at it soon', () => {
  const incident = open().record;
  expect(reopenIncident(incident, 31, AT)).toEqual({
    actor: { kind: 'system', id: 'incident' },
    cause: { kind: 'incident', id: incident.id },
    nextDueAt: '2026-03-02T10:02:00.000Z',
    happening: { what: 'CaseReopened', reason: '31 more cases share its cause.' },
  });
});

it.each([
  ['A#B', 'A%23B'],
  ['A%23B', 'A%2523B'],
  ['A##B%%', 'A%23%23B%25%25'],
])('the key of a cause with a separator in it (%s) is no key of another', (value, escaped) => {
  expect(incidentKey({ kind: 'carrier', value, title: 'x' })).toBe(`KEY#incident#carrier#${escaped}`);
});
