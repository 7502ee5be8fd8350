import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { systemOfRecord, deriveId, exceptionType, severityLevel } from '../../lambdas/contracts/index.ts';
import type { Case, FactSet, Owner, PolicyPack, Severity } from '../../lambdas/contracts/index.ts';
import { nameOwner } from '../../lambdas/routing/index.ts';
import { buildImpactFacts, scoreSeverity } from '../../lambdas/scoring/index.ts';

const AMOUNT = /^(\d+(?:\.\d+)?) ([A-Z]{3})$/;
const fact = z.union([
  z
    .string()
    .regex(AMOUNT)
    .transform((text) => ({ amount: text.split(' ')[0] ?? '', currency: text.split(' ')[1] ?? '' })),
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
]);

/** What an operations manager expects of a trouble, and why: `policies/worked-examples.yaml`. Amounts are written as `150000 EUR`. */
const workedExample = z.strictObject({
  title: z.string(),
  type: exceptionType,
  at: z.iso.datetime(),
  signals: z.int().min(1).default(1),
  region: z.string().default('eu'),
  businessUnit: z.string().default('default'),
  country: z.string().optional(),
  facts: z.partialRecord(systemOfRecord, z.record(z.string(), fact)).default({}),
  unanswered: z.array(systemOfRecord).default([]),
  expect: z.strictObject({ level: severityLevel, team: z.string().optional(), person: z.string().optional() }),
  why: z.string(),
});
export type WorkedExample = z.infer<typeof workedExample>;

/** An example beside what a pack makes of it. `differs` names what is not as expected. */
export interface TriedExample {
  readonly example: WorkedExample;
  readonly severity: Severity;
  readonly owner: Owner;
  readonly differs: readonly string[];
}

export function readExamples(file: string): readonly WorkedExample[] {
  return z.array(workedExample).parse(parse(readFileSync(file, 'utf8')));
}

/** Scores and routes an example by the same rules as a triage. */
export function tryExample(example: WorkedExample, pack: PolicyPack): TriedExample {
  const facts = buildImpactFacts(caseOf(example, pack), answersTo(example, pack), pack, example.at);
  const severity = scoreSeverity(facts, pack, example.at);
  const owner = nameOwner(facts, pack, example.at);
  const { level, team, person } = example.expect;
  const differs = [
    ...(severity.level === level ? [] : [`${severity.level} and not ${level}`]),
    ...(team === undefined || owner.team === team ? [] : [`team ${owner.team} and not ${team}`]),
    ...(person === undefined || owner.person === person ? [] : [`${owner.person ?? 'nobody'} and not ${person}`]),
  ];
  return { example, severity, owner, differs };
}

/** Systems that the type asks and that the example does not name answered and had nothing to say. */
function answersTo({ type, at, facts, unanswered }: WorkedExample, pack: PolicyPack): readonly FactSet[] {
  return (pack.types[type]?.facts ?? []).map((system): FactSet =>
    unanswered.includes(system)
      ? { system, state: 'missing', askedAt: at, problem: 'no answer', facts: {} }
      : { system, state: 'live', askedAt: at, observedAt: at, facts: facts[system] ?? {} },
  );
}

function caseOf({ type, at, signals, region, businessUnit, country }: WorkedExample, pack: PolicyPack): Case {
  return {
    contract: 'case/1',
    id: deriveId('case', 'worked example'),
    version: 1,
    state: 'open',
    type,
    title: pack.types[type]?.title ?? type,
    correlationKeys: [],
    references: [],
    ...(country === undefined ? {} : { place: { country } }),
    region,
    businessUnit,
    policyVersion: '0'.repeat(16),
    asks: pack.types[type]?.facts ?? [],
    occurredAt: at,
    detectedAt: at,
    openedAt: at,
    signals,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: { policy: '', generation: 1, round: 1, level: 0, nextStep: 0, nextDueAt: at },
    reopens: 0,
    chainHash: '0'.repeat(64),
  };
}
