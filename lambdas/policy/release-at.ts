import type { ActivePolicy, PolicyRelease } from '../contracts/index.ts';

/** What holds at a time: what was to come, once its time has come. */
export function releaseAt({ current, next }: ActivePolicy, at: string): PolicyRelease {
  return next !== undefined && Date.parse(next.from) <= Date.parse(at) ? next : current;
}
