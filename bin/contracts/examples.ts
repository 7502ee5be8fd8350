import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { problem } from '../../lambdas/contracts/index.ts';
import type { Problem } from '../../lambdas/contracts/index.ts';

const examples = z.record(
  z.string(),
  z.strictObject({
    request: z.record(z.string(), z.unknown()).default({}).meta({ description: 'By media type.' }),
    answers: z.record(z.string(), z.unknown()).default({}).meta({ description: 'By status.' }),
  }),
);

const FILE = new URL('../../docs/api/examples.json', import.meta.url);
const PROBLEMS_FILE = new URL('../../docs/api/problem-examples.json', import.meta.url);

/** What was sent and answered in a run of the application, or written like it where a run says too little. Tests hold all of them against the schemas. */
export const EXAMPLES = examples.parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** One of each kind of problem, by its slug: as the product has said it. */
export const PROBLEM_EXAMPLES: Readonly<Record<string, Problem>> = z
  .record(z.string(), problem)
  .parse(JSON.parse(readFileSync(PROBLEMS_FILE, 'utf8')));

export function examplesOf(route: string): (typeof EXAMPLES)[string] {
  return EXAMPLES[route] ?? { request: {}, answers: {} };
}
