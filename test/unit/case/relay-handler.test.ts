import type { Context, DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { applyActs } from '../../../lambdas/case/index.ts';
import { openCase } from '../../support/case.ts';
import { by, byPerson, opened, TRACEPARENT } from './history.ts';
import { openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';

const OTHER = deriveId('case', 'other');

let fixture: StoreFixture;
let refused: Set<string>;
let published: string[];
beforeEach(() => {
  fixture = openStores();
  refused = new Set();
  published = [];
  fixture.answer(({ command, input }) => {
    if (command !== 'PutEventsCommand') return {};
    const what = input.Entries[0].DetailType;
    if (refused.has(what)) throw new Error('the bus is down');
    published.push(what);
    return { FailedEntryCount: 0, Entries: [{}] };
  });
  vi.stubEnv('CASES_TABLE', 'cases');
  vi.stubEnv('EVENT_BUS', 'bus');
  vi.stubEnv('LIFECYCLE_ARN', 'arn:lifecycle');
  vi.stubEnv('ACTION_ARN', 'arn:action');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What the table's stream would deliver of a case with three entries. */
async function records(id?: string): Promise<DynamoDBRecord[]> {
  const seed = openCase({
    ...(id === undefined ? {} : { id }),
    version: 0,
    chainHash: '0'.repeat(64),
    correlationKeys: [],
  });
  const acts = [
    by(opened),
    byPerson({ what: 'CaseAcknowledged', via: 'api' }),
    byPerson({ what: 'NoteAdded', via: 'api' }),
  ];
  const { after, entries } = applyActs(seed, acts, { at: seed.openedAt, traceparent: TRACEPARENT, salt: () => 's' });
  await fixture.store.commit({ after, entries });
  const items = await fixture.items(after.id);
  return items.map((item, position) => ({
    eventID: String(position),
    eventName: 'INSERT' as const,
    dynamodb: { Keys: { pk: item['pk']!, sk: item['sk']! }, NewImage: item, SequenceNumber: String(100 + position) },
  }));
}
const deliver = async (given: DynamoDBRecord[]): Promise<unknown> => {
  const { handler } = await import('../../../lambdas/case/relay-journal.handler.ts');
  return handler({ Records: given }, { awsRequestId: 'r' } as Context);
};

describe('the stream of the journal', () => {
  it('relays entries in order and nothing else', async () => {
    expect(await deliver(await records())).toEqual({ batchItemFailures: [] });
    expect(published).toEqual(['CaseOpened', 'CaseAcknowledged', 'NoteAdded']);
  });

  it('passes over what is no new entry', async () => {
    const given = await records();
    const changed = given.map((record) => ({ ...record, eventName: 'MODIFY' as const }));
    const removed = given.map(({ dynamodb, ...record }) => ({
      ...record,
      eventName: 'REMOVE' as const,
      dynamodb: { SequenceNumber: dynamodb!.SequenceNumber! },
    }));
    expect(await deliver([...changed, ...removed])).toEqual({ batchItemFailures: [] });
    expect(published).toEqual([]);
  });

  it('names the first that failed, and the stream delivers from there', async () => {
    const given = await records();
    refused.add('CaseAcknowledged');
    const second = given.findIndex(({ dynamodb }) => JSON.stringify(dynamodb).includes('CaseAcknowledged\\'));
    const answer = await deliver(given);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: given[second]!.dynamodb!.SequenceNumber }] });
    refused.clear();
    expect(await deliver(given.slice(second))).toEqual({ batchItemFailures: [] });
    expect(published).toEqual(['CaseOpened', 'CaseAcknowledged', 'NoteAdded']);
  });

  it('lets no case wait for another one', async () => {
    const [first, second] = [await records(), await records(OTHER)];
    const mixed = first.flatMap((record, index) => [record, second[index]!]);
    const numbered = mixed.map((record, index) => ({
      ...record,
      dynamodb: { ...record.dynamodb, SequenceNumber: String(100 + index) },
    }));
    const isFirst = ({ dynamodb }: DynamoDBRecord): boolean => dynamodb?.Keys?.['pk']?.S !== OTHER;
    fixture.answer(({ command, input }) => {
      if (command !== 'PutEventsCommand') return {};
      const { entry } = JSON.parse(input.Entries[0].Detail);
      if (entry.caseId !== OTHER && entry.happening.what === 'CaseAcknowledged') throw new Error('the bus is down');
      published.push(`${entry.caseId === OTHER ? 2 : 1} ${entry.happening.what}`);
      return { FailedEntryCount: 0, Entries: [{}] };
    });
    const refusedAt = numbered.find(
      (record) => isFirst(record) && JSON.stringify(record).includes('CaseAcknowledged\\'),
    );
    expect(await deliver(numbered)).toEqual({
      batchItemFailures: [{ itemIdentifier: refusedAt!.dynamodb.SequenceNumber }],
    });
    expect(published.filter((what) => what.startsWith('1'))).toEqual(['1 CaseOpened']);
    expect(published.filter((what) => what.startsWith('2'))).toEqual([
      '2 CaseOpened',
      '2 CaseAcknowledged',
      '2 NoteAdded',
    ]);
  });
});
