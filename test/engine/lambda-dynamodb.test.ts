import { expect, test } from 'vitest';
import { createDynamodb } from '../../local/services/dynamodb/index.ts';
import type { Dynamodb } from '../../local/services/dynamodb/index.ts';
import { lambdaTest } from './lambda-support.ts';

const second = 1000;

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
test('writes to a table reach the function, in order per key, and go on after a restart', async () => {
  let dynamodb: Dynamodb | undefined;
  const engine = lambdaTest({
    streams: (kernel) => (dynamodb = createDynamodb(kernel)).streams,
    more: () => (dynamodb === undefined ? [] : [dynamodb, dynamodb.streamService]),
  });
  const table = engine.provision('AWS::DynamoDB::Table', 'Cases', {
    TableName: 'cases',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const seen: [string, string][] = [];
  engine.function('relay', (event) => {
    for (const { dynamodb: change } of event.Records) seen.push([change.Keys.pk.S, change.NewImage.n.N]);
  });
  engine.provision('AWS::Lambda::EventSourceMapping', 'M', {
    EventSourceArn: table.attributes?.['StreamArn'],
    FunctionName: 'relay',
    StartingPosition: 'TRIM_HORIZON',
    ParallelizationFactor: 10,
    BatchSize: 25,
  });
  const put = (pk: string, n: number): Promise<unknown> =>
    engine.call('dynamodb', 'PutItem', { TableName: 'cases', Item: { pk: { S: pk }, n: { N: String(n) } } });
  for (let n = 0; n < 5; n += 1) for (const pk of ['a', 'b', 'c']) await put(pk, n);
  await engine.settle();
  engine.restart();
  await put('a', 5);
  await engine.advance(second);
  for (const pk of ['a', 'b', 'c']) {
    const numbers = seen.filter(([key]) => key === pk).map(([, n]) => n);
    expect(numbers).toEqual(pk === 'a' ? ['0', '1', '2', '3', '4', '5'] : ['0', '1', '2', '3', '4']);
  }
});
