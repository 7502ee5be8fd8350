import { askHandler } from './adapters/ask-handler.ts';
import { readTradeAnswer } from './answers/read-trade-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks the trade-compliance tool why customs holds the goods, what it misses, and when the free time ends. */
export const handler = askHandler('trade', async (references, get) =>
  readTradeAnswer(
    await get(`/api/v1/declarations?${toQuery(references, { declaration: 'mrn', container: 'container' })}`),
  ),
);
