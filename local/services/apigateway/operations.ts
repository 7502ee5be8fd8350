import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { randomText } from './keys.ts';
import type { Keys, StoredKey } from './keys.ts';
import type { Registry, UsagePlan } from './model.ts';
import { dayOf } from './usage.ts';
import type { Usage } from './usage.ts';

const idLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The operations of `APIGatewayClient` with which a key is made and handed to a plan at run time. */
export function createOperations(
  kernel: Kernel,
  registry: Registry,
  keys: Keys,
  usage: Usage,
): Readonly<Record<string, Operation>> {
  const on = (verb: string, path: string): readonly AuthorizationRequest[] => [
    { action: `apigateway:${verb}`, resource: `arn:aws:apigateway:${kernel.region}::${path}` },
  ];
  const planOf = (id: string): UsagePlan => {
    const plan = registry.plans.get(id);
    if (plan === undefined) throw notFound('Invalid Usage Plan ID specified');
    return plan;
  };
  const keyOf = (id: string): StoredKey => {
    const key = keys.byId(id);
    if (key === undefined) throw notFound('Invalid API Key identifier specified');
    return key;
  };

  return {
    CreateApiKey: {
      authorize: () => on('POST', '/apikeys'),
      run: (input) => {
        refuse('CreateApiKey', input, ['stageKeys', 'generateDistinctId']);
        const { name, value, description, customerId, enabled } = input;
        const id = randomText(kernel, 10, idLetters);
        return shownKey(keys.create({ id, name, value, description, customerId, enabled: enabled ?? false }), true);
      },
    },
    GetApiKey: {
      authorize: (input) => on('GET', `/apikeys/${input.apiKey}`),
      run: (input) => shownKey(keyOf(input.apiKey), input.includeValue === true),
    },
    GetApiKeys: {
      authorize: () => on('GET', '/apikeys'),
      run: (input) => {
        const { nameQuery, customerId, includeValues, limit, position } = input;
        const all = keys.list().filter((key) => {
          const named = nameQuery === undefined || (key.name ?? '').startsWith(nameQuery);
          return named && (customerId === undefined || key.customer_id === customerId);
        });
        const from = position === undefined ? 0 : all.findIndex(({ id }) => id === position);
        const page = all.slice(from, from + (limit ?? 25));
        const next = all[from + page.length];
        return {
          items: page.map((key) => shownKey(key, includeValues === true)),
          ...(next === undefined ? {} : { position: next.id }),
        };
      },
    },
    DeleteApiKey: {
      authorize: (input) => on('DELETE', `/apikeys/${input.apiKey}`),
      run: (input) => {
        keyOf(input.apiKey);
        keys.delete(input.apiKey);
        return {};
      },
    },
    CreateUsagePlanKey: {
      authorize: (input) => on('POST', `/usageplans/${input.usagePlanId}/keys`),
      run: (input) => {
        const plan = planOf(input.usagePlanId);
        const key = keyOf(input.keyId);
        assertOnePlanPerStage(registry, keys.plansOf(key.id), plan);
        keys.addToPlan(plan.id, key.id);
        return { id: key.id, type: 'API_KEY', value: key.value, name: key.name ?? undefined };
      },
    },
    GetUsagePlanKeys: {
      authorize: (input) => on('GET', `/usageplans/${input.usagePlanId}/keys`),
      run: (input) => {
        refuse('GetUsagePlanKeys', input, ['limit', 'position', 'nameQuery']);
        const items = keys.keysOf(planOf(input.usagePlanId).id);
        return { items: items.map(({ id, name }) => ({ id, type: 'API_KEY', name: name ?? undefined })) };
      },
    },
    DeleteUsagePlanKey: {
      authorize: (input) => on('DELETE', `/usageplans/${input.usagePlanId}/keys/${input.keyId}`),
      run: (input) => {
        if (!keys.removeFromPlan(planOf(input.usagePlanId).id, input.keyId))
          throw notFound('Invalid API Key identifier specified');
        return {};
      },
    },
    GetUsage: {
      authorize: (input) => on('GET', `/usageplans/${input.usagePlanId}/usage`),
      run: (input) => {
        refuse('GetUsage', input, ['limit', 'position']);
        const plan = planOf(input.usagePlanId);
        const members = keys.keysOf(plan.id).filter(({ id }) => input.keyId === undefined || id === input.keyId);
        const items = members.map(({ id }) => [
          id,
          usageOf(usage, plan, id, dayOf(input.startDate), dayOf(input.endDate)),
        ]);
        return {
          usagePlanId: plan.id,
          startDate: input.startDate,
          endDate: input.endDate,
          items: Object.fromEntries(items),
        };
      },
    },
  };
}

/** For each day what was used and what was left at its end; -1 left where there is no quota. */
function usageOf(usage: Usage, plan: UsagePlan, keyId: string, firstDay: number, lastDay: number): number[][] {
  return usage.byDay(plan.id, keyId, firstDay, lastDay).map((used, index) => {
    const left = plan.quota === undefined ? -1 : plan.quota.limit - usage.usedInPeriod(plan, keyId, firstDay + index);
    return [used, left];
  });
}

/** A key may be in several plans, but only in one for the same stage of an API. */
function assertOnePlanPerStage(registry: Registry, planIds: readonly string[], plan: UsagePlan): void {
  if (planIds.includes(plan.id)) {
    throw new AwsError('ConflictException', 'Usage Plan already contains this API Key', { httpStatusCode: 409 });
  }
  const taken = planIds.flatMap((id) => [...(registry.plans.get(id)?.stages.keys() ?? [])]);
  if ([...plan.stages.keys()].some((stage) => taken.includes(stage))) {
    throw new AwsError('ConflictException', 'API Key is already in a Usage Plan of the same API Stage', {
      httpStatusCode: 409,
    });
  }
}

function shownKey(key: StoredKey, withValue: boolean): Record<string, unknown> {
  return {
    id: key.id,
    ...(withValue ? { value: key.value } : {}),
    name: key.name ?? undefined,
    description: key.description ?? undefined,
    customerId: key.customer_id ?? undefined,
    enabled: key.enabled === 1,
    createdDate: new Date(key.created),
    lastUpdatedDate: new Date(key.updated),
    stageKeys: [],
  };
}

function refuse(operation: string, input: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const used = names.find((name) => input[name] !== undefined);
  if (used !== undefined) throw new UnsupportedError(`apigateway:${operation} with ${used}`);
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, { httpStatusCode: 404 });
}
