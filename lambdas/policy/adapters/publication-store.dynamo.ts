import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { policyFiles, policyPublication } from '../../contracts/index.ts';
import type {
  ActivePolicy,
  PolicyDraft,
  PolicyFiles,
  PolicyPublication,
  PublishedPack,
} from '../../contracts/index.ts';
import { isConflict } from '../../platform/index.ts';
import type { Published } from '../decide-publication.ts';
import { draftPut } from './draft-store.dynamo.ts';
import { policyKeys } from './policy-items.ts';
import type { PolicyPage, PolicyTable } from './policy-items.ts';

/** No number is as high. */
const LAST = 99_999_999;

const publicationItem = z
  .object({ publication: z.string() })
  .transform((item) => policyPublication.parse(JSON.parse(item.publication)));
const filesItem = z.object({ files: z.string() }).transform((item) => policyFiles.parse(JSON.parse(item.files)));

/** All that a publication writes, at once or not at all. */
export interface PublicationCommit extends Published {
  readonly before: ActivePolicy | undefined;
  readonly packs?: readonly PublishedPack[];
  readonly draft?: PolicyDraft;
}

export function createPublicationStore({ table, client, read, page, active }: PolicyTable) {
  const isKept = async (version: string): Promise<boolean> =>
    (await read(policyKeys.version(version), z.object({ pk: z.string() }))) !== undefined;
  /** Versions never change, so one that is there stays as it was published first. */
  const versionPut = async (pack: PublishedPack): Promise<readonly TransactWriteItem[]> =>
    (await isKept(pack.version))
      ? []
      : [putOnce({ ...policyKeys.version(pack.version), published: JSON.stringify(pack) })];
  const putOnce = (item: object): TransactWriteItem => ({
    Put: { TableName: table, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const activePut = (before: ActivePolicy | undefined, after: ActivePolicy): TransactWriteItem => ({
    Put: {
      TableName: table,
      Item: marshall({ ...policyKeys.active, generation: after.generation, active: JSON.stringify(after) }),
      // Nobody writes over what was published meanwhile. What was written before publications were counted has no generation.
      ...(before === undefined || before.generation === 0
        ? { ConditionExpression: 'attribute_not_exists(generation)' }
        : {
            ConditionExpression: 'generation = :seen',
            ExpressionAttributeValues: marshall({ ':seen': before.generation }),
          }),
    },
  });

  return {
    active,
    commit: async ({
      before,
      active: after,
      publication,
      packs = [],
      draft,
    }: PublicationCommit): Promise<'committed' | 'conflict'> => {
      const items = [
        activePut(before, after),
        putOnce({ ...policyKeys.publication(publication.number), publication: JSON.stringify(publication) }),
        ...(await Promise.all(distinct(packs).map(versionPut))).flat(),
        ...(draft === undefined ? [] : [{ Put: draftPut(table, draft) }]),
      ];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
        return 'committed';
      } catch (error) {
        if (isConflict(error)) return 'conflict';
        throw error;
      }
    },
    find: (number: number): Promise<PolicyPublication | undefined> =>
      read(policyKeys.publication(number), publicationItem),
    /** The newest first. */
    list: (before?: number): Promise<PolicyPage<PolicyPublication>> =>
      page(policyKeys.publication(before ?? LAST), publicationItem, { newestFirst: true }),
    /** Under their digest, so that they never change: kept before anything names them, and once more does no harm. */
    keepFiles: async (digest: string, files: PolicyFiles): Promise<void> => {
      const Item = marshall({ ...policyKeys.files(digest), files: JSON.stringify(files) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    files: (digest: string): Promise<PolicyFiles | undefined> => read(policyKeys.files(digest), filesItem),
  };
}

/** An overlay may say what another one says, or what the global pack does: it is the same version. */
function distinct(packs: readonly PublishedPack[]): readonly PublishedPack[] {
  return packs.filter(({ version }, index) => packs.findIndex((one) => one.version === version) === index);
}
