import type { SourceRegistration } from '../../contracts/index.ts';
import { now } from '../../platform/index.ts';
import type { Log } from '../../platform/index.ts';
import { decideQuota } from '../decide-quota.ts';
import type { QuotaDecision } from '../decide-quota.ts';
import type { CountRequest } from './source-usage.dynamo.ts';

export interface QuotaDependencies {
  readonly count: CountRequest;
  readonly log: Log;
}

/** Counts a request of a source. A counter that fails must not keep a report out: then the usage plan of the gateway is the only limit. */
export async function spendQuota(
  { count, log }: QuotaDependencies,
  { id, limits }: SourceRegistration,
): Promise<QuotaDecision | undefined> {
  const quota = limits.quotaPerDay;
  if (quota === undefined) return undefined;
  try {
    return decideQuota({ quota, used: await count(id, quota, now()), now: now() });
  } catch (error) {
    log.error('quota.not_counted', { sourceId: id }, error);
    return undefined;
  }
}
