import { askHandler } from './adapters/ask-handler.ts';
import { connectTo } from './adapters/connector.ts';
import { readTmsAnswer } from './read-answers.ts';

const get = connectTo('tms');

/** Asks the TMS for the shipment and its plan. */
export const handler = askHandler('tms', async (references) => {
  const query = references.map(({ value }) => `reference=${encodeURIComponent(value)}`).join('&');
  return readTmsAnswer(await get(`/api/v1/shipments?${query}`));
});
