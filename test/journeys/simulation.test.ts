import { beforeAll, describe, expect, test } from 'vitest';
import { pastCaseOf, pastReportOf } from '../../bin/policy/past-cases.ts';
import type { Case, PolicyPack } from '../../lambdas/contracts/index.ts';
import type { PastCase } from '../../lambdas/simulation/past-case.ts';
import type { PastReport } from '../../lambdas/simulation/past-report.ts';
import { everywhere, policyOf } from '../../lambdas/simulation/past-case.ts';
import { tellSimulation } from '../../lambdas/simulation/tell-simulation.ts';
import { beginSimulation } from '../../lambdas/simulation/simulate-history.ts';
import type { SimulationReport } from '../../lambdas/simulation/simulate-history.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { defaultPack } from '../support/pack.ts';
import { knowShipments, numbers, report } from '../support/storm.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const rates = { perCase: 0.0004, perFurtherCall: 0.0002, perMessage: { email: 0.0001 } };
const reason = 'for the test';
const SHIPMENTS = ['SO-1', 'SO-2', 'SO-3', 'SO-4', 'SO-5', 'SO-6', 'SO-7'] as const;

let world: World;
let history: readonly PastCase[];
let reports: readonly PastReport[];

const idOf = async (shipment: string): Promise<string> => {
  const found = (await world.cases()).find(({ references }) => references.some(({ value }) => value === shipment));
  return found?.id ?? '';
};
const tell = async (shipment: string, command: string, body: object = {}): Promise<void> => {
  const answer = await world.as(PEOPLE.lead.email).post(`/v1/cases/${await idOf(shipment)}/${command}`, body);
  expect(answer.status, `${shipment} ${command}: ${answer.text}`).toBe(200);
};
const arrives = (index: number, control: number): Promise<unknown> =>
  world.postEdi(
    edi214({
      shipment: SHIPMENTS[index] ?? '',
      tracking: `NL447190${String(index)}`,
      control: String(control).padStart(9, '0'),
      ...(control > 100 ? { time: '0300' } : {}),
    }),
  );

const says = async (shipment: string, body: object): Promise<string> => {
  const references = [{ kind: 'shipment', value: shipment }];
  const occurredAt = new Date(world.now()).toISOString();
  const { status, text, json } = await world.postSignal({ occurredAt, ...body, references });
  if (status !== 202) throw new Error(text);
  await world.advance(3 * MINUTE);
  return json.signals[0].id;
};
const LATE = { kind: 'exception', type: 'transport.delay' } as const;
const DELIVERED = { kind: 'progress', milestone: { name: 'delivered', at: 'actual' } } as const;

/** Trouble that comes and goes, that is taken back, that is settled before it is heard of, and two that a lead makes one. */
async function comeAndGo(): Promise<void> {
  for (const shipment of ['SO-11', 'SO-12', 'SO-13', 'SO-14']) knowShipment(world, shipment, 'S3');
  for (let time = 1; time <= 4; time += 1) {
    await says('SO-11', LATE);
    await says('SO-11', DELIVERED);
  }
  await says('SO-12', { kind: 'retraction', retracts: await says('SO-12', LATE) });
  await says('SO-12', LATE);
  const wrong = await says('SO-12', DELIVERED);
  await says('SO-12', { kind: 'retraction', retracts: wrong });
  const earlier = new Date(world.now()).toISOString();
  await world.advance(MINUTE);
  await says('SO-13', DELIVERED);
  await says('SO-13', { ...LATE, occurredAt: earlier });
  await says('SO-14', LATE);
  await says('SO-13', LATE);
  await tell('SO-13', 'merge', { into: await idOf('SO-14'), reason });
  await world.advance(MINUTE);
  await says('SO-13', LATE);
}

/** The playbook tells the customer by itself that the goods come later than promised. */
async function tellCustomer(): Promise<void> {
  knowShipment(world, 'SO-15', 'S3');
  const promised = world.now() + 48 * HOUR;
  world.partners.erp.put('SO-15', {
    SalesOrder: '4500015',
    TotalNetAmount: '9000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(promised).toISOString()),
  });
  world.partners.tms.put('SO-15', {
    id: 'SO-15',
    mode: 'road',
    carrier: 'Northline',
    estimatedArrival: new Date(promised + 36 * HOUR).toISOString(),
  });
  world.partners.crm.put('SO-15', {
    name: 'Hafen Klinik',
    tier: 'Silver',
    complaints: 0,
    email: 'einkauf@kunde.example.org',
    language: 'de_DE',
  });
  await says('SO-15', LATE);
}

/** A working day in which people do all that they can do with a case; also a storm and a quiet one. */
async function live(): Promise<void> {
  world = await openWorld({ startAt: '2026-09-01T07:00:00Z' });
  for (const [index, shipment] of SHIPMENTS.entries()) {
    knowShipment(world, shipment, index % 2 === 0 ? 'S1' : 'S3');
    await arrives(index, index + 1);
  }
  await world.advance(10 * MINUTE);
  await tell('SO-1', 'acknowledge');
  await tell('SO-2', 'snooze', { until: '2026-09-01T09:00:00.000Z', reason });
  await tell('SO-3', 'escalate', { reason });
  await tell('SO-4', 'assign', { team: 'logistics', person: 'mei-tan', reason });
  await world.advance(20 * MINUTE);
  await tell('SO-1', 'start');
  await tell('SO-1', 'pause', { waitingFor: 'carrier', until: '2026-09-01T10:00:00.000Z', reason });
  await tell('SO-3', 'acknowledge');
  await tell('SO-3', 'escalate', { reason });
  await tell('SO-4', 'severity', { level: 'S2', reason });
  await tell('SO-5', 'resolve', { resolution: 'solved' });
  await tell('SO-6', 'withdraw', { reason });
  await arrives(1, 101);
  await world.advance(HOUR);
  await tell('SO-1', 'customer-told', {});
  await tell('SO-5', 'reopen', { reason });
  const late = numbers(1, 28);
  knowShipments(world, late, [4]);
  await report(world, late);
  await world.advance(3 * HOUR);
  await tell('SO-1', 'resolve', { resolution: 'solved' });
  await tell('SO-2', 'notes', { text: 'Looking for the driver' });
  await comeAndGo();
  await tellCustomer();
  await world.advance(5 * HOUR);
}

beforeAll(async () => {
  await live();
  const readAt = new Date(world.now()).toISOString();
  const kept = await Promise.all(
    (await world.cases()).map(async (record: Case) =>
      pastCaseOf(
        {
          record: JSON.stringify(record),
          entries: (await world.journal(record.id)).map((entry) => JSON.stringify(entry)),
        },
        readAt,
      ),
    ),
  );
  history = kept.filter((past) => past !== undefined);
  reports = (await world.reports()).map(pastReportOf);
}, 240_000);

function simulate(draft: PolicyPack, against?: PolicyPack, past = history): SimulationReport {
  const simulation = beginSimulation({
    draft: everywhere(policyOf(draft)),
    against: against === undefined ? undefined : everywhere(policyOf(against)),
    rates,
  });
  for (const one of past) simulation.add(one);
  for (const one of reports) simulation.addReport(one);
  return simulation.report();
}

describe('simulation against what has happened', () => {
  test('the published pack over its own history changes nothing', () => {
    const done = simulate(defaultPack());
    expect(done.courses).toEqual([]);
    expect(done).toMatchObject({ cases: history.length, unchanged: history.length, moves: [] });
    expect(done.limits).toEqual({
      misfits: { count: 0, cases: [] },
      unasked: { count: 0, cases: [] },
      cut: { count: 0, cases: [] },
    });
    for (const { before, after } of done.rows) expect(after).toEqual(before);
    expect(done.usd.after).toBeCloseTo(done.usd.before, 10);
    expect(done.reports).toMatchObject({ changes: [], incidents: [], notReplayed: [] });
    expect(done.reports.cases.after).toBe(done.reports.cases.before);
    expect(done.reports.replayed).toBe(new Set(reports.map(({ signal }) => signal.id)).size);
    // It is no empty history: a storm, calls over several rounds, broken clocks, actions.
    const whats = new Set(history.flatMap(({ entries }) => entries.map(({ happening }) => happening.what)));
    for (const what of [
      'JoinedIncident',
      'LadderRestarted',
      'ClockBreached',
      'ClocksPaused',
      'ClocksResumed',
      'CaseReopened',
      'SeverityChanged',
      'CaseHandedBack',
      'CaseWithdrawn',
      'EscalatedByHand',
      'SignalAttached',
      'ActionProposed',
      'FlappingBegan',
      'TroubleQuieted',
      'SignalRetracted',
      'CaseMerged',
    ] as const)
      expect([...whats], what).toContain(what);
    const toCustomers = history.flatMap(({ entries }) =>
      entries.filter(({ happening }) => happening.what === 'ActionProposed' && happening.type === 'customer_message'),
    );
    expect(toCustomers.map(({ actor }) => actor.id)).toEqual(['playbook']);
    expect([...whats]).toContain('CustomerTold');
  });

  test('higher bands make cases less severe: they are called later or not at all, and every number names its cases', () => {
    const draft = defaultPack();
    draft.severity.bands = { S1: 99, S2: 98, S3: 97 };
    draft.severity.latches = [];
    const done = simulate(draft);
    expect(done.changed.severity.count).toBeGreaterThan(5);
    expect(done.moves.filter(({ about }) => about === 'severity').map(({ to }) => to)).toContain('S4');
    for (const { before, after } of done.courses)
      expect(Date.parse(after.calls[1]?.at ?? '9999')).toBeGreaterThanOrEqual(Date.parse(before.calls[1]?.at ?? '0'));
    for (const { about, before, after } of done.rows)
      for (const { count, cases } of [before, after]) {
        expect(cases.length).toBeLessThanOrEqual(count);
        if (about === 'severity' || about === 'owner') expect(cases).toHaveLength(count);
      }
    // Each case stands in one row of severities on each side.
    const severities = done.rows.filter(({ about }) => about === 'severity');
    expect(severities.flatMap(({ after }) => after.cases).sort()).toEqual(
      history.map(({ record }) => record.id).sort(),
    );
  });

  test('another owner of a type moves its cases, and the change back moves them back', () => {
    const draft = defaultPack();
    for (const team of Object.keys(draft.ownership.byFunction)) {
      const name = team as keyof typeof draft.ownership.byFunction;
      draft.ownership.byFunction[name] = 'logistics';
    }
    draft.ownership.rules = [];
    const there = simulate(draft, defaultPack());
    const back = simulate(defaultPack(), draft);
    const told = ({ moves }: SimulationReport) =>
      moves.filter(({ about }) => about === 'owner').map(({ from, to, cases }) => [from, to, cases.length]);
    expect(told(there).every(([, to]) => to === 'logistics')).toBe(true);
    expect(
      told(back)
        .map(([from, to, count]) => [to, from, count])
        .sort(),
    ).toEqual(told(there).sort());
    expect(there.against).toBe(policyOf(defaultPack()).version);
  });

  test('a person whom the draft does not know is told as such, and the case goes on without what they did', () => {
    const draft = defaultPack();
    draft.teams = draft.teams.filter(({ id }) => id !== 'logistics');
    const done = simulate(draft);
    expect(done.limits.misfits.count).toBe(1);
  });

  test('a system that nobody has asked is told, and is no ignorance that raises the severity', () => {
    const draft = defaultPack();
    for (const policy of Object.values(draft.types)) policy.facts = [...policy.facts, 'documents'];
    const done = simulate(draft);
    expect(done.limits.unasked.count).toBeGreaterThan(5);
    expect(done.changed.severity.count).toBe(0);
  });

  test('what a draft makes otherwise of reports is told: which are trouble, which case they join, what settles it, what comes and goes', () => {
    const draft = defaultPack();
    const delay = draft.types['transport.delay'];
    if (delay === undefined) throw new Error('no such type');
    delay.settledBy = [];
    delay.flapping = { window: 'PT2H', count: 30 };
    draft.grouping = draft.grouping.map((rule) => ({ ...rule, threshold: 200 }));
    draft.codes = [{ id: 'weather', scheme: 'x12:1651', codes: ['AO'], type: 'none', reason: 'for the test' }];
    const done = simulate(draft);
    const said = tellSimulation(done);
    expect(said).toContain('28 reports of transport.delay would be no trouble');
    expect(said).toContain('28 reports would lie on a timeline without a case rather than open a case');
    expect(said).toMatch(
      /Incident "Storm at LONG BEACH, CA, US" of 2026-09-01 0\d:\d\d would not have opened; its 28 cases/,
    );
    expect(said).toContain('2 cases would settle by themselves less often, or not at all');
    expect(said).toContain('1 case would not count as coming and going any more');
    expect(said).toMatch(/1 report would (open|join) [a-z ]+ rather than lie on a timeline without a case/);
    // And back: the draft as it was, compared with what is published.
    const back = simulate(defaultPack(), draft);
    expect(tellSimulation(back)).toMatch(/Incident "Storm .*" would have opened at 2026-09-01 0\d:\d\d with 28 cases/);
    expect(back.reports.cases).toEqual({ before: done.reports.cases.after, after: done.reports.cases.before });
  });

  test('a report that is not kept any more is told, and its case is not guessed at', () => {
    const without = reports.filter(({ signal }) => !signal.references.some(({ value }) => value === 'SO-1'));
    const simulation = beginSimulation({ draft: everywhere(policyOf(defaultPack())), rates });
    for (const one of history) simulation.add(one);
    for (const one of without) simulation.addReport(one);
    const done = simulation.report();
    expect(done.reports).toMatchObject({ changes: [], incidents: [], notReplayed: [{ why: 'not_kept', count: 1 }] });
    expect(tellSimulation(done)).toContain('1 case not replayed: a report of it is not kept');
  });

  test('nothing is sent: the world has not moved', async () => {
    const told = world.told.length;
    simulate(defaultPack());
    await world.settle();
    expect(world.told).toHaveLength(told);
  });
});
