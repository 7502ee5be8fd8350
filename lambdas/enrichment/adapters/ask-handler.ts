import * as z from 'zod';
import { askSystemInput } from '../../contracts/index.ts';
import type { AskedSystem, FactSet } from '../../contracts/index.ts';
import { caseStore, durationMs } from '../../case/index.ts';
import { nowInstant, parseEnvironment, sleep, taskHandler } from '../../platform/index.ts';
import { packStore } from '../../policy/index.ts';
import { askSystem } from '../ask-system.ts';
import type { AskSystem } from '../ports.ts';
import { createFactCache } from './fact-cache.dynamo.ts';

/** The task "ask one system", the same for all; only the connector differs, and with it what the function may do. */
export function askHandler(system: AskedSystem, ask: AskSystem) {
  const cases = caseStore();
  const packs = packStore();
  const cache = createFactCache(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);
  return taskHandler(
    `ask-${system}`,
    askSystemInput,
    async ({ caseId, startedAt }, { log, meters }): Promise<FactSet> => {
      const record = await cases.load(caseId);
      if (record === undefined) throw new Error(`no case ${caseId}`);
      const { pack } = await packs.load(record.policyVersion);
      const askedAt = nowInstant();
      const set = await askSystem(
        {
          system,
          references: record.references,
          maxAgeMs: durationMs(pack.factCacheMaxAge),
          askedAt,
          until: Date.parse(startedAt ?? askedAt) + durationMs(pack.triage.within),
        },
        ask,
        cache,
        sleep,
      );
      if (set.state !== 'live') log.warn('system.no_answer', { caseId, system, state: set.state });
      meters.count('SystemsWithoutAnswer', set.state === 'live' ? 0 : 1);
      return set;
    },
  );
}
