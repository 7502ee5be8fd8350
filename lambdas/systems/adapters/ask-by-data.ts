import type { FactSet, SubjectReference, SystemQuestion } from '../../contracts/index.ts';
import { firstPage, nextPage } from '../page-of.ts';
import { factsOf, fitting, recordsIn } from '../read-facts.ts';
import type { Get } from './ask-protected.ts';

type Facts = FactSet['facts'];

/** Asks a system as its connection says, page by page until the record that is meant is found. Of two questions that say the same fact the first counts. */
export async function askByData(
  questions: readonly SystemQuestion[],
  references: readonly SubjectReference[],
  base: string,
  get: Get,
): Promise<Facts | undefined> {
  let known: Facts | undefined;
  for (const question of questions) {
    const record = await find(question, references, base, get);
    if (record !== undefined) known = { ...factsOf(record, question.facts), ...known };
  }
  return known;
}

async function find(
  question: SystemQuestion,
  references: readonly SubjectReference[],
  base: string,
  get: Get,
): Promise<unknown> {
  let path = firstPage(question, references);
  let first: unknown;
  for (let pages = 0; path !== undefined && pages < (question.paging?.pages ?? 1); pages += 1) {
    const answer = await get(path, { headers: question.headers });
    // By a number in the path a system that does not know it says so.
    if (answer.status === 404 && question.path.includes('{reference}')) return first;
    if (!answer.ok) throw new Error(`answered ${String(answer.status)}`);
    const body: unknown = await answer.json();
    const records = recordsIn(body, question.records);
    const found = fitting(records, question.pick);
    if (found !== undefined) return found;
    first ??= records[0];
    path = nextPage(question, { path, body, link: answer.headers.get('link'), count: records.length }, base);
  }
  return first;
}
