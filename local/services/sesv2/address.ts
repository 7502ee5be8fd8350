import addressparser from 'nodemailer/lib/addressparser';
import { AwsError } from '../../kernel/errors.ts';

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

/** `Name <local@domain>` or `local@domain`; SES takes no international local parts (no SMTPUTF8). */
export function parseMailbox(text: string): Mailbox {
  const [mailbox, more] = addressparser(text, { flatten: true });
  const address = mailbox?.address ?? '';
  if (more !== undefined) throw badRequest('Illegal address');
  if (!address.includes('@')) throw badRequest("Missing final '@domain'");
  if (!/^[\x21-\x7e]+@[^\s@]+\.[^\s@]+$/.test(address))
    throw badRequest('Local address contains control or whitespace');
  return { name: mailbox?.name ?? '', address };
}

export const parseMailboxes = (texts: readonly string[] | undefined): readonly Mailbox[] =>
  (texts ?? []).map(parseMailbox);

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
