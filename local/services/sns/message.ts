import { UnsupportedError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { invalidParameter } from './errors.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64, so that a message can wait in the store. */
  readonly binary?: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A published message. */
export interface Message {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly body: string;
  /** `MessageStructure: json`: what single protocols get instead. */
  readonly bodies?: Readonly<Record<string, string>>;
  readonly attributes: MessageAttributes;
  readonly timestamp: string;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const MAX_BYTES = 262_144;
const MAX_SUBJECT = 100;

function readAttribute(name: string, given: any): MessageAttribute {
  refuseUnknown(`the message attribute ${name}`, given, ['DataType', 'StringValue', 'BinaryValue']);
  const type: unknown = given.DataType;
  if (typeof type !== 'string' || !/^(String|Number|Binary)(\..+)?$/.test(type)) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (type.startsWith('Binary')) {
    const bytes: unknown = given.BinaryValue;
    if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
      throw invalidParameter(
        `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${type}'.`,
      );
    }
    return { DataType: type, binary: Buffer.from(bytes).toString('base64') };
  }
  const value: unknown = given.StringValue;
  if (typeof value !== 'string' || value === '') {
    throw invalidParameter(
      `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (type.startsWith('Number') && !Number.isFinite(Number(value))) {
    throw invalidParameter(`Could not cast message attribute '${name}' value to number.`);
  }
  if (type === 'String.Array' && !isArray(value)) {
    throw invalidParameter(`Could not parse message attribute '${name}' value as an array.`);
  }
  return { DataType: type, StringValue: value };
}

/** Only scalars in it: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function isArray(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((member) => typeof member !== 'object' || member === null);
  } catch {
    return false;
  }
}

export function readAttributes(given: any): MessageAttributes {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, attribute]) => {
      if (!/^(?!.*\.\.)[\w-][\w.-]{0,255}$/.test(name) || name.endsWith('.')) {
        throw invalidParameter(`Invalid message attribute name: ${name}`);
      }
      return [name, readAttribute(name, attribute)];
    }),
  );
}

/** Text without line breaks and control characters, 1 to 100 characters. */
function checkSubject(subject: unknown): void {
  if (subject === undefined) return;
  if (
    typeof subject !== 'string' ||
    subject === '' ||
    subject.length > MAX_SUBJECT ||
    /[\u0000-\u001f\u007f]/.test(subject)
  ) {
    throw invalidParameter('Subject');
  }
}

function readBodies(text: string): Readonly<Record<string, string>> {
  let bodies: unknown;
  try {
    bodies = JSON.parse(text);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const entries = Object.entries(typeof bodies === 'object' && bodies !== null ? bodies : {});
  const texts = entries.flatMap(([protocol, body]) => (typeof body === 'string' ? [[protocol, body] as const] : []));
  const result: Readonly<Record<string, string>> = Object.fromEntries(texts);
  if (result['default'] === undefined)
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return result;
}

export type Content = Pick<Message, 'subject' | 'body' | 'bodies' | 'attributes'>;

const KNOWN = ['TopicArn', 'TargetArn', 'Id', 'Message', 'Subject', 'MessageStructure', 'MessageAttributes'];

/** Checks a publish request or an entry of a batch. */
export function readContent(input: any): Content {
  refuseUnknown('Publish', input, KNOWN);
  if (typeof input.Message !== 'string' || input.Message === '') throw invalidParameter('Empty message');
  checkSubject(input.Subject);
  const structure: unknown = input.MessageStructure;
  if (structure !== undefined && structure !== 'json')
    throw new UnsupportedError(`MessageStructure ${JSON.stringify(structure)}`);
  const attributes = readAttributes(input.MessageAttributes);
  const bodies = structure === 'json' ? readBodies(input.Message) : undefined;
  const content: Content = {
    body: bodies?.['default'] ?? input.Message,
    attributes,
    ...(bodies === undefined ? {} : { bodies }),
    ...(input.Subject === undefined ? {} : { subject: input.Subject }),
  };
  if (bytesOf(input.Message, attributes) > MAX_BYTES) throw invalidParameter('Message too long');
  return content;
}

/** Attributes count: https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html */
export function bytesOf(body: string, attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', binary = '' }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue) +
      Buffer.byteLength(binary, 'base64'),
    Buffer.byteLength(body),
  );
}

export const bodyFor = (message: Message, protocol: string): string => message.bodies?.[protocol] ?? message.body;
