import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import type { Message } from '../deliver-as-service.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { parseMailbox, parseMailboxes } from './address.ts';
import { findConfigurationSet } from './configuration-set.ts';
import type { ConfigurationSet } from './configuration-set.ts';
import { identityArn, identityOf, notVerified } from './identity.ts';
import { detailsOf, keepMail } from './mail-store.ts';
import { composeRaw, readSimple } from './mime.ts';
import type { Mail, Stamp } from './mime.ts';
import { publishEvents } from './publish-events.ts';
import type { Outcome } from './publish-events.ts';

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_RECIPIENTS = 50;
const MAX_SIMPLE_BYTES = 10 * 1024 * 1024;
const MAX_RAW_BYTES = 40 * 1024 * 1024;
/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

const MEMBERS = ['ConfigurationSetName', 'Content', 'Destination', 'EmailTags', 'FromEmailAddress', 'ReplyToAddresses'];

export interface Ses {
  readonly kernel: Kernel;
  readonly sets: ReadonlyMap<string, ConfigurationSet>;
  readonly deliver: (message: Message, due?: number) => void;
  readonly outcomeOf: (address: string) => Outcome;
  /** Gives the failure that a call shall meet, if it shall. */
  readonly fault: (input: unknown) => AwsError | undefined;
}

/** Who sends: named by the request, or else by the mail's own header. */
function senderOf(input: any): string | undefined {
  if (input.FromEmailAddress !== undefined) return input.FromEmailAddress;
  const raw: Uint8Array | undefined = input.Content?.Raw?.Data;
  if (raw === undefined) return undefined;
  return /^from:(.*(?:\r?\n[ \t].*)*)/im
    .exec(
      Buffer.from(raw)
        .toString('latin1')
        .split(/\r?\n\r?\n/)[0] ?? '',
    )?.[1]
    ?.trim();
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
export function authorizeSending({ kernel, sets }: Ses, input: any): readonly AuthorizationRequest[] {
  const sender = senderOf(input);
  if (sender === undefined) throw new AwsError('BadRequestException', "Missing required header 'From'.");
  const { name, address } = parseMailbox(sender);
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
  const recipients = parseMailboxes([...ToAddresses, ...CcAddresses, ...BccAddresses]);
  const action = input.Content?.Raw === undefined ? 'ses:SendEmail' : 'ses:SendRawEmail';
  const context = {
    'ses:FromAddress': address,
    ...(name === '' ? {} : { 'ses:FromDisplayName': name }),
    'ses:Recipients': recipients.map((recipient) => recipient.address),
  };
  const set = input.ConfigurationSetName ?? identityOf(kernel, address)?.configurationSet;
  return [
    { action, resource: identityArn(kernel, address), context },
    ...(set === undefined ? [] : [{ action, resource: findConfigurationSet(sets, set).arn, context }]),
  ];
}

function tagsOf(tags: readonly { Name: string; Value: string }[] | undefined): Readonly<Record<string, string>> {
  for (const { Name, Value } of tags ?? []) {
    if (!TAG.test(Name) || !TAG.test(Value)) {
      throw new AwsError(
        'BadRequestException',
        `Invalid tag <${Name}>: only alphanumeric ASCII characters, '_', or '-' are allowed.`,
      );
    }
  }
  return Object.fromEntries((tags ?? []).map(({ Name, Value }) => [Name, Value]));
}

function checkRecipients(mail: Mail): void {
  const recipients = parseMailboxes([...mail.to, ...mail.cc, ...mail.bcc]);
  if (recipients.length === 0) throw new AwsError('BadRequestException', 'Provide at least one recipient.');
  if (recipients.length > MAX_RECIPIENTS)
    throw new AwsError('BadRequestException', `Recipient count exceeds ${MAX_RECIPIENTS}.`);
}

function checkSize(size: number, limit: number): void {
  if (size > limit)
    throw new AwsError('BadRequestException', `Message length is more than ${limit} bytes long: '${size}'.`);
}

/** The shape of SES's message ids: time, UUID, counter. */
const newMessageId = (kernel: Kernel): string =>
  `0107${kernel.now().toString(16).padStart(12, '0')}-${kernel.uuid()}-000000`;

/** The body as base64 would carry it. */
const encodedSize = (mail: Mail): number =>
  Math.ceil((Buffer.byteLength(mail.text ?? '') + Buffer.byteLength(mail.html ?? '')) * (4 / 3));

function simpleMail(input: any, stamp: Stamp): Mail {
  const {
    Content: content,
    Destination: destination = {},
    FromEmailAddress: from,
    ReplyToAddresses: replyTo = [],
  } = input;
  if (content?.Simple === undefined) throw new UnsupportedError('an e-mail that is neither Simple nor Raw');
  if (from === undefined) throw new AwsError('BadRequestException', "Missing required header 'From'.");
  parseMailboxes(replyTo);
  const mail = readSimple({ from, destination, replyTo, simple: content.Simple }, stamp);
  checkSize(encodedSize(mail), MAX_SIMPLE_BYTES);
  return mail;
}

/** From here on nothing waits: the mail is kept and its events are planned, or neither. */
function accept(ses: Ses, input: any, messageId: string, mail: Mail): void {
  const { kernel } = ses;
  checkRecipients(mail);
  const identity = identityOf(kernel, mail.from.address);
  if (identity === undefined) throw notVerified(kernel, mail.from.address);
  const setName: string | undefined = input.ConfigurationSetName ?? identity.configurationSet;
  const set = setName === undefined ? undefined : findConfigurationSet(ses.sets, setName);
  if (set?.sending === false) {
    throw new AwsError('SendingPausedException', `Email sending is disabled for the configuration set <${set.name}>.`);
  }
  const details = detailsOf(mail, tagsOf(input.EmailTags), setName);
  keepMail(kernel, messageId, details, mail.source);
  kernel.meter.count('sesv2', 'Messages', mail.to.length + mail.cc.length + mail.bcc.length, identity.name);
  const headerOf = (wanted: string): string | undefined =>
    mail.headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
  kernel.emit({ kind: 'ses.sent', messageId, ...details, replyTo: headerOf('reply-to') });
  if (set !== undefined) {
    publishEvents(kernel, ses.deliver, { messageId, mail, details, sourceArn: identity.arn, set }, ses.outcomeOf);
  }
}

export function sendEmail(ses: Ses): Operation {
  const { kernel } = ses;
  return {
    authorize: (input) => authorizeSending(ses, input),
    run: (input) => {
      refuseUnknown('SendEmail', input, MEMBERS);
      refuseUnknown('Content', input.Content, ['Raw', 'Simple']);
      const failure = ses.fault(input);
      if (failure !== undefined) throw failure;
      const messageId = newMessageId(kernel);
      const stamp = { messageId, at: kernel.now(), region: kernel.region };
      const raw: Uint8Array | undefined = input.Content?.Raw?.Data;
      if (raw === undefined) {
        accept(ses, input, messageId, simpleMail(input, stamp));
        return { MessageId: messageId };
      }
      checkSize(raw.length, MAX_RAW_BYTES);
      // Parsing MIME takes several turns: https://www.npmjs.com/package/postal-mime
      return kernel.busy(composeRaw(raw, input.FromEmailAddress, input.Destination, stamp)).then((mail) => {
        accept(ses, input, messageId, mail);
        return { MessageId: messageId };
      });
    },
  };
}
