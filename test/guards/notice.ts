import type { Guard } from './guard.ts';
import { nearTests } from './near-tests.ts';
import type { Imports } from './nearness.ts';
import { run, runTests } from './run-tests.ts';

/** What saw that a guard was gone: a test by its file and name, or invariants by their words. */
export interface Noticed {
  readonly by: string;
  readonly testFile: string | undefined;
}

export interface Verdict {
  readonly noticed: Noticed | undefined;
  /** Tests and histories that came to no end, and so say nothing. */
  readonly unfinished: readonly string[];
}

export const stageNames = ['near', 'journeys', 'faults'] as const;
export type StageName = (typeof stageNames)[number];

export interface Watch {
  readonly root: string;
  /** Of the tree with every guard in its place. */
  readonly imports: Imports;
  /** Histories to play where no test has noticed. */
  readonly seeds: number;
  readonly stages: readonly StageName[];
  /** Only these test files, where somebody knows who should notice. */
  readonly tests?: readonly string[] | undefined;
}

/** Test files that have a look by themselves before all the others have. */
const NEAREST = 3;

/** The first that notices, nearest first: only what a cheaper stage has not noticed comes to a dearer one. `first`: who has noticed the last time. */
export async function whoNotices(watch: Watch, guard: Guard, first?: string): Promise<Verdict> {
  const unfinished: string[] = [];
  const { tests } = watch;
  if (tests !== undefined) return lookByTests(watch.root, tests);
  for (const look of watch.stages.flatMap((stage) => looksOf(stage, watch, guard, first))) {
    const verdict = await look();
    unfinished.push(...verdict.unfinished);
    if (verdict.noticed !== undefined) return { noticed: verdict.noticed, unfinished };
  }
  return { noticed: undefined, unfinished };
}

type Look = () => Promise<Verdict>;

function looksOf(
  stage: StageName,
  { root, imports, seeds }: Watch,
  guard: Guard,
  first: string | undefined,
): readonly Look[] {
  switch (stage) {
    case 'near': {
      const near = nearTests(root, imports, guard);
      const known = near.filter((file) => file === first);
      const tests = [...known, ...near.filter((file) => file !== first)];
      const groups = [...tests.slice(0, NEAREST).map((file) => [file]), tests.slice(NEAREST)];
      return groups.filter((files) => files.length > 0).map((files) => () => lookByTests(root, files));
    }
    case 'journeys':
      return [() => lookByTests(root, ['test/journeys'])];
    case 'faults':
      return [() => lookByFaults(root, seeds)];
  }
}

async function lookByTests(root: string, files: readonly string[]): Promise<Verdict> {
  const { failed, unfinished } = await runTests(root, files);
  const [witness] = failed;
  if (witness === undefined) return { noticed: undefined, unfinished };
  const { testFile, name } = witness;
  return { noticed: { by: `${testFile} > ${name}`, testFile }, unfinished };
}

async function lookByFaults(root: string, seeds: number): Promise<Verdict> {
  const args = ['--disable-warning=ExperimentalWarning', 'test/faults/run.ts', '--seeds', String(seeds)];
  const { code, output } = await run(root, args);
  if (code === 0) return { noticed: undefined, unfinished: [] };
  if (code === undefined) return { noticed: undefined, unfinished: ['a history of faults'] };
  const broken = [...output.matchAll(/^BROKEN {2}(.+)$/gm)].map(([, says]) => says ?? '');
  if (broken.length === 0) throw new Error(`fault histories cannot be run:\n${output.slice(-2_000)}`);
  return { noticed: { by: `faults: ${broken.join('; ')}`, testFile: undefined }, unfinished: [] };
}
