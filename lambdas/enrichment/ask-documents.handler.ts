import { askHandler } from './adapters/ask-handler.ts';
import { connectTo } from './adapters/connector.ts';
import { readDocumentsAnswer } from './answers/read-documents-answer.ts';
import { toQuery } from './to-query.ts';

const get = connectTo('documents');

/** Asks the document repository for what is kept of the goods: proofs, invoices, certificates. */
export const handler = askHandler('documents', async (references) =>
  readDocumentsAnswer(await get(`/api/v1/documents?${toQuery(references)}`)),
);
