import { askHandler } from './adapters/ask-handler.ts';
import { readFinanceAnswer } from './answers/read-finance-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks accounts payable for the invoice: whether it is paid or held, when it falls due, by which terms. */
export const handler = askHandler('finance', async (references, get) =>
  readFinanceAnswer(await get(`/api/v1/invoices?${toQuery(references, { invoice: 'number' })}`)),
);
