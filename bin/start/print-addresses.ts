import { styleText } from 'node:util';
import { signBody } from '../../lambdas/inbound/index.ts';
import { SYSTEMS } from '../../local/partners/index.ts';
import type { PartnerName } from '../../local/partners/index.ts';
import type { KnownSource } from '../set-up/set-up.ts';
import { attemptedDelivery } from './demo-feed.ts';

/** Of the source behind the printed curl; others have five minutes. */
export const TOLERANCE_S = 3600;

/** One of each role, by the names that the documents use, and one with two. */
export const PEOPLE = [
  { as: 'LEAD', email: 'ines.duarte@example.com', person: 'ines-duarte', roles: ['lead'] },
  { as: 'RESPONDER', email: 'jonas.weber@example.com', person: 'jonas-weber', roles: ['responder'] },
  { as: 'APPROVER', email: 'tom.baker@example.com', person: 'tom-baker', roles: ['approver'] },
  // A second approver, where two have to agree; and somebody of finance who ends the tasks that only finance ends.
  { as: 'CHIEF', email: 'karim.haddad@example.com', person: 'karim-haddad', roles: ['lead', 'approver'] },
  { as: 'AUTHOR', email: 'author@example.com', roles: ['policy_author'] },
  { as: 'PUBLISHER', email: 'publisher@example.com', roles: ['policy_publisher'] },
  { as: 'ADMIN', email: 'admin@example.com', roles: ['platform_admin'] },
  { as: 'AUDITOR', email: 'auditor@example.com', roles: ['auditor'] },
  { as: 'VIEWER', email: 'viewer@example.com', roles: ['viewer'] },
] as const;

interface Addresses {
  readonly base: string;
  readonly outside: Readonly<Record<PartnerName, string>>;
  readonly mailPort: number;
  readonly edi: KnownSource;
  readonly token: (email: string) => string;
  readonly speed: number;
  readonly data: string | undefined;
  readonly now: number;
}

/** What somebody at the terminal needs: where to look, and commands that can be copied as they stand. */
export function printAddresses(
  print: (line?: string) => void,
  { base, outside, mailPort, edi, token, speed, data, now }: Addresses,
): void {
  const stamp = new Date(now - 15 * 60_000).toISOString();
  const body = attemptedDelivery({
    scac: 'NRTH',
    city: 'DULUTH',
    state: 'MN',
    status: 'AH',
    reason: 'AQ',
    tracking: 'NL4471902',
    shipment: 'SO-88213',
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    timeCode: 'UT',
  });
  // Signed a little ahead, so that there is time to read before copying: good while it is no further away than the tolerance of the source.
  const ahead = TOLERANCE_S - 60;
  const signature = signBody(new TextEncoder().encode(body), edi.secret, Math.floor(now / 1000) + ahead);
  const title = (text: string): string => styleText('bold', text);
  print();
  print(`${title('Look')}   Slack    ${outside.slack}`);
  print(`       Mailbox  ${outside.mailbox}`);
  print(
    `       Systems  ${SYSTEMS.slice(0, 3)
      .map((name) => outside[name])
      .join('  ')}`,
  );
  print(
    `                ${SYSTEMS.slice(3)
      .map((name) => outside[name])
      .join('  ')}`,
  );
  print(`       Webhooks ${outside.sink}`);
  print(`       Teams    ${outside.teams}    SMS ${outside.phones}`);
  print(`${title('API')}    ${base}/v1`);
  print(`       told of  ${base}/v1/docs`);
  print(
    `${title('State')}  ${data === undefined ? 'in memory; --data DIR keeps it' : data}${speed === 1 ? '' : `, ${String(speed)} times as fast as the wall clock`}`,
  );
  print();
  print(
    `${title('Report a failed delivery')} (EDI X12 214; the signature is good for the next ${lifetimeOf((ahead + TOLERANCE_S) / speed)}):`,
  );
  print(
    `  curl -i ${base}${edi.path} -H 'content-type: application/edi-x12' -H 'fairlead-signature: ${signature}' --data-binary '${body}'`,
  );
  print();
  print(`${title('Upload a file')} that is too large for a request, as docs/files-and-mappings.md shows, with:`);
  print(`  export API=${base} SOURCE=${edi.id} SECRET=${edi.secret}`);
  print();
  print(`${title('Send a mail')} (what SES would find about its sender stands in the query: dmarc=PASS, spam=FAIL …):`);
  print(
    `  curl -i 'http://127.0.0.1:${String(mailPort)}/?to=desk-mail@in.fairlead.example.com&from=jo@example.com' --data-binary $'From: jo@example.com\\nSubject: SO-88213\\n\\nShipment SO-88213 is delayed, call Mrs Example.'`,
  );
  print();
  print(title('Act as a person (tokens for twelve hours):'));
  for (const { as, email } of PEOPLE) print(`  ${as.padEnd(9)} export ${as}=${token(email)}`);
  print(`  curl -s ${base}/v1/cases?team=customer-service -H "authorization: $VIEWER"`);
  print(`  curl -s ${base}/v1/mails -H "authorization: $RESPONDER"`);
  print(`  curl -s ${base}/v1/cases/CASE_ID/acknowledge -X POST -H "authorization: $RESPONDER"`);
  print(`  curl -s ${base}/v1/cases/CASE_ID/resolve -X POST -H "authorization: $LEAD" -d '{"resolution":"solved"}'`);
  print();
  print(styleText('dim', 'From here on, one line an event. Ctrl-C stops.'));
}

/** In minutes, or in seconds where these are few: the clock here may be a fast one. */
export function lifetimeOf(seconds: number): string {
  const isShort = seconds < 300;
  const count = Math.floor(isShort ? seconds : seconds / 60);
  return `${String(count)} ${isShort ? 'second' : 'minute'}${count === 1 ? '' : 's'}`;
}
