import { expect, test } from 'vitest';
import type { Tally } from './inject.ts';
import { namesOf, placeOf } from './places.ts';
import { neverReached } from './table.ts';

const tally: Tally = new Map([
  ['Triage → lambda:Invoke AskErp', new Map([['reached', 3]])],
  ['SendSlack → fetch slack POST', new Map([['reached', 1]])],
]);

test('what no history has come to is named, whether it would ask or be asked', () => {
  expect(neverReached(tally, ['SendSlack', 'AnswerSlack', 'AskErp', 'Triage'])).toEqual(['AnswerSlack']);
});

test('a state machine is known by the template, and its calls are those of a workflow', () => {
  const resources = [
    { type: 'AWS::StepFunctions::StateMachine', logicalId: 'ActionsActionMachine53B10100' },
    { type: 'AWS::SQS::Queue', logicalId: 'ChildrenQueueDECE42F6' },
  ].map((each) => ({ ...each, stack: 's', path: undefined, ref: each.logicalId, attributes: {} }));
  const workflows = namesOf({ outputs: {}, resources }, 'AWS::StepFunctions::StateMachine');
  const roleArn = 'arn:aws:iam::111122223333:role/fairlead-dev-case-flow-ActionsActionRole0A3614DF';
  const call = { principal: { kind: 'role', roleArn } as const, service: 'dynamodb', operation: 'GetItem', input: {} };
  expect(placeOf(call, workflows)).toMatchObject({ who: 'ActionsAction', by: 'workflow' });
  expect(placeOf(call, new Set())).toMatchObject({ by: 'service' });
});
