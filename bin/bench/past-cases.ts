import { ASKED_BEFORE, deriveId } from '../../lambdas/contracts/index.ts';
import type { Case, FactSet, PolicyPack, Severity, Signal } from '../../lambdas/contracts/index.ts';
import { applyActs } from '../../lambdas/case/apply-acts.ts';
import type { Act } from '../../lambdas/case/apply-acts.ts';
import { asReported } from '../../lambdas/simulation/past-case.ts';
import type { PastCase, Policy } from '../../lambdas/simulation/past-case.ts';
import type { PastReport } from '../../lambdas/simulation/past-report.ts';
import { simulateCase } from '../../lambdas/simulation/simulate-case.ts';

const HOUR = 3_600_000;
const FIRST = Date.parse('2026-03-02T06:00:00Z');

const later = (instant: string, hours: number): string => new Date(Date.parse(instant) + hours * HOUR).toISOString();
const pick = <Item>(items: readonly [Item, ...Item[]], index: number): Item => items[index % items.length] ?? items[0];

/** A case as reports of many types open it, one every four minutes over a month. */
export function reportedCase(index: number, pack: PolicyPack): Case {
  const types = Object.keys(pack.types).filter((type) => !type.startsWith('incident.'));
  const type = types[index % types.length] ?? 'transport.delay';
  const openedAt = new Date(FIRST + index * 240_000).toISOString();
  return {
    contract: 'case/1',
    id: deriveId('case', 'bench', index),
    version: 1,
    state: 'open',
    type,
    title: pack.types[type]?.title ?? type,
    references: [
      { kind: 'shipment', value: `SO-${String(index)}`, issuer: 'ERP1' },
      { kind: 'container', value: `MSKU${String(1_000_000 + index)}`, issuer: 'BIC' },
      { kind: 'purchase_order', value: `45${String(index)}`, issuer: 'ERP1' },
    ],
    correlationKeys: [],
    place: { code: 'USLGB', locality: 'Long Beach', country: 'US' },
    carrier: pick(['NRTH', 'MAEU', 'UPSN'], index),
    region: pick(['eu', 'na', 'apac'], index),
    businessUnit: pick(['retail', 'pharma'], index),
    policyVersion: '',
    asks: [...(pack.types[type]?.facts ?? ASKED_BEFORE)],
    occurredAt: later(openedAt, -2),
    detectedAt: openedAt,
    openedAt,
    signals: 1,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: { policy: pack.escalation[0]?.id ?? '', generation: 1, round: 1, level: 0, nextStep: 0 },
    reopens: 0,
    chainHash: '0'.repeat(64),
  };
}

/** Ten facts of each of six systems: what rules see, and as many that they do not. */
export function factsFor(index: number, at: string): readonly FactSet[] {
  const euros = (amount: number) => ({ amount: amount.toFixed(2), currency: pick(['EUR', 'USD'], index) });
  return [
    factSet('erp', at, {
      order: `45${String(index)}`,
      orderValue: euros(500 * (1 + (index % 400))),
      promisedAt: later(at, (index % 120) - 12),
      priority: pick(['NORMAL', 'HIGH'], index),
      expedited: index % 5 === 0,
    }),
    factSet('tms', at, {
      mode: pick(['road', 'ocean', 'air'], index),
      cutoffAt: later(at, (index % 60) - 6),
      estimatedArrival: later(at, index % 90),
      temperatureControlled: index % 7 === 0,
      dangerousGoods: index % 11 === 0,
      perishable: index % 6 === 0,
    }),
    factSet('crm', at, {
      tier: pick(['silver', 'gold', 'platinum'], index),
      penalty: euros(10 * (index % 900)),
      openComplaints: index % 4,
      safetyCritical: index % 13 === 0,
    }),
    factSet('wms', at, { substituteUnits: index % 50, coverDays: index % 9 }),
    factSet('trade', at, {
      customsStatus: pick(['released', 'held'], index),
      holdCode: 'PR',
      missingDocuments: index % 3 === 0 ? ['invoice'] : [],
      freeTimeEndsAt: later(at, 24 + (index % 96)),
    }),
    factSet('documents', at, {}),
  ];
}

function factSet(system: FactSet['system'], at: string, facts: FactSet['facts']): FactSet {
  const unseen = Array.from({ length: 10 - Object.keys(facts).length }, (_unused, number): [string, string] => [
    `field${String(number)}`,
    `value ${String(number)}`,
  ]);
  return {
    system,
    state: 'live',
    askedAt: at,
    observedAt: at,
    facts: { ...facts, ...Object.fromEntries(unseen) },
  };
}

/** A case as it goes on most days: triaged, called, taken by somebody after a while, solved. Journalled by the rules themselves. */
export function historyOf(index: number, policy: Policy): PastCase {
  const reported = reportedCase(index, policy.pack);
  const { openedAt: at, id } = reported;
  const facts = factsFor(index, at);
  const lifecycle = { actor: { kind: 'system', id: 'triage' }, cause: { kind: 'lifecycle', id } } as const;
  const person = (request: string) =>
    ({ actor: { kind: 'person', id: 'jonas-weber' }, cause: { kind: 'command', id: request } }) as const;
  const intake = {
    actor: { kind: 'system', id: 'intake' },
    cause: { kind: 'signal', id: deriveId('sig', id) },
  } as const;
  const answered = { facts: [...facts], impact: { unknown: [] }, severity: ASSUMED };
  const came = [
    [0, { ...intake, happening: { what: 'CaseOpened', signalId: deriveId('sig', id), type: reported.type } }],
    [0, { ...lifecycle, happening: { what: 'SeverityChanged', ...answered } }],
    [0.2 + (index % 7) / 3, { ...person('take'), happening: { what: 'CaseAcknowledged', via: 'link' } }],
    [
      4 + (index % 5),
      { ...person('solve'), happening: { what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: at } },
    ],
  ] as const satisfies readonly (readonly [number, Act])[];
  let record = asReported({ record: reported }, policy);
  const entries = came.flatMap(([hours, act]) => {
    const applied = applyActs(record, [act], { ...SIMULATED, at: later(at, hours) });
    record = applied.after;
    return applied.entries;
  });
  const readAt = later(at, 24);
  const first: PastCase = {
    contract: 'past-case/1',
    readAt,
    record: { ...record, asks: reported.asks },
    entries: [...entries],
  };
  // What came from outside is known; the rules say what followed.
  const gone = simulateCase(first, policy);
  return { ...first, record: gone.record, entries: [...gone.entries] };
}

/** The report that opened a case of such a history. */
export function reportOf({ record }: PastCase): PastReport {
  const { id, type, references, place, carrier, region, businessUnit, occurredAt, openedAt } = record;
  const signal: Signal = {
    contract: 'signal/1',
    id: deriveId('sig', id),
    kind: 'exception',
    type,
    source: { id: 'northline-edi', format: 'x12-214' },
    reason: { scheme: 'x12:1651', code: 'BS', status: 'AH' },
    references,
    ...(place === undefined ? {} : { place }),
    ...(carrier === undefined ? {} : { carrier: { scac: carrier } }),
    region,
    businessUnit,
    occurredAt,
    timeBasis: 'sent',
    receivedAt: openedAt,
    raw: { key: `raw/${id}` },
    traceparent: SIMULATED.traceparent,
  };
  return { contract: 'past-report/1', signal, caseId: id };
}

const SIMULATED = { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, salt: () => '' } as const;
const ASSUMED: Severity = { level: 'S4', score: 0, reasons: [], latches: [], scoredAt: '2026-03-02T06:00:00.000Z' };
