import { expect, test } from 'vitest';
import { createDynamodb } from '../../local/services/dynamodb/index.ts';
import { createStepFunctions } from '../../local/services/stepfunctions/index.ts';
import { lambdaTest } from './lambda-support.ts';
import { ROLE } from './stepfunctions-support.ts';

/** With the engine's own functions and tables: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html */
test('a machine, a function and a table understand each other', async () => {
  const engine = lambdaTest({ more: (kernel) => [createDynamodb(kernel), createStepFunctions(kernel)] });
  engine.provision('AWS::DynamoDB::Table', 'Cases', {
    TableName: 'cases',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  });
  engine.function('work', (event: { n: number }) => {
    if (event.n < 0) throw new RangeError('too small');
    return { id: `case-${event.n}` };
  });
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Work',
    States: {
      Work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
        Output: '{% $states.result.Payload %}',
        Catch: [{ ErrorEquals: ['RangeError'], Output: '{% $parse($states.errorOutput.Cause) %}', Next: 'Done' }],
        Next: 'Keep',
      },
      Keep: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
        Arguments: {
          TableName: 'cases',
          Item: { pk: { S: '{% $states.input.id %}' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
        Catch: [{ ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], Output: 'twice', Next: 'Done' }],
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  };
  const { stateMachineArn } = await engine.call('sfn', 'CreateStateMachine', {
    name: 'm',
    roleArn: ROLE,
    definition: JSON.stringify(definition),
  });
  const run = async (n: number): Promise<any> => {
    const input = JSON.stringify({ n });
    const { executionArn } = await engine.call('sfn', 'StartExecution', { stateMachineArn, input });
    await engine.advance(5_000);
    const done = await engine.call('sfn', 'DescribeExecution', { executionArn });
    expect(done.cause).toBeUndefined();
    return JSON.parse(done.output);
  };
  expect(await run(1)).toEqual({});
  expect(await run(1)).toBe('twice');
  expect(await run(-1)).toMatchObject({ errorType: 'RangeError', errorMessage: 'too small' });
});
