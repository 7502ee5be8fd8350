import { describe, expect, test } from 'vitest';
import { alarmsReachTheirTopic, sendersMayEncrypt, servicesActForUsOnly } from './reach.ts';
import { cdkContext, ofType, planted, synthesize } from './templates.ts';

const dev = synthesize({ ...cdkContext(), stage: 'dev' });
const prod = synthesize({ ...cdkContext(), stage: 'prod' });

test.each([
  ['alarms', alarmsReachTheirTopic],
  ['senders', sendersMayEncrypt],
  ['services that act for this account', servicesActForUsOnly],
])('%s, and no others, reach what they send to', (_name, judge) => {
  for (const app of [dev, prod]) {
    const { seen, violations } = judge(app);
    expect(seen).toBeGreaterThan(3);
    expect(violations).toEqual([]);
  }
});

test('who is told where to publish when it is made is let publish before', () => {
  const policies = ofType(prod, 'AWS::SNS::TopicPolicy');
  const told = [
    'AWS::SES::ReceiptRule',
    'AWS::SES::ConfigurationSetEventDestination',
    'AWS::SMSVOICE::ConfigurationSet',
    'AWS::SMSVOICE::PhoneNumber',
  ].flatMap((type) => ofType(prod, type));
  expect(told.length).toBeGreaterThanOrEqual(4);
  for (const { stack, id, properties, dependsOn } of told) {
    const topics = policies.filter(
      ({ stack: where, properties: { Topics } }) =>
        where === stack && Topics.some(({ Ref }: any) => JSON.stringify(properties).includes(`"${Ref}"`)),
    );
    expect([id, topics.length]).toEqual([id, 1]);
    expect([id, topics.filter((policy) => !dependsOn.includes(policy.id))]).toEqual([id, []]);
  }
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
test('EventBridge may encrypt what it archives', () => {
  expect(ofType(prod, 'AWS::Events::Archive').map(({ properties }) => properties.KmsKeyIdentifier)).toHaveLength(1);
  const statements: any[] = ofType(prod, 'AWS::KMS::Key').flatMap(({ properties }) => properties.KeyPolicy.Statement);
  const actions = statements
    .filter(({ Principal, Condition }) => Condition === undefined && Principal.Service !== undefined)
    .filter(({ Principal }) => [Principal.Service].flat().includes('events.amazonaws.com'))
    .flatMap(({ Action }) => Action);
  for (const action of ['kms:DescribeKey', 'kms:GenerateDataKey*', 'kms:Decrypt', 'kms:ReEncrypt*'])
    expect(actions).toContain(action);
});

describe('what is planted is caught', () => {
  const without = (list: any[], isIt: (statement: any) => boolean): any[] =>
    list.filter((statement) => !isIt(statement));
  const ofService =
    (service: string) =>
    (statement: any): boolean =>
      [statement.Principal.Service].flat().includes(service);

  test('a topic that lets no alarm publish', () => {
    const app = planted(
      dev,
      'AWS::SNS::TopicPolicy',
      ({ properties: { PolicyDocument } }) => {
        PolicyDocument.Statement = without(PolicyDocument.Statement, ofService('cloudwatch.amazonaws.com'));
      },
      ({ id }) => id.startsWith('Alarms'),
    );
    const { seen, violations } = alarmsReachTheirTopic(app);
    expect(violations).toHaveLength(2 * seen);
    expect(violations[0]).toContain('does not let alarms publish');
  });
  test('a queue that takes events of every account', () => {
    const app = planted(
      dev,
      'AWS::SQS::QueuePolicy',
      ({ properties: { PolicyDocument } }) => {
        for (const statement of PolicyDocument.Statement) if (statement.Effect === 'Allow') delete statement.Condition;
      },
      ({ id }) => id.startsWith('IntakeQueue'),
    );
    expect(servicesActForUsOnly(app).violations.join()).toMatch(
      /^fairlead-dev-inbound\/IntakeQueuePolicy\w+: events.amazonaws.com may act for anybody's account$/,
    );
  });
  test('a sender that the key does not know', () => {
    const app = planted(dev, 'AWS::KMS::Key', ({ properties: { KeyPolicy } }) => {
      KeyPolicy.Statement = without(KeyPolicy.Statement, ofService('s3.amazonaws.com'));
    });
    expect(sendersMayEncrypt(app).violations).toContain('s3.amazonaws.com may send, and not encrypt what it sends');
  });
  test('a condition on what EventBridge does not say', () => {
    const app = planted(dev, 'AWS::KMS::Key', ({ properties: { KeyPolicy } }) => {
      for (const statement of KeyPolicy.Statement)
        if (ofService('events.amazonaws.com')(statement))
          statement.Condition = { StringEquals: { 'aws:SourceAccount': '1' } };
    });
    expect(sendersMayEncrypt(app).violations).toContain('events.amazonaws.com may send, and not encrypt what it sends');
  });
});
