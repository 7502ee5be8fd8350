import * as z from 'zod';
import { caseId, casesBehind } from '../contracts/index.ts';
import type { CasesBehind } from '../contracts/index.ts';

/** What a run has found: the cases behind each of its numbers, and what there is to say of each. */
export const runResult = z.object({
  groups: z.record(z.string(), z.array(caseId)),
  cases: z.record(caseId, casesBehind.shape.items.element.omit({ id: true })),
});
export type RunResult = z.infer<typeof runResult>;

/** Collects the cases behind numbers; a number then stands for its cases by its key. */
export function groupsBehind() {
  const groups: Record<string, string[]> = {};
  return {
    groups,
    of: (key: string, cases: readonly string[], count = cases.length): { count: number; behind: string } => {
      groups[key] = [...cases];
      return { count, behind: key };
    },
  };
}

const ON_A_PAGE = 200;

/** Some of the cases behind a number; undefined: the run has no such number. */
export function pageBehind(
  { groups, cases }: RunResult,
  key: string,
  after: string | undefined,
): CasesBehind | undefined {
  const ids = Object.hasOwn(groups, key) ? groups[key] : undefined;
  if (ids === undefined) return undefined;
  // One that is not among them is none that we have given.
  const start = after === undefined ? 0 : ids.indexOf(after) + 1;
  const page = ids.slice(start, start + ON_A_PAGE);
  const last = page.at(-1);
  return {
    items: page.map((id) => ({ id, ...cases[id] })),
    ...(last === undefined || start + ON_A_PAGE >= ids.length ? {} : { next: last }),
  };
}
