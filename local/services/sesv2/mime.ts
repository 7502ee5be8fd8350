import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { AwsError } from '../../kernel/errors.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { parseMailbox } from './address.ts';
import type { Mailbox } from './address.ts';

/** A mail ready to be sent: what a person would read, and its bytes or what they will be put together from. */
export interface Mail {
  readonly source: { readonly mime: Uint8Array } | { readonly simple: SimpleMail };
  readonly from: Mailbox;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** What SES itself writes into every mail. */
export interface Stamp {
  readonly messageId: string;
  readonly at: number;
  readonly region: string;
}

/** https://docs.aws.amazon.com/ses/latest/dg/header-fields.html: SES writes the domain of its Region behind its message id. */
const messageIdHeader = ({ messageId, region }: Stamp): string =>
  `<${messageId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;

/** Fields that SES or the other members of the request write. */
const OWNED = [
  'bcc',
  'cc',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'return-path',
  'subject',
  'to',
];

const dataOf = (content: any, what: string): string | undefined => {
  refuseUnknown(what, content, ['Charset', 'Data']);
  refuseOther(`Charset of ${what}`, (content?.Charset ?? 'UTF-8').toUpperCase(), 'UTF-8', 'US-ASCII');
  return content?.Data;
};

function customHeaders(headers: readonly { Name: string; Value: string }[]): readonly { key: string; value: string }[] {
  return headers.map(({ Name, Value }) => {
    if (OWNED.includes(Name.toLowerCase()) || !/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(Name) || /[\r\n]/.test(Value)) {
      throw new AwsError('BadRequestException', `Invalid header <${Name}>.`);
    }
    return { key: Name, value: Value };
  });
}

/** The fields as they stand in the mail, unfolded. */
function readHeaders(mime: Uint8Array): Mail['headers'] {
  const text = Buffer.from(mime.buffer, mime.byteOffset, mime.byteLength);
  const fields = text.toString('latin1', 0, text.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
  return fields.map((field) => {
    const colon = field.indexOf(':');
    return {
      name: field.slice(0, colon),
      value: field
        .slice(colon + 1)
        .replaceAll('\r\n', '')
        .trim(),
    };
  });
}

export interface SimpleMail {
  readonly from: string;
  readonly destination: any;
  readonly replyTo: readonly string[];
  readonly simple: any;
}

/**
 * SES puts the parts together as MIME. Here that waits until somebody looks, because it costs more than all the rest of a call; what could fail
 * about it is checked now.
 */
export function readSimple(mail: SimpleMail, stamp: Stamp): Mail {
  const { from, destination, replyTo, simple } = mail;
  refuseUnknown('Simple', simple, ['Body', 'Headers', 'Subject']);
  refuseUnknown('Body', simple.Body, ['Html', 'Text']);
  const subject = dataOf(simple.Subject, 'Subject') ?? '';
  const to: readonly string[] = destination.ToAddresses ?? [];
  const cc: readonly string[] = destination.CcAddresses ?? [];
  const fields: readonly (readonly [string, string])[] = [
    ['From', from],
    ['To', to.join(', ')],
    ['Cc', cc.join(', ')],
    ['Reply-To', replyTo.join(', ')],
    ['Subject', subject],
    ['Message-ID', messageIdHeader(stamp)],
    ...customHeaders(simple.Headers ?? []).map(({ key, value }) => [key, value] as const),
    ['MIME-Version', '1.0'],
  ];
  return {
    source: { simple: mail },
    from: parseMailbox(from),
    to,
    cc,
    bcc: destination.BccAddresses ?? [],
    subject,
    text: dataOf(simple.Body?.Text, 'Text'),
    html: dataOf(simple.Body?.Html, 'Html'),
    headers: fields.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value })),
  };
}

/** Text and HTML as alternatives; the blind copies stay out of it. */
export function composeSimple({ from, destination, replyTo, simple }: SimpleMail, stamp: Stamp): Promise<Uint8Array> {
  const text = dataOf(simple.Body?.Text, 'Text');
  const html = dataOf(simple.Body?.Html, 'Html');
  const composer = new MailComposer({
    from,
    to: [...(destination.ToAddresses ?? [])],
    cc: [...(destination.CcAddresses ?? [])],
    replyTo: [...replyTo],
    subject: dataOf(simple.Subject, 'Subject') ?? '',
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    headers: [...customHeaders(simple.Headers ?? [])],
    messageId: messageIdHeader(stamp),
    date: new Date(stamp.at),
    // Boundaries are then the same for the same seed.
    baseBoundary: stamp.messageId.slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** SES replaces Message-ID and Date, and takes the blind copies out, of what it is given. */
function restamp(raw: Uint8Array, stamp: Stamp): Uint8Array {
  const text = Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new AwsError('BadRequestException', "Missing required header 'From'.");
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const kept = fields.filter((field) => !/^(message-id|date|bcc)\s*:/i.test(field));
  const stamped = [
    `Date: ${new Date(stamp.at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageIdHeader(stamp)}`,
    ...kept,
  ];
  return new Uint8Array(Buffer.from(stamped.join('\r\n') + text.slice(end), 'latin1'));
}

const addressesOf = (list: readonly { address?: string | undefined }[] | undefined): readonly string[] =>
  (list ?? []).flatMap(({ address }) => (address === undefined || address === '' ? [] : [address]));

/** A mail that came as MIME; sender and receivers of the request win over its header. */
export async function composeRaw(
  raw: Uint8Array,
  from: string | undefined,
  destination: any,
  stamp: Stamp,
): Promise<Mail> {
  const mime = restamp(raw, stamp);
  const parsed = await PostalMime.parse(mime);
  const sender = parsed.from?.address;
  if (sender === undefined || sender === '')
    throw new AwsError('BadRequestException', "Missing required header 'From'.");
  const { bcc } = await PostalMime.parse(raw);
  return {
    source: { mime },
    from: from === undefined ? { name: parsed.from?.name ?? '', address: sender } : parseMailbox(from),
    to: destination?.ToAddresses ?? addressesOf(parsed.to),
    cc: destination?.CcAddresses ?? (destination === undefined ? addressesOf(parsed.cc) : []),
    bcc: destination?.BccAddresses ?? (destination === undefined ? addressesOf(bcc) : []),
    subject: parsed.subject ?? '',
    text: parsed.text,
    html: parsed.html,
    headers: readHeaders(mime),
  };
}
