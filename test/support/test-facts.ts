import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * What a test run has to tell beyond passed and failed. Test files run in processes of their own, so each appends a
 * line to the file that `npm test` names in the environment; run by themselves, they tell nobody.
 */
export interface PayloadFact {
  readonly fact: 'payloads';
  /** Real payload files that were put through the code. */
  readonly run: number;
  /** Files that were passed over, because nothing can read them yet or because they are not on this machine. */
  readonly skipped: number;
}

export const factsVariable = 'FAIRLEAD_TEST_FACTS';

export function recordPayloads(run: number, skipped: number): void {
  const path = process.env[factsVariable];
  if (path === undefined) return;
  appendFileSync(path, `${JSON.stringify({ fact: 'payloads', run, skipped } satisfies PayloadFact)}\n`);
}

export function sumPayloads(path: string): { readonly run: number; readonly skipped: number } {
  if (!existsSync(path)) return { run: 0, skipped: 0 };
  const facts = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PayloadFact)
    .filter((each) => each.fact === 'payloads');
  return {
    run: facts.reduce((sum, each) => sum + each.run, 0),
    skipped: facts.reduce((sum, each) => sum + each.skipped, 0),
  };
}
