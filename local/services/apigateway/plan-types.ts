import * as z from 'zod';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceType } from '../../kernel/types.ts';
import { count, declare, flag, stableId } from '../declare-type.ts';
import type { Keys } from './keys.ts';
import type { Registry, ThrottleLimit } from './model.ts';

const throttle = z.strictObject({ RateLimit: count.optional(), BurstLimit: count.optional() });

const usagePlan = z.object({
  UsagePlanName: z.string().optional(),
  Throttle: throttle.optional(),
  Quota: z
    .strictObject({
      Limit: count,
      Period: z.enum(['DAY', 'WEEK', 'MONTH']),
      Offset: count.optional().refine((offset) => !offset, 'an offset is not kept'),
    })
    .optional(),
  ApiStages: z
    .array(
      z.strictObject({
        ApiId: z.string(),
        Stage: z.string(),
        Throttle: z.record(z.string(), throttle).default({}),
      }),
    )
    .default([]),
});

const apiKey = z.object({
  Name: z.string().optional(),
  Description: z.string().optional(),
  CustomerId: z.string().optional(),
  Enabled: flag.default(false),
  Value: z.string().optional(),
});

const words = { Tags: 'tags have no effect', Description: 'for people' };

export function planResourceTypes(registry: Registry, keys: Keys): ResourceType[] {
  return [
    declare(
      'AWS::ApiGateway::UsagePlan',
      usagePlan,
      (properties, declaration) => {
        const id = stableId(declaration, 6);
        const quota = properties.Quota;
        registry.plans.set(id, {
          id,
          throttle: limitOf(properties.Throttle),
          quota: quota === undefined ? undefined : { limit: quota.Limit, period: quota.Period },
          stages: new Map(
            properties.ApiStages.map(({ ApiId, Stage, Throttle }) => [`${ApiId}/${Stage}`, methodLimits(Throttle)]),
          ),
        });
        return { ref: id, attributes: { Id: id } };
      },
      words,
    ),
    declare('AWS::ApiGateway::UsagePlanKey', planKey, (properties) => {
      keys.declareInPlan(properties.UsagePlanId, properties.KeyId);
      const id = `${properties.KeyId}:${properties.UsagePlanId}`;
      return { ref: id, attributes: { Id: id } };
    }),
    declare(
      'AWS::ApiGateway::ApiKey',
      apiKey,
      (properties, declaration) => {
        const key = keys.declare({
          id: stableId(declaration),
          value: properties.Value,
          name: properties.Name ?? declaration.physicalName,
          description: properties.Description,
          customerId: properties.CustomerId,
          enabled: properties.Enabled,
        });
        return { ref: key.id, attributes: { APIKeyId: key.id } };
      },
      {
        Tags: 'tags have no effect',
        StageKeys: 'what a key opens is decided by its usage plans',
        GenerateDistinctId: 'ids and values always differ',
      },
    ),
  ];
}

const planKey = z.object({ KeyId: z.string(), KeyType: z.literal('API_KEY'), UsagePlanId: z.string() });

function limitOf(limit: z.output<typeof throttle> | undefined): ThrottleLimit | undefined {
  if (limit?.RateLimit === undefined && limit?.BurstLimit === undefined) return undefined;
  if (limit.RateLimit === undefined || limit.BurstLimit === undefined) {
    throw new UnsupportedError('a usage plan throttle without both RateLimit and BurstLimit');
  }
  return { rate: limit.RateLimit, burst: limit.BurstLimit };
}

/** Keys are `/webhooks/{source}/POST`; of the root CDK writes `//GET`. */
function methodLimits(limits: Readonly<Record<string, z.output<typeof throttle>>>): Map<string, ThrottleLimit> {
  const byMethod = new Map<string, ThrottleLimit>();
  for (const [path, given] of Object.entries(limits)) {
    const limit = limitOf(given);
    if (limit !== undefined) byMethod.set(path, limit);
  }
  return byMethod;
}
