import { ofType } from './templates.ts';
import type { Synthesized } from './templates.ts';
import type { Verdict } from './rules.ts';

/**
 * What only AWS itself would tell: an alarm that may not publish, or an event that may not be encrypted, is dropped in silence. The engine has no alarms.
 */

const statementsOf = (document: any): any[] => document?.Statement ?? [];
const servicesOf = ({ Principal }: any): string[] => [Principal?.Service ?? []].flat();
const allows = (statement: any, service: string, action: string): boolean =>
  statement.Effect === 'Allow' && servicesOf(statement).includes(service) && [statement.Action].flat().includes(action);

/** A topic whose policy is written lets in whom it names: https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger */
export function alarmsReachTheirTopic(app: Synthesized): Verdict {
  const open = ofType(app, 'AWS::SNS::TopicPolicy')
    .filter(({ properties }) =>
      statementsOf(properties.PolicyDocument).some((statement) =>
        allows(statement, 'cloudwatch.amazonaws.com', 'sns:Publish'),
      ),
    )
    .flatMap(({ properties }) => properties.Topics.map((topic: any): string => topic.Ref));
  const alarms = ofType(app, 'AWS::CloudWatch::Alarm');
  return {
    seen: alarms.length,
    violations: alarms
      .flatMap(({ stack, id, properties }) =>
        [...(properties.AlarmActions ?? []), ...(properties.OKActions ?? [])].map((action: any) => ({
          alarm: `${stack}/${id}`,
          // From another stack: `fairlead-prod-data:ExportsOutputRefAlarms04B5A0BF1C2D3E4F`.
          target: JSON.stringify(action),
        })),
      )
      .filter(({ target }) => !open.some((topic) => target.includes(topic)))
      .map(({ alarm }) => `${alarm}: its topic does not let alarms publish`),
  };
}

/** Services whose requests to a key say for whom they ask: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
const SAY_FOR_WHOM = ['cloudwatch.amazonaws.com', 'sms-voice.amazonaws.com', 'sns.amazonaws.com'];

/** All topics and queues are encrypted with the house key: whoever may send to one may use it. */
export function sendersMayEncrypt(app: Synthesized): Verdict {
  const policies = [...ofType(app, 'AWS::SNS::TopicPolicy'), ...ofType(app, 'AWS::SQS::QueuePolicy')];
  const senders = new Set(
    policies
      .flatMap(({ properties }) => statementsOf(properties.PolicyDocument))
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(servicesOf),
  );
  const key = ofType(app, 'AWS::KMS::Key').flatMap(({ properties }) => statementsOf(properties.KeyPolicy));
  const mayEncrypt = (service: string): boolean =>
    key.some(
      (statement) =>
        allows(statement, service, 'kms:GenerateDataKey*') &&
        allows(statement, service, 'kms:Decrypt') &&
        (statement.Condition === undefined || SAY_FOR_WHOM.includes(service)),
    );
  return {
    seen: senders.size,
    violations: [...senders]
      .filter((service) => !mayEncrypt(service))
      .map((service) => `${service} may send, and not encrypt what it sends`),
  };
}

/** EventBridge keeps no condition in the policy of a topic: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html */
const KEEPS_NO_CONDITION = (type: string, service: string): boolean =>
  type === 'AWS::SNS::TopicPolicy' && service === 'events.amazonaws.com';

/** A service acts for every account: whom it may act for here is said, or anybody's rule could put reports into our queue. */
export function servicesActForUsOnly(app: Synthesized): Verdict {
  const policies = ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy'].flatMap((type) =>
    ofType(app, type),
  );
  const grants = policies.flatMap(({ stack, id, type, properties }) =>
    statementsOf(properties.PolicyDocument)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) =>
        servicesOf(statement).map((service) => ({ place: `${stack}/${id}`, type, service, statement })),
      ),
  );
  return {
    seen: grants.length,
    violations: grants
      .filter(({ type, service }) => !KEEPS_NO_CONDITION(type, service))
      .filter(({ statement }) => !/"aws:source(account|arn)"/i.test(JSON.stringify(statement.Condition ?? {})))
      .map(({ place, service }) => `${place}: ${service} may act for anybody's account`),
  };
}
