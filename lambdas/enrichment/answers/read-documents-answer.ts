import * as z from 'zod';
import type { Facts } from '../ports.ts';

/** What the document repository holds for a reference. */
const documentsAnswer = z.object({
  documents: z.array(z.object({ id: z.string().max(200), kind: z.string().max(200) })),
});

/** `documentIds[n]` is of kind `documentKinds[n]`. None at all is no knowledge of the subject. */
export function readDocumentsAnswer(body: unknown): Facts | undefined {
  const documents = documentsAnswer.parse(body).documents.slice(0, 50);
  if (documents.length === 0) return undefined;
  return { documentKinds: documents.map(({ kind }) => kind), documentIds: documents.map(({ id }) => id) };
}
