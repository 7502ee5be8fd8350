import * as z from 'zod';
import { askSystemInput } from '../../contracts/index.ts';
import type { SystemOfRecord, FactSet, SupplyPlan } from '../../contracts/index.ts';
import { caseStore, durationMs } from '../../case/index.ts';
import { nowInstant, parseEnvironment, sleep, taskHandler } from '../../platform/index.ts';
import { packStore } from '../../policy/index.ts';
import { askByData, askProtected, chooseInstance, connectTo, createHealthStore } from '../../systems/index.ts';
import { askedUntil, askSystem } from '../ask-system.ts';
import type { AskSystem } from '../ports.ts';
import { jsonFrom } from './connector.ts';
import { createFactCache } from './fact-cache.dynamo.ts';

/** The task "ask one system", the same for all; only the connector differs, and with it what the function may do. */
export function askHandler(system: SystemOfRecord, ask: AskSystem) {
  const cases = caseStore();
  const packs = packStore();
  const { REFERENCE_TABLE } = parseEnvironment({ REFERENCE_TABLE: z.string() });
  const cache = createFactCache(REFERENCE_TABLE);
  const health = createHealthStore(REFERENCE_TABLE, system);
  const connector = connectTo(system);

  return taskHandler(
    `ask-${system}`,
    askSystemInput,
    async ({ caseId, startedAt, learnt }, { log, meters }): Promise<FactSet> => {
      const record = await cases.load(caseId);
      if (record === undefined) throw new Error(`no case ${caseId}`);
      const { pack } = await packs.load(record.policyVersion);
      const askedAt = nowInstant();
      const until = askedUntil(startedAt ?? askedAt, durationMs(pack.triage.within));
      let chosen: string | undefined;
      let supplies: readonly SupplyPlan[] | undefined;
      const tellSupplies = (told: readonly SupplyPlan[]): void => {
        supplies = told;
      };
      const set = await askSystem(
        {
          system,
          references: record.references,
          learnt,
          maxAgeMs: durationMs(pack.factCacheMaxAge),
          askedAt,
          until,
        },
        async (references) => {
          const { instances, questions } = await connector.connection();
          const { instance, reason } = chooseInstance(instances, {
            region: record.region,
            businessUnit: record.businessUnit,
            references: [...record.references, ...learnt],
          });
          if (instance === undefined) throw new Error(`none of its instances is asked: ${reason}`);
          if (instances.length > 1) chosen = `${instance.name}: ${reason}`;
          const get = askProtected(connector, instance, health, until - Date.parse(nowInstant()));
          return questions === undefined
            ? ask(references, jsonFrom(instance.name, get), { type: pack.types[record.type], tellSupplies })
            : askByData(questions, references, instance.url, get);
        },
        cache,
        sleep,
      );
      if (set.state !== 'live') log.warn('system.no_answer', { caseId, system, state: set.state });
      meters.count('SystemsWithoutAnswer', set.state === 'live' ? 0 : 1);
      return {
        ...set,
        ...(chosen === undefined ? {} : { instance: chosen }),
        ...(supplies === undefined || set.state !== 'live' ? {} : { supplies: [...supplies] }),
      };
    },
  );
}
