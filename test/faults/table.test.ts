import { expect, test } from 'vitest';
import type { Tally } from './inject.ts';
import { namesOf, placeOf, shortName } from './places.ts';
import { neverReached } from './table.ts';

const tally: Tally = new Map([
  ['Triage → lambda:Invoke AskErp', new Map([['reached', 3]])],
  ['SendSlack → fetch slack POST', new Map([['reached', 1]])],
]);

test('what no history has come to is named, whether it would ask or be asked', () => {
  expect(neverReached(tally, ['SendSlack', 'AnswerSlack', 'AskErp', 'Triage'])).toEqual(['AnswerSlack']);
});

test('a name that was too long for the cloud is the one that it is the beginning of', () => {
  const who = shortName('fairlead-dev-case-flow-ActionsReconciliationReconcileWr-b4c030c4');
  const invoked = shortName('fairlead-dev-engagement-PartnerLinksFollowPartnerLinkFu-84782238');
  const cut: Tally = new Map([
    [`${who} → dynamodb:Query`, new Map([['reached', 1]])],
    [`sqs → lambda:Invoke ${invoked}`, new Map([['reached', 1]])],
  ]);
  const names = [
    'ActionsReconciliationReconcileWritings',
    'PartnerLinksFollowPartnerLink',
    'PartnerLinks',
    'ActionsAction',
  ];
  expect(neverReached(cut, names)).toEqual(['PartnerLinks', 'ActionsAction'].toSorted());
  expect(shortName('fairlead-dev-case-flow-RelayJournalFunctionD140E2CF')).toBe('RelayJournal');
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
