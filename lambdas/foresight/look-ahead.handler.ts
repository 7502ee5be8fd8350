import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { raiser } from '../inbound/index.ts';
import { parseEnvironment, queueHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { createForesightStore } from './adapters/foresight-store.dynamo.ts';
import { lookAhead } from './adapters/look-ahead.ts';

const watch = {
  cases: caseStore(),
  packs: packStore(),
  foresights: createForesightStore(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE),
  raise: raiser('look-ahead'),
};
/** An event of the bus; what is true is read from the case, so no more of it is needed. */
const message = z.object({
  detail: z.object({ entry: z.object({ caseId: z.string(), traceparent: z.string() }) }),
});

/** Consumer of the queue of late goods: a stock-out that nobody has reported becomes trouble, or is settled again. */
export const handler = queueHandler(
  'look-ahead',
  (text) => message.parse(JSON.parse(text)).detail.entry,
  async ({ caseId, traceparent }, { meters, log }) => {
    const { raised, settled } = await lookAhead(watch, caseId, traceparent);
    if (raised + settled > 0) log.info('stock.looked_ahead', { caseId, raised, settled });
    meters.count('StockOutsRaised', raised);
    meters.count('StockOutsSettled', settled);
  },
);
