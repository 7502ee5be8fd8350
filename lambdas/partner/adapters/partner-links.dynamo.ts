import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { CaseStore } from '../../case/index.ts';
import { jsonIn } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import { partnerLink } from '../partner-link.ts';
import type { PartnerLink } from '../partner-link.ts';

/** Links lie beside their case, as JSON text. */
const PREFIX = 'PARTNER#';
const keyOf = (caseId: string, linkId: string) => ({ pk: caseId, sk: `${PREFIX}${linkId}` });
const item = z.object({ link: z.string().transform(jsonIn).pipe(partnerLink) });

export async function findLink(
  { client, table }: CaseStore,
  { caseId, linkId }: { readonly caseId: string; readonly linkId: string },
): Promise<PartnerLink | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: marshall(keyOf(caseId, linkId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : item.parse(unmarshall(Item)).link;
}

/** In the order in which they were made; a case has few. */
export async function linksOf({ client, table }: CaseStore, caseId: string): Promise<readonly PartnerLink[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': caseId, ':prefix': PREFIX }),
      ConsistentRead: true,
    }),
  );
  const links = Items.map((one) => item.parse(unmarshall(one)).link);
  return links.sort((one, other) => (one.madeAt < other.madeAt ? -1 : 1));
}

/** The item of a link, as part of the commit that journals what happened; whoever was faster makes it a conflict. */
export function changeLink(table: string, before: PartnerLink | undefined, after: PartnerLink): TransactWriteItem {
  return { Put: putLink(table, before, after) };
}

/** By itself; false where somebody was faster. */
export function replaceLink({ client, table }: CaseStore, before: PartnerLink, after: PartnerLink): Promise<boolean> {
  return unlessConditionFails(client.send(new PutItemCommand(putLink(table, before, after))));
}

function putLink(table: string, before: PartnerLink | undefined, after: PartnerLink) {
  const Item = marshall({ ...keyOf(after.caseId, after.linkId), link: JSON.stringify(after) });
  if (before === undefined) return { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    TableName: table,
    Item,
    ConditionExpression: 'link = :before',
    ExpressionAttributeValues: marshall({ ':before': JSON.stringify(before) }),
  };
}
