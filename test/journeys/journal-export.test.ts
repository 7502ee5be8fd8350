import { expect, test } from 'vitest';
import { auditJournal } from '../../lambdas/case/audit-journals.ts';
import { compareWithExport, readExported } from '../../lambdas/case/compare-export.ts';
import { seal } from '../../lambdas/case/chain.ts';
import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const bucketOf = (world: World): string =>
  Object.entries(world.deployment.outputs).find(([name]) => name.startsWith('ExportJournalBucket'))?.[1] ?? '';
const tableOf = (world: World): string => world.deployment.outputs['CasesTableName'] ?? '';

interface Exported {
  readonly keys: readonly string[];
  readonly texts: readonly string[];
}
async function exportOf(world: World): Promise<Exported> {
  const { Contents = [] } = await world.operate('s3', 'ListObjectsV2', { Bucket: bucketOf(world) });
  const keys: string[] = Contents.map(({ Key }: any) => Key);
  const texts = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await world.operate('s3', 'GetObject', { Bucket: bucketOf(world), Key });
      return (await Body.transformToString()) as string;
    }),
  );
  return { keys, texts };
}

async function stored(world: World, caseId: string) {
  const { Items } = await world.operate('dynamodb', 'Query', {
    TableName: tableOf(world),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': { S: caseId }, ':sk': { S: 'JOURNAL#' } },
  });
  return Items as readonly Record<string, { S: string }>[];
}

/** What `npm run audit -- verify --export` finds for the case. */
async function findings(world: World, caseId: string) {
  const into = new Map<string, Map<number, Set<string>>>();
  for (const text of (await exportOf(world)).texts) expect(readExported(text, into)).toBe(0);
  const entries = (await stored(world, caseId)).map((item) => item['entry']!.S);
  const [record] = (await world.cases()).filter(({ id }) => id === caseId);
  return [
    auditJournal({ caseId, head: record, entries }),
    compareWithExport(
      { caseId, head: record, entries },
      into.get(caseId),
      new Date(world.now() - MINUTE).toISOString(),
    ),
  ];
}

test('what happened lies where nobody can change it, without the words of people, and tells on whoever rewrites a journal', async () => {
  let refused = 0;
  const world = await openWorld({
    startAt: '2026-11-03T10:00:00.000Z',
    intercept: (call, proceed) => {
      // The first try to write is lost, the second one happens and nobody hears of it.
      if (call.service !== 's3' || call.operation !== 'PutObject' || !JSON.stringify(call.input).includes('journal/'))
        return proceed();
      refused += 1;
      if (refused === 1) throw new Error('the bucket is out');
      return refused === 2
        ? proceed().then(() => {
            throw new Error('the answer is lost');
          })
        : proceed();
    },
  });
  knowShipment(world, 'SO-88213', 'S1');
  expect((await world.postEdi(edi214())).status).toBe(202);
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const note = await world
    .as(PEOPLE.responder.email)
    .post(`/v1/cases/${id}/notes`, { text: 'Maria of the consignee waits at gate four' });
  expect(note.status).toBe(200);
  const solved = await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  expect(solved.status).toBe(200);
  await world.advance(30 * MINUTE);

  expect(refused).toBeGreaterThan(2);
  expect(await findings(world, id)).toEqual([undefined, undefined]);
  const { keys, texts } = await exportOf(world);
  expect(texts.join('')).toContain('NoteAdded');
  expect(texts.join('')).not.toContain('Maria');

  const { Versions } = await world.operate('s3', 'ListObjectVersions', { Bucket: bucketOf(world), Prefix: keys[0] });
  const { Key, VersionId } = Versions[0];
  await expect(world.operate('s3', 'DeleteObject', { Bucket: bucketOf(world), Key, VersionId })).rejects.toThrow(
    /object lock/,
  );

  // Whoever may write the table writes the last entry anew, with a hash that fits, and makes the case name it.
  const items = await stored(world, id);
  const last = items.at(-1)!;
  const { hash: _hash, ...entry } = JSON.parse(last['entry']!.S) as JournalEntry;
  const forged = seal({ ...entry, actor: { kind: 'person', id: 'nobody-else' } });
  const change = (item: object) => world.operate('dynamodb', 'PutItem', { TableName: tableOf(world), Item: item });
  await change({ ...last, entry: { S: JSON.stringify(forged) } });
  const { Item } = await world.operate('dynamodb', 'GetItem', {
    TableName: tableOf(world),
    Key: { pk: { S: id }, sk: { S: 'CASE' } },
  });
  const record = { ...JSON.parse(Item['record'].S), chainHash: forged.hash };
  await change({ ...Item, record: { S: JSON.stringify(record) } });
  expect(await findings(world, id)).toEqual([
    undefined,
    { caseId: id, sequence: items.length, problem: 'it is not the one that was exported' },
  ]);
});
