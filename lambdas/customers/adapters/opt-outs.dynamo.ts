import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { CaseStore } from '../../case/index.ts';
import { nowInstant } from '../../platform/index.ts';

const item = z.object({
  wants: z.enum(['no-mail', 'mail']),
  how: z.enum(['api', 'link', 'complaint']),
  by: z.string().optional(),
  at: z.string(),
});
export type OptOut = z.infer<typeof item>;
type Place = Pick<CaseStore, 'table' | 'client'>;

const keyOf = (addressDigest: string) => marshall({ pk: `OPTOUT#${addressDigest}`, sk: 'OPTOUT' });

/** What a customer has said of mail from us, by the digest of their address: the table holds no address. Undefined: nothing. */
export async function readOptOut({ table, client }: Place, addressDigest: string): Promise<OptOut | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf(addressDigest), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : item.parse(unmarshall(Item));
}

export async function wantsNoMail(place: Place, addressDigest: string): Promise<boolean> {
  return (await readOptOut(place, addressDigest))?.wants === 'no-mail';
}

/** Kept for good, or until somebody says otherwise. Saying the same twice keeps who has said it first. */
export async function putOptOut(place: Place, addressDigest: string, said: Omit<OptOut, 'at'>): Promise<OptOut> {
  const known = await readOptOut(place, addressDigest);
  if (known?.wants === said.wants) return known;
  const now = { ...said, at: nowInstant() };
  const Item = { ...keyOf(addressDigest), ...marshall(now, { removeUndefinedValues: true }) };
  await place.client.send(new PutItemCommand({ TableName: place.table, Item }));
  return now;
}
