import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { readHttpPolicy } from './delivery-policy.ts';
import type { Subscribe } from './subscribe.ts';
import { KEPT_ATTRIBUTES } from './subscription.ts';
import type { Topics } from './topics.ts';

function topicType(kernel: Kernel, topics: Topics, subscribe: Subscribe): ResourceType {
  return {
    type: 'AWS::SNS::Topic',
    properties: [
      'TopicName',
      'DisplayName',
      'KmsMasterKeyId',
      'FifoTopic',
      'Subscription',
      'SignatureVersion',
      'DeliveryPolicy',
      'TracingConfig',
    ],
    ignored: {
      Tags: 'no policy condition on tags is accepted',
      DeliveryStatusLogging: 'what becomes of a delivery is told to the terminal and the meter',
    },
    create: ({ properties, physicalName }) => {
      const name: string = properties.TopicName ?? physicalName;
      if (String(properties.FifoTopic ?? false) === 'true' || name.endsWith('.fifo')) {
        throw new UnsupportedError(`the FIFO topic ${name}`);
      }
      refuseOther('TracingConfig of AWS::SNS::Topic', properties.TracingConfig ?? 'PassThrough', 'PassThrough');
      const signatureVersion = String(properties.SignatureVersion ?? '1');
      refuseOther('SignatureVersion of AWS::SNS::Topic', signatureVersion, '1', '2');
      const topic = {
        arn: kernel.arn('sns', name),
        name,
        displayName: String(properties.DisplayName ?? ''),
        keyId: properties.KmsMasterKeyId,
        signatureVersion,
        deliveryPolicy: properties.DeliveryPolicy,
        httpPolicy: readHttpPolicy(properties.DeliveryPolicy, 'topic'),
        subscriptions: new Map(),
      };
      topics.declare(topic);
      for (const inline of properties.Subscription ?? []) {
        refuseUnknown('Subscription of AWS::SNS::Topic', inline, ['Protocol', 'Endpoint']);
        subscribe(topic, inline.Protocol, inline.Endpoint, {}, true);
      }
      return { ref: topic.arn, attributes: { TopicArn: topic.arn, TopicName: name } };
    },
  };
}

function topicPolicyType(kernel: Kernel, topics: Topics): ResourceType {
  return {
    type: 'AWS::SNS::TopicPolicy',
    properties: ['PolicyDocument', 'Topics'],
    create: ({ properties, physicalName }) => {
      for (const arn of properties.Topics) {
        kernel.access.addResourcePolicy(topics.require(arn).arn, properties.PolicyDocument);
      }
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
  };
}

function subscriptionType(kernel: Kernel, topics: Topics, subscribe: Subscribe): ResourceType {
  return {
    type: 'AWS::SNS::Subscription',
    properties: ['TopicArn', 'Protocol', 'Endpoint', 'Region', ...KEPT_ATTRIBUTES],
    create: ({ properties }) => {
      const { TopicArn, Protocol, Endpoint, Region, ...attributes } = properties;
      refuseOther('Region of AWS::SNS::Subscription', Region ?? kernel.region, kernel.region);
      const { arn } = subscribe(topics.require(TopicArn), Protocol, Endpoint, attributes, true);
      return { ref: arn, attributes: { Arn: arn } };
    },
  };
}

export function createResourceTypes(kernel: Kernel, topics: Topics, subscribe: Subscribe): readonly ResourceType[] {
  return [
    topicType(kernel, topics, subscribe),
    topicPolicyType(kernel, topics),
    subscriptionType(kernel, topics, subscribe),
  ];
}
