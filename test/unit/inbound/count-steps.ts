import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector/promises';

/** How often what is ours, and what the packages do for us, was entered: functions, branches and rounds of loops. */
export interface StepCounter {
  /** What it did, and how many steps that took. */
  count<Value>(act: () => Value | Promise<Value>): Promise<{ readonly value: Value; readonly steps: number }>;
  stop(): Promise<void>;
}

/**
 * Steps as V8 counts them for coverage, block by block: the same bytes take the same number of them on any machine, however busy. What runs inside a built-in function (a regular expression, a split, JSON.parse)
 * is one step, whatever it does there. What zod compiles for itself has no address, and counts.
 */
export async function openStepCounter(): Promise<StepCounter> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const take = async (): Promise<readonly Profiler.ScriptCoverage[]> =>
    (await session.post('Profiler.takePreciseCoverage')).result;
  return {
    count: async (act) => {
      await take();
      const value = await act();
      const scripts = (await take()).filter(({ url }) => url === '' || /\/(lambdas|node_modules)\//.test(url));
      const ranges = scripts.flatMap(({ functions }) => functions.flatMap(({ ranges: blocks }) => blocks));
      return { value, steps: ranges.reduce((sum, { count }) => sum + count, 0) };
    },
    stop: async () => {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
