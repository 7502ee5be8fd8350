import { createHash } from 'node:crypto';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export function digestText(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/**
 * Attributes sorted by name; for each the length-prefixed name and type, a byte for the transport (1 string, 2 binary), the length-prefixed value.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestAttributes(attributes: MessageAttributes): string {
  const hash = createHash('md5');
  const add = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const binary = attribute.DataType.startsWith('Binary');
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    hash.update(Uint8Array.of(binary ? 2 : 1));
    add(binary ? (attribute.BinaryValue ?? new Uint8Array()) : Buffer.from(attribute.StringValue ?? ''));
  }
  return hash.digest('hex');
}
