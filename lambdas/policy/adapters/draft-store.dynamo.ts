import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Put } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { policyDraft } from '../../contracts/index.ts';
import type { PolicyDraft } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import { policyKeys } from './policy-items.ts';
import type { PolicyPage, PolicyTable } from './policy-items.ts';

const draftItem = z.object({ draft: z.string() }).transform((item) => policyDraft.parse(JSON.parse(item.draft)));

/** Sorts before every id; a key is never empty. */
const BEFORE_ALL = ' ';

/** Over the revision before this one, or where there is none. */
export function draftPut(
  table: string,
  draft: PolicyDraft,
): Put & { Item: NonNullable<Put['Item']>; TableName: string } {
  const { id, revision } = draft;
  return {
    TableName: table,
    Item: marshall({ ...policyKeys.draft(id), revision, draft: JSON.stringify(draft) }),
    // Two at once write over one another never.
    ...(revision === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: marshall({ ':seen': revision - 1 }) }),
  };
}

export function createDraftStore({ table, client, read, page }: PolicyTable) {
  return {
    find: (id: string): Promise<PolicyDraft | undefined> => read(policyKeys.draft(id), draftItem),
    /** False: somebody else was faster. */
    save: (draft: PolicyDraft): Promise<boolean> =>
      unlessConditionFails(client.send(new PutItemCommand(draftPut(table, draft)))),
    list: (after?: string): Promise<PolicyPage<PolicyDraft>> => page(policyKeys.draft(after ?? BEFORE_ALL), draftItem),
  };
}
