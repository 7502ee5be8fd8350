import { canonicalJson, exceptionTypes, policyPack } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { durationMs } from '../case/duration.ts';
import { codeProblems } from './check-codes.ts';
import { conditionProblems } from './check-conditions.ts';
import { customerMessageProblems } from './check-customer-messages.ts';
import { flappingProblems, groupingProblems } from './check-grouping.ts';
import { ladderProblems } from './check-ladders.ts';
import { nameProblems } from './check-names.ts';
import { playbookProblems } from './check-playbooks.ts';
import { rotaProblems } from './check-rotas.ts';
import { teamProblems } from './check-teams.ts';
import { timeProblems } from './check-times.ts';
import { overlayPatternProblems } from './overlay.ts';
import type { PackProblem } from './pack-problem.ts';
import { shapeProblems } from './say-shape.ts';

export type { PackProblem } from './pack-problem.ts';

export type CheckedPack =
  { readonly ok: true; readonly pack: PolicyPack } | { readonly ok: false; readonly problems: readonly PackProblem[] };

/** A version is one item of DynamoDB (400 KB at most), beside its name and date. */
export const MOST_BYTES = 350_000;

/** Whether a pack may be published: its shape, its expressions, and that every name in it leads somewhere. Tells all problems at once. */
export function checkPack(candidate: unknown): CheckedPack {
  const parsed = policyPack.safeParse(candidate);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.flatMap((issue) => shapeProblems(issue, candidate)) };
  const pack = parsed.data;
  const problems = [
    ...conditionProblems(pack),
    ...nameProblems(pack),
    ...teamProblems(pack),
    ...codeProblems(pack),
    ...timeProblems(pack),
    ...ladderProblems(pack),
    ...rotaProblems(pack),
    ...bandProblems(pack),
    ...typeProblems(pack),
    ...playbookProblems(pack),
    ...customerMessageProblems(pack),
    ...groupingProblems(pack),
    ...silenceProblems(pack),
    ...handoverProblems(pack),
    ...flappingProblems(pack),
    ...overlayPatternProblems(pack),
    ...sizeProblems(pack),
  ];
  return problems.length === 0 ? { ok: true, pack } : { ok: false, problems };
}

function bandProblems(pack: PolicyPack): PackProblem[] {
  const { S1, S2, S3 } = pack.severity.bands;
  return S1 > S2 && S2 > S3 && S3 > 0 && S1 <= 100
    ? []
    : [
        {
          pointer: '/severity/bands',
          problem: 'bands must fall from S1 to S3, be above 0 and at most 100',
          mend: 'write e.g. { S1: 75, S2: 50, S3: 25 }',
        },
      ];
}

/** Every type of version 1 is there, and every function that owns one has a team. */
function typeProblems(pack: PolicyPack): PackProblem[] {
  const missing = exceptionTypes
    .filter((type) => pack.types[type] === undefined)
    .map((type) => ({
      pointer: '/types',
      problem: `the exception type ${type} is missing`,
      mend: 'add it as policies/default/types.yaml has it; types may be added, and none of these taken away',
    }));
  const ownerless = Object.entries(pack.types)
    .filter(([, policy]) => pack.ownership.byFunction[policy.owner] === undefined)
    .map(([type, policy]) => ({
      pointer: `/types/${type}/owner`,
      problem: `the function ${policy.owner} has no team in ownership/byFunction`,
      mend: 'name a team for the function there',
    }));
  return [...missing, ...ownerless];
}

function silenceProblems({ silences }: PolicyPack): PackProblem[] {
  const most = durationMs('P31D');
  const length = durationMs(silences.longest);
  return [
    ...(silences.callsAnyway.includes('S1')
      ? []
      : [{ pointer: '/silences/callsAnyway', problem: 'cases of S1 call in spite of any silence', mend: 'add S1' }]),
    ...(length > 0 && length <= most
      ? []
      : [
          {
            pointer: '/silences/longest',
            problem: 'a silence is longer than nothing and at most P31D',
            mend: 'write e.g. P14D',
          },
        ]),
  ];
}

/** It is looked four times an hour whether a shift has begun. */
function handoverProblems({ handover: { late } }: PolicyPack): PackProblem[] {
  const length = durationMs(late);
  return length >= durationMs('PT15M') && length <= durationMs('PT12H')
    ? []
    : [{ pointer: '/handover/late', problem: `a shift cannot be handed over ${late} late`, mend: 'write e.g. PT2H' }];
}

function sizeProblems(pack: PolicyPack): PackProblem[] {
  const bytes = Buffer.byteLength(canonicalJson(pack));
  return bytes <= MOST_BYTES
    ? []
    : [
        {
          pointer: '',
          problem: `the pack has ${String(bytes)} bytes; at most ${String(MOST_BYTES)} can be published`,
          mend: 'take out what nobody needs any more: old holidays, overrides and swaps that are over',
        },
      ];
}
