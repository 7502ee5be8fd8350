import { DynamoDBClient, GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { caseRecord, journalEntry, notice, signal } from '../../contracts/index.ts';
import type { Case, JournalEntry, Notice, Signal, SubjectReference, Task } from '../../contracts/index.ts';
import { connect, isConflict } from '../../platform/index.ts';
import * as keys from '../keys.ts';
import { endStates, mayComeBack } from '../states.ts';
import { summarize } from '../summary.ts';
import { childItems } from './child-item.ts';
import { silencedItems } from './silenced-item.ts';
import { readTask, taskItems } from './task-item.ts';
import { readOutboxItem } from './outbox-item.ts';
import type { OutboxEntry } from './outbox-item.ts';

/** All that one command writes; it is written whole or not at all. */
export interface Commit {
  /** The case as it was read; absent when it is new. */
  readonly before?: Case;
  readonly after: Case;
  readonly entries: readonly JournalEntry[];
  readonly notices?: readonly Notice[];
  readonly signals?: readonly Signal[];
  readonly references?: readonly SubjectReference[];
  /** Further items of the room that commands, each with its own condition. */
  readonly extra?: readonly TransactWriteItem[];
}

/** `conflict`: somebody else was there first, at the case or at one of the extra items; read again and decide again. */
export type CommitOutcome = 'committed' | 'conflict';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export type CaseStore = ReturnType<typeof createCaseStore>;

export function createCaseStore(table: string, client: DynamoDBClient = connect(DynamoDBClient)) {
  const read = async <Item>(
    pk: string,
    sk: string,
    parse: (item: Record<string, unknown>) => Item,
  ): Promise<Item | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : parse(unmarshall(Item));
  };
  const list = async <Item>(
    caseId: string,
    prefix: string,
    parse: (item: Record<string, unknown>) => Item,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: marshall({ ':pk': caseId, ':prefix': prefix }),
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) items.push(parse(unmarshall(item)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  };

  /** The case that holds a correlation key, or held it until it was closed. */
  const holderOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }): Promise<unknown> =>
    read(pk, sk, ({ caseId }) => caseId);

  /** Of the keys of a case that ends now those that it still holds: a case whose reopen window was over may have lost them to a new one. */
  const keysToRelease = async ({ before, after }: Commit): Promise<readonly string[]> => {
    // The keys of a merged case go over to the one in which it goes on; what was taken back keeps its own, by which it is found when it is reported anew, until another case takes them.
    if (before === undefined || after.state === 'merged' || mayComeBack(after)) return [];
    if (endStates.includes(before.state) || !endStates.includes(after.state)) return [];
    const held = await Promise.all(
      before.correlationKeys.map(async (key) =>
        (await holderOf(keys.correlationKey(key))) === before.id ? [key] : [],
      ),
    );
    return held.flat();
  };

  const commitAll = async (commits: readonly Commit[]): Promise<CommitOutcome> => {
    try {
      const items = await Promise.all(
        commits.map(async (commit) => itemsOf(table, commit, await keysToRelease(commit))),
      );
      await client.send(new TransactWriteItemsCommand({ TransactItems: items.flat() }));
      return 'committed';
    } catch (error) {
      if (isConflict(error)) return 'conflict';
      throw error;
    }
  };

  return {
    table,
    client,
    load: (caseId: string): Promise<Case | undefined> =>
      read(caseId, keys.CASE_SK, (item) => caseRecord.parse(textOf(item, 'record'))),
    loadOutbox: (caseId: string, sequence: number): Promise<OutboxEntry | undefined> =>
      read(caseId, keys.journalSk(sequence), readOutboxItem),
    loadNotice: (caseId: string, noticeId: string): Promise<Notice | undefined> =>
      read(caseId, keys.noticeSk(noticeId), (item) => notice.parse(textOf(item, 'notice'))),
    journal: (caseId: string): Promise<readonly JournalEntry[]> =>
      list(caseId, 'JOURNAL#', (item) => journalEntry.parse(textOf(item, 'entry'))),
    notices: (caseId: string): Promise<readonly Notice[]> =>
      list(caseId, 'NOTICE#', (item) => notice.parse(textOf(item, 'notice'))),
    signals: (caseId: string): Promise<readonly Signal[]> =>
      list(caseId, 'SIGNAL#', (item) => signal.parse(textOf(item, 'signal'))),
    /** The next that is due first. */
    tasks: async (caseId: string): Promise<readonly Task[]> =>
      [...(await list(caseId, keys.TASK_PREFIX, readTask))].sort((left, right) => (left.dueAt < right.dueAt ? -1 : 1)),
    holderOf,
    commit: (commit: Commit): Promise<CommitOutcome> => commitAll([commit]),
    /** Several cases in one transaction, which has room for 100 items. */
    commitAll,
  };
}

function textOf(item: Record<string, unknown>, attribute: string): unknown {
  const text = item[attribute];
  return typeof text === 'string' ? JSON.parse(text) : text;
}

function itemsOf(
  table: string,
  { before, after, entries, notices = [], signals = [], references = [], extra = [] }: Commit,
  released: readonly string[],
): TransactWriteItem[] {
  const put = (item: Record<string, unknown>): TransactWriteItem => ({
    Put: { TableName: table, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return [
    putCase(table, before, after),
    ...entries.map((entry) => put(journalItem(entry, after))),
    ...notices.map((claimed) => put(noticeItem(claimed))),
    ...signals.map((received) =>
      put({ pk: after.id, sk: keys.signalSk(received.id), signal: JSON.stringify(received) }),
    ),
    ...references.map((reference) => referenceItem(table, reference, after)),
    ...entries.flatMap((entry) => taskItems(table, entry)),
    ...childItems(table, before, after),
    ...silencedItems(table, before, after),
    ...released.map((key) => releaseKey(table, key, entries.at(-1)?.at ?? after.openedAt, after)),
    ...extra,
  ];
}

/** Without a condition: it says the same however often it is written. A case shows no more than its first references, so a later one may come again. */
function referenceItem(table: string, reference: SubjectReference, { id, openedAt }: Case): TransactWriteItem {
  const item = {
    pk: id,
    sk: keys.referenceSk(reference),
    subjectPk: keys.subjectPk(reference.kind, reference.value),
    subjectSk: `${openedAt}#${id}`,
  };
  return { Put: { TableName: table, Item: marshall(item) } };
}

function putCase(table: string, before: Case | undefined, after: Case): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: marshall({
        pk: after.id,
        sk: keys.CASE_SK,
        record: JSON.stringify(after),
        version: after.version,
        state: after.state,
        attention: after.attention,
        round: after.escalation.round,
        summary: summarize(after),
        ...keys.indexAttributes(after),
      }),
      ...(before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: marshall({ ':version': before.version }),
          }),
    },
  };
}

/** The entry with the case in brief: one journal entry is one event, built from its own item alone. Due until it was published. */
function journalItem(entry: JournalEntry, after: Case): Record<string, unknown> {
  return {
    pk: entry.caseId,
    sk: keys.journalSk(entry.sequence),
    entry: JSON.stringify(entry),
    summary: summarize(after),
    generation: after.escalation.generation,
    triaged: after.triagedSignals >= after.signals,
    asks: after.asks,
    duePk: keys.dueShard(entry.caseId),
    dueSk: keys.dueJournalSk(entry.at, entry.caseId, entry.sequence),
  };
}

/** Due until it has an outcome. */
function noticeItem(claimed: Notice): Record<string, unknown> {
  return {
    pk: claimed.caseId,
    sk: keys.noticeSk(claimed.id),
    notice: JSON.stringify(claimed),
    state: claimed.state,
    duePk: keys.dueShard(claimed.caseId),
    dueSk: keys.dueNoticeSk(claimed.claimedAt, claimed.caseId, claimed.id),
  };
}

/** A closed case leaves its name on its keys for a while, so that the next case can say which one it follows; any case may take them over. */
const REMEMBERED_S = 180 * 24 * 3600;

function releaseKey(table: string, key: string, at: string, after: Case): TransactWriteItem {
  const request = {
    TableName: table,
    Key: marshall(keys.correlationKey(key)),
    ConditionExpression: 'caseId = :case',
  };
  // An incident that a person has withdrawn is remembered too: what it had gathered is not gathered again.
  if (after.state !== 'closed' && after.cause === undefined)
    return { Delete: { ...request, ExpressionAttributeValues: marshall({ ':case': after.id }) } };
  const expiresAt = Math.floor(Date.parse(at) / 1000) + REMEMBERED_S;
  return {
    Update: {
      ...request,
      UpdateExpression: 'SET expiresAt = :expires',
      ExpressionAttributeValues: marshall({ ':case': after.id, ':expires': expiresAt }),
    },
  };
}
