import { askHandler } from './adapters/ask-handler.ts';
import { readCrmAnswer } from './answers/read-crm-answer.ts';
import { customerQuestion } from './questions/crm-questions.ts';

/** Asks the CRM for the customer behind a shipment: tier, contract penalty, open complaints, and how they are told (query in the shape of the Salesforce REST API). */
export const handler = askHandler('crm', async (references, get) =>
  readCrmAnswer(await get(customerQuestion(references))),
);
