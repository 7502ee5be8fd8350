import type { Service } from '../../kernel/types.ts';
import type { Authorizer } from './authorize.ts';
import type { Database } from './database.ts';

/**
 * `dynamodbstreams`, as the event source mappings of Lambda read it. Not the SDK's shape: one `ReadShard` stands for DescribeStream,
 * GetShardIterator and GetRecords, and asks for the permission to each of them, so that the mapping's role is checked.
 *
 * Input `{ StreamArn, ShardId, AfterSequenceNumber?, Limit }`, result `{ Records }` in the shape that functions are given.
 */
export function createStreamReader(database: Database, authorizer: Authorizer): Service {
  return {
    name: 'dynamodbstreams',
    operations: {
      ReadShard: {
        authorize: (input: any) => authorizer.ofStream(input.StreamArn, database.streams.tableOf(input.StreamArn)),
        run: (input: any) => ({
          Records: database.streams.readStream(input.StreamArn, input.ShardId, input.AfterSequenceNumber, input.Limit),
        }),
      },
    },
    resourceTypes: [],
  };
}
