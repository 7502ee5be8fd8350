import type { Kernel } from '../../kernel/types.ts';
import { headerOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Keys } from './keys.ts';
import { GatewayFailure } from './model.ts';
import type { Method, Registry, Stage, ThrottleLimit, UsagePlan } from './model.ts';
import type { Throttles } from './throttle.ts';

const DAY = 86_400_000;

/** Requests a second and burst of a whole account in one Region. */
const accountLimit: ThrottleLimit = { rate: 10_000, burst: 5_000 };

export interface Usage {
  /** Finds the caller's key where the method needs one, then takes from the limits in AWS's order. */
  admit(exchange: Exchange, method: Method): void;
  /** Requests of a key by day (UTC), oldest first. */
  byDay(planId: string, keyId: string, firstDay: number, lastDay: number): number[];
  usedInPeriod(plan: UsagePlan, keyId: string, day: number): number;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export function createUsage(kernel: Kernel, registry: Registry, keys: Keys, throttles: Throttles): Usage {
  const { store } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS apigateway_usage (plan_id TEXT NOT NULL, key_id TEXT NOT NULL, day INTEGER NOT NULL,
    used INTEGER NOT NULL, PRIMARY KEY (plan_id, key_id, day)) WITHOUT ROWID`);

  const take = (name: string, limit: ThrottleLimit | undefined): void => {
    if (limit === undefined || throttles.take(name, limit, kernel.now())) return;
    throw new GatewayFailure('THROTTLED', 'Too Many Requests');
  };

  const usedInPeriod = (plan: UsagePlan, keyId: string, day: number): number => {
    const from = periodStart(plan.quota?.period ?? 'DAY', day);
    const row = store.get<{ used: number | null }>(
      'SELECT sum(used) AS used FROM apigateway_usage WHERE plan_id = ? AND key_id = ? AND day BETWEEN ? AND ?',
      ...[plan.id, keyId, from, day],
    );
    return row?.used ?? 0;
  };

  const admitKey = (exchange: Exchange, methodPath: string): void => {
    const { api, stage } = exchange;
    const value = api.apiKeySource === 'AUTHORIZER' ? exchange.usageIdentifierKey : headerOf(exchange, 'x-api-key');
    const key = value === undefined ? undefined : keys.byValue(value);
    const plan = key?.enabled === 1 ? planFor(keys.plansOf(key.id), `${api.id}/${stage.name}`) : undefined;
    if (key === undefined || plan === undefined) throw new GatewayFailure('INVALID_API_KEY', 'Forbidden');
    exchange.apiKey = key;

    const methodLimit = plan.stages.get(`${api.id}/${stage.name}`)?.get(methodPath);
    take(`${plan.id} ${key.id} ${methodPath}`, methodLimit);
    take(`${plan.id} ${key.id}`, plan.throttle);
    const day = Math.floor(kernel.now() / DAY);
    if (plan.quota !== undefined && usedInPeriod(plan, key.id, day) >= plan.quota.limit) {
      throw new GatewayFailure('QUOTA_EXCEEDED', 'Limit Exceeded');
    }
    store.run(
      `INSERT INTO apigateway_usage VALUES (?, ?, ?, 1)
       ON CONFLICT (plan_id, key_id, day) DO UPDATE SET used = used + 1`,
      ...[plan.id, key.id, day],
    );
  };

  const planFor = (planIds: readonly string[], stage: string): UsagePlan | undefined =>
    planIds.map((id) => registry.plans.get(id)).find((plan) => plan?.stages.has(stage));

  return {
    admit: (exchange, method) => {
      const path = exchange.route?.resource.path ?? '/';
      if (method.apiKeyRequired) admitKey(exchange, `${path}/${method.httpMethod}`);
      const limit = stageLimit(exchange.stage, path, method.httpMethod);
      take(`${exchange.api.id}/${exchange.stage.name} ${method.httpMethod} ${path}`, limit);
      take('account', accountLimit);
    },
    byDay: (planId, keyId, firstDay, lastDay) => {
      const rows = store.all<{ day: number; used: number }>(
        'SELECT day, used FROM apigateway_usage WHERE plan_id = ? AND key_id = ? AND day BETWEEN ? AND ?',
        ...[planId, keyId, firstDay, lastDay],
      );
      const used = new Map(rows.map((row) => [row.day, row.used]));
      return Array.from({ length: lastDay - firstDay + 1 }, (_, index) => used.get(firstDay + index) ?? 0);
    },
    usedInPeriod,
  };
}

/** The setting of the method itself, else of the resource's methods, else of all. */
function stageLimit({ throttles }: Stage, path: string, httpMethod: string): ThrottleLimit | undefined {
  if (throttles.size === 0) return undefined;
  return throttles.get(`${path}/${httpMethod}`) ?? throttles.get(`${path}/*`) ?? throttles.get('*/*');
}

/** First day (days since 1970, UTC) of the period that a day is in; weeks begin on Sunday. */
export function periodStart(period: 'DAY' | 'WEEK' | 'MONTH', day: number): number {
  if (period === 'DAY') return day;
  const date = new Date(day * DAY);
  return period === 'WEEK' ? day - date.getUTCDay() : day - date.getUTCDate() + 1;
}

export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY);
}
