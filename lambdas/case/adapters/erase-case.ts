import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { JournalEntry, Signal } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import type { Act } from '../apply-acts.ts';
import { erasePersonal } from '../chain.ts';
import * as keys from '../keys.ts';
import { withoutWords } from '../without-words.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { noSuchCase } from './perform-command.ts';
import type { CommandResult } from './perform-command.ts';
import { perform } from './perform.ts';

interface Request {
  readonly caseId: string;
  readonly traceparent: string;
  readonly by: Pick<Act, 'actor' | 'cause'>;
  readonly reason: string;
}

/**
 * Takes words of people out of a case: of each entry of its journal value and salt, of each report the text, of the case what the first of them gave as the reason. What is left in the chain is a digest without its salt,
 * which tells nothing, so the chain is whole as before. The record that it was done comes first: whoever dies between the two is found by asking again.
 */
export async function eraseCase(
  cases: CaseStore,
  { caseId, traceparent, by, reason }: Request,
): Promise<CommandResult> {
  const result = await perform<CommandResult>(cases, { caseId, traceparent }, async (record) => {
    const { entries, signals } = await wordsOf(cases, caseId);
    if (entries.length + signals.length === 0 && record.reasonText === undefined)
      return {
        commit: false,
        answer: { outcome: 'unchanged', record, why: 'Nothing of it is left that people have written.' },
      };
    const happening = { what: 'PersonalDataErased', entries: entries.length, signals: signals.length, reason } as const;
    return { commit: true, acts: [{ ...by, happening }], answer: (after) => ({ outcome: 'changed', record: after }) };
  });
  if (result === undefined) return { outcome: 'refused', problem: noSuchCase(caseId) };
  const { entries, signals } = await wordsOf(cases, caseId);
  for (const entry of entries)
    await replace(cases, caseId, keys.journalSk(entry.sequence), 'entry', erasePersonal(entry));
  for (const signal of signals) await replace(cases, caseId, keys.signalSk(signal.id), 'signal', withoutWords(signal));
  return result;
}

async function wordsOf(
  cases: CaseStore,
  caseId: string,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly signals: readonly Signal[] }> {
  const [entries, signals] = await Promise.all([cases.journal(caseId), cases.signals(caseId)]);
  return {
    entries: entries.filter(({ personal = {} }) =>
      Object.values(personal).some(({ value, salt }) => (value ?? salt) !== undefined),
    ),
    signals: signals.filter((signal) => withoutWords(signal) !== signal),
  };
}

/** Nothing else ever changes these items, so whoever comes second writes the same. One that is gone by now holds no words. */
async function replace(
  { table, client }: CaseStore,
  caseId: string,
  sk: string,
  attribute: 'entry' | 'signal',
  after: unknown,
): Promise<void> {
  await unlessConditionFails(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: marshall({ pk: caseId, sk }),
        UpdateExpression: 'SET #text = :after',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#text': attribute },
        ExpressionAttributeValues: marshall({ ':after': JSON.stringify(after) }),
      }),
    ),
  );
}
