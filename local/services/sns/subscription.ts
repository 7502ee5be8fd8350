import { UnsupportedError } from '../../kernel/errors.ts';
import { invalidParameter } from './errors.ts';
import { readHttpPolicy } from './delivery-policy.ts';
import { compileFilter } from './filter-policy.ts';
import type { Protocol, StoredSubscription, Subscription } from './topics.ts';

const SERVICES: Readonly<Record<string, string>> = { sqs: 'sqs', lambda: 'lambda' };

/** Attributes that a subscription may have: https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const KEPT_ATTRIBUTES = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'DeliveryPolicy',
];

export function readProtocol(protocol: unknown, endpoint: unknown): Protocol {
  if (typeof endpoint !== 'string' || endpoint === '') throw invalidParameter('Endpoint');
  switch (protocol) {
    case 'sqs':
    case 'lambda':
      if (endpoint.split(':')[2] !== SERVICES[protocol]) throw invalidParameter(`${protocol} endpoint ARN`);
      if (endpoint.endsWith('.fifo')) throw new UnsupportedError(`the FIFO queue ${endpoint}`);
      return protocol;
    case 'http':
    case 'https':
      if (!endpoint.startsWith(`${protocol}://`)) throw invalidParameter('Endpoint must match the specified protocol');
      return protocol;
    case 'email':
      if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address');
      return protocol;
    default:
      throw new UnsupportedError(`the SNS protocol ${JSON.stringify(protocol)}`);
  }
}

/** Who owns the endpoint must agree first. */
export const needsConfirmation = (protocol: Protocol): boolean => protocol !== 'sqs' && protocol !== 'lambda';

function readFlag(value: unknown, name: string): boolean {
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw invalidParameter(
    `Attributes Reason: ${name}: Invalid value [${JSON.stringify(value)}]. Must be true or false.`,
  );
}

function readRedrive(given: unknown): string | undefined {
  if (given === undefined || given === '') return undefined;
  const policy: unknown = typeof given === 'string' ? JSON.parse(given) : given;
  const entries = Object.entries(typeof policy === 'object' && policy !== null ? policy : {});
  const [entry] = entries;
  const arn: unknown = entry?.[1];
  const wellFormed = entries.length === 1 && entry?.[0] === 'deadLetterTargetArn';
  if (!wellFormed || typeof arn !== 'string' || arn.split(':')[2] !== 'sqs' || arn.endsWith('.fifo')) {
    throw invalidParameter('RedrivePolicy: must be {"deadLetterTargetArn": the ARN of a standard queue}');
  }
  return arn;
}

/** Everything that an attribute means, decided once. */
export function compileSubscription(stored: StoredSubscription): Subscription {
  const { attributes, protocol } = stored;
  for (const name of Object.keys(attributes)) {
    if (!KEPT_ATTRIBUTES.includes(name)) throw new UnsupportedError(`${name} of an SNS subscription`);
  }
  const raw = readFlag(attributes['RawMessageDelivery'], 'RawMessageDelivery');
  if (raw && (protocol === 'lambda' || protocol === 'email')) {
    throw invalidParameter(`Attributes Reason: Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  const isHttp = protocol === 'http' || protocol === 'https';
  if (!isHttp && (attributes['DeliveryPolicy'] ?? '') !== '') {
    throw invalidParameter(`Attributes Reason: Delivery protocol [${protocol}] does not support delivery policies.`);
  }
  return {
    ...stored,
    raw,
    filter: compileFilter(attributes['FilterPolicy'], attributes['FilterPolicyScope']),
    deadLetterArn: readRedrive(attributes['RedrivePolicy']),
    httpPolicy: readHttpPolicy(attributes['DeliveryPolicy'], 'subscription'),
  };
}
