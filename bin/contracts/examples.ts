import { readFileSync } from 'node:fs';
import * as z from 'zod';

const examples = z.record(
  z.string(),
  z.strictObject({
    request: z.record(z.string(), z.unknown()).default({}).meta({ description: 'By media type.' }),
    answers: z.record(z.string(), z.unknown()).default({}).meta({ description: 'By status.' }),
  }),
);

const FILE = new URL('../../docs/api/examples.json', import.meta.url);

/** What was sent and answered in a run of the application, or written like it where a run says too little. Tests hold all of them against the schemas. */
export const EXAMPLES = examples.parse(JSON.parse(readFileSync(FILE, 'utf8')));

export function examplesOf(route: string): (typeof EXAMPLES)[string] {
  return EXAMPLES[route] ?? { request: {}, answers: {} };
}
