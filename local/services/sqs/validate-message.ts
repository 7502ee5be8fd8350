import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { MessageAttributes } from './digest.ts';
import { invalidParameter } from './errors.ts';
import type { Queue } from './queue.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html: #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF */
const FORBIDDEN = /[^\t\n\r -\uFFFD]/;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_ATTRIBUTES = 10;
const MAX_DELAY = 900;

export function bytesOfMessage(body: string, attributes: MessageAttributes | undefined): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType);
    bytes += attribute.BinaryValue?.length ?? Buffer.byteLength(attribute.StringValue ?? '');
  }
  return bytes;
}

function validateAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of entries) {
    if (!/^(?!aws\.|amazon\.)[A-Za-z0-9_\-.]{1,256}$/i.test(name) || /^\.|\.$|\.\./.test(name)) {
      throw invalidParameter(`The message attribute name '${name}' is invalid.`);
    }
    if (!/^(String|Number|Binary)(\..+)?$/.test(attribute.DataType)) {
      throw invalidParameter(`The message attribute '${name}' has an invalid message attribute type.`);
    }
    const value = attribute.DataType.startsWith('Binary') ? attribute.BinaryValue : attribute.StringValue;
    if (value === undefined || value.length === 0) {
      throw invalidParameter(`The message attribute '${name}' must contain a non-empty message attribute value.`);
    }
    if (attribute.DataType.startsWith('Number') && Number.isNaN(Number(attribute.StringValue))) {
      throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
    }
  }
}

/** Throws what SendMessage answers for a message that cannot be taken; gives its size. */
export function validateMessage(queue: Queue, entry: any): number {
  refuseUnknown('SendMessage', entry, [
    'Id',
    'QueueUrl',
    'MessageBody',
    'DelaySeconds',
    'MessageAttributes',
    'MessageSystemAttributes',
  ]);
  if (typeof entry.MessageBody !== 'string' || entry.MessageBody === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (FORBIDDEN.test(entry.MessageBody)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  }
  const delay: unknown = entry.DelaySeconds ?? 0;
  if (typeof delay !== 'number' || !Number.isInteger(delay) || delay < 0 || delay > MAX_DELAY) {
    throw invalidParameter(
      `Value ${String(delay)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${MAX_DELAY}.`,
    );
  }
  for (const name of Object.keys(entry.MessageSystemAttributes ?? {})) {
    if (name !== 'AWSTraceHeader') throw new UnsupportedError(`message system attribute ${name}`);
  }
  if (entry.MessageAttributes !== undefined) validateAttributes(entry.MessageAttributes);
  const bytes = bytesOfMessage(entry.MessageBody, entry.MessageAttributes);
  if (bytes > queue.maximumBytes) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.maximumBytes} bytes.`,
    );
  }
  return bytes;
}
