import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';

export interface MailReceiptProps {
  readonly configuration: Configuration;
  readonly key: IKey;
  readonly raw: Bucket;
  readonly alarmTopic: Topic;
}

/** Of the function that reads mail; the queue waits six times as long before it gives a mail to another. */
export const MAIL_TIMEOUT = Duration.minutes(1);
export const MAIL_IMPACT = 'Mail that carriers and partners send is not read: the trouble in it does not become cases.';
export const MAIL_RUNBOOK = 'mail-not-taken-in';

/** Mail to such an address answers one of our messages (`notification/take-mail-reply`); what is sent to both goes to both. */
const REPLY_PREFIX = 'reply+';
export const REPLIES = toAny({ prefix: REPLY_PREFIX });

/** Messages of the receipt rule of which one recipient is so. */
function toAny(condition: object): Record<string, FilterOrPolicy> {
  const recipients = FilterOrPolicy.filter(new SubscriptionFilter([condition]));
  return { receipt: FilterOrPolicy.policy({ recipients }) };
}

/**
 * Mail to any address of the domain: SES puts it below `mail/` of the raw bucket and tells the queue, with what it found about its sender. The local part of the address names the source. A
 * rule set works once it is the active one of its account and Region: docs/deploy.md.
 */
export class MailReceipt extends Construct {
  readonly arrivals: DeadLetteredQueue;
  readonly received: Topic;

  constructor(scope: Construct, id: string, { configuration, key, raw, alarmTopic }: MailReceiptProps) {
    super(scope, id);
    const { stage, mailDomain } = configuration;
    const { account, region } = Stack.of(this);
    const alarmed = { key, alarmTopic, impact: MAIL_IMPACT, runbook: MAIL_RUNBOOK };
    this.arrivals = new DeadLetteredQueue(this, 'Arrivals', {
      ...alarmed,
      consumerTimeout: MAIL_TIMEOUT,
      maxReceiveCount: 5,
    });
    const topic = new Topic(this, 'Received', { masterKey: key, enforceSSL: true });
    this.received = topic;
    topic.addSubscription(
      new SqsSubscription(this.arrivals.queue, {
        rawMessageDelivery: true,
        filterPolicyWithMessageBody: toAny({ 'anything-but': { prefix: REPLY_PREFIX } }),
        deadLetterQueue: deadLetterQueue(this, 'Undelivered', { ...alarmed, back: [this.arrivals.queue] }),
      }),
    );
    const name = `fairlead-${stage}`;
    // Names and not references: SES tries the bucket and the topic when the rule is made, so they must allow it before.
    const fromTheRule = {
      StringEquals: {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:aws:ses:${region}:${account}:receipt-rule-set/${name}:receipt-rule/${name}`,
      },
    };
    const ses = new ServicePrincipal('ses.amazonaws.com');
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [ses],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: fromTheRule,
      }),
    );
    raw.addToResourcePolicy(
      new PolicyStatement({
        principals: [ses],
        actions: ['s3:PutObject'],
        resources: [raw.arnForObjects('mail/*')],
        conditions: fromTheRule,
      }),
    );
    const ruleSet = new CfnReceiptRuleSet(this, 'Rules', { ruleSetName: name });
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName: ruleSet.ref,
      rule: {
        name,
        enabled: true,
        recipients: [mailDomain],
        scanEnabled: true,
        tlsPolicy: 'Require',
        actions: [{ s3Action: { bucketName: raw.bucketName, objectKeyPrefix: 'mail/', topicArn: topic.topicArn } }],
      },
    });
    if (raw.policy !== undefined) rule.node.addDependency(raw.policy);
    rule.node.addDependency(topic);
    new CfnOutput(this, 'RuleSet', { value: name, description: 'Receipt rule set of SES: make it the active one' });
    new CfnOutput(this, 'Domain', { value: mailDomain, description: 'Sources are written to as <source id>@ this' });
  }
}
