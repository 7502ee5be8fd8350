import * as z from 'zod';
import { caseStore, durationMs } from '../case/index.ts';
import { noticeTopic } from '../escalation/index.ts';
import { eventHandler, nowInstant, parseEnvironment } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { shiftsBegun } from '../routing/index.ts';
import { handOver } from './adapters/hand-over.ts';
import { joinShifts } from './join-shifts.ts';
import type { ScopedShift } from './join-shifts.ts';

const stores = { cases: caseStore(), packs: packStore() };
const publish = noticeTopic(parseEnvironment({ NOTICES_TOPIC: z.string() }).NOTICES_TOPIC);

/** Each quarter of an hour: who has come on duty gets the open cases in one message. Bounded by teams and by what is read of each queue. */
export const handler = eventHandler('hand-over-shifts', async (_event: unknown, { log, meters }) => {
  const counts = { told: 0, nothing: 0, known: 0, missed: 0, failed: 0 };
  for (const handover of joinShifts(await begunNow())) {
    try {
      counts[await handOver(stores, publish, handover)] += 1;
    } catch (error) {
      counts.failed += 1;
      log.error('handover.failed', { person: handover.person, startedAt: handover.shift.startedAt }, error);
    }
  }
  meters.count('ShiftsHandedOver', counts.told);
  if (counts.told + counts.missed + counts.failed > 0) log.info('handover.done', { ...counts });
  // The others are done; thrown means that this one is tried again.
  if (counts.failed > 0) throw new Error(`${String(counts.failed)} shifts could not be handed over`);
  return counts;
});

/** By the rotas of the global pack, and by those of each overlay for its region and unit. */
async function begunNow(): Promise<readonly ScopedShift[]> {
  const at = nowInstant();
  const { version, overlays = [] } = await stores.packs.release();
  const scopes = [
    { version, scope: {} },
    ...overlays.map(({ version: own, region, businessUnit }) => ({ version: own, scope: { region, businessUnit } })),
  ];
  const begun: ScopedShift[] = [];
  for (const { version: one, scope } of scopes) {
    const { pack } = await stores.packs.load(one);
    const after = new Date(Date.parse(at) - durationMs(pack.handover.late)).toISOString();
    begun.push(...shiftsBegun(pack, after, at).map((shift) => ({ ...shift, ...scope })));
  }
  return begun;
}
