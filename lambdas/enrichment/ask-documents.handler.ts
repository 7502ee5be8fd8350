import { askHandler } from './adapters/ask-handler.ts';
import { readDocumentsAnswer } from './answers/read-documents-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks the document repository for what is kept of the goods: proofs, invoices, certificates. */
export const handler = askHandler('documents', async (references, get) =>
  readDocumentsAnswer(await get(`/api/v1/documents?${toQuery(references)}`)),
);
