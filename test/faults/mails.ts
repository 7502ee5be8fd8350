import { deriveId, sha256Hex } from '../../lambdas/contracts/index.ts';
import { mailIdentity } from '../../lambdas/inbound/formats/email/mail-identity.ts';
import { translateEmail } from '../../lambdas/inbound/formats/email.ts';
import type { World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';
import type { Dice } from './dice.ts';
import { putIntoInbox } from './drops.ts';
import { tryOnce } from './try-once.ts';
import type { Deed } from './plan-deeds.ts';
import type { Sent } from './senders.ts';
import { idsIn, senderOf, SOURCES } from './say.ts';

const MINUTE = 60_000;

/** A mail to the desk: one that says what is wrong, or one that a person has to read. */
export interface MailDrop {
  readonly at: number;
  readonly shipment: string;
  readonly isSure: boolean;
  /** Sent to the address of the desk, or put as a file into the inbox of its source. */
  readonly by: 'ses' | 'inbox';
  /** The same comes again after so many milliseconds, by another way. */
  readonly again: number | undefined;
}

interface Desk {
  readonly mails: readonly MailDrop[];
  readonly deeds: readonly Deed[];
}

/** Some of the mail comes as files, and some of it is decided by the page behind a link; with dice of its own, for all else to stay as it is. */
export function planDesk({ mails, deeds }: Desk, length: number, dice: Dice): Desk {
  if (mails.length === 0) return { mails, deeds };
  const byPage = Array.from({ length: dice.between(0, 3) }, () => ({
    at: dice.between(MINUTE, length),
    does: dice.pick(['open mail page', 'decide by page', 'decide by page'] as const),
    twice: dice.chance(0.4),
    toIncident: false,
  }));
  return {
    mails: mails.map((mail) => (dice.chance(0.4) ? { ...mail, by: 'inbox' } : mail)),
    deeds: [...deeds, ...byPage],
  };
}

export function planMails(length: number, dice: Dice): Desk {
  const mails = Array.from({ length: dice.between(1, 3) }, (_unused, index) => ({
    at: dice.between(0, Math.floor(length / 2)),
    shipment: `800${String(60_000 + index)}`,
    isSure: dice.chance(0.4),
    again: dice.chance(0.4) ? dice.pick([0, 2_000, 20 * MINUTE]) : undefined,
    by: 'ses' as const,
  }));
  const deeds = Array.from({ length: dice.between(1, 4) }, () => ({
    at: dice.between(MINUTE, length),
    does: dice.pick(['look at mails', 'decide on mail', 'decide on mail'] as const),
    twice: dice.chance(0.4),
    toIncident: false,
  }));
  return { mails, deeds };
}

const rawOf = ({ shipment, isSure }: MailDrop, startAt: number): string =>
  [
    'From: jo@forwarder.example',
    `To: ${SOURCES.desk.id}+import@in.fairlead.example.com`,
    'Subject: hello',
    `Date: ${new Date(startAt).toUTCString().replace('GMT', '+0000')}`,
    '',
    `Shipment ${shipment} is delayed${isSure ? '' : ', call Mrs Example'}.`,
  ].join('\r\n');

/** Under which it lies while it waits for a person. */
export function waitingIdOf(mail: MailDrop, startAt: number): string {
  const bytes = new TextEncoder().encode(rawOf(mail, startAt));
  // What SES has put above a mail differs each time; a file is its bytes.
  const identity = mail.by === 'ses' ? mailIdentity(bytes) : bytes;
  return deriveId('rcp', SOURCES.desk.id, sha256Hex(identity));
}

/** What a mail may become: its reports; or that it waits, what a person makes of it, and that it waits no longer. */
async function signalsOf(
  mail: MailDrop,
  startAt: number,
): Promise<{ readonly atOnce: readonly string[]; readonly later: readonly string[] }> {
  const bytes = new TextEncoder().encode(rawOf(mail, startAt));
  if (mail.isSure) {
    const payload = { bytes, contentType: 'message/rfc822', headers: {} };
    return { atOnce: idsIn(await translateEmail(payload, senderOf('desk')), 'desk'), later: [] };
  }
  const waiting = waitingIdOf(mail, startAt);
  return {
    atOnce: [deriveId('sig', 'mail-to-read', waiting)],
    later: [deriveId('sig', 'mail-decided', waiting, '0'), deriveId('sig', 'mail-read', waiting)],
  };
}

async function put(world: World, mail: MailDrop, startAt: number): Promise<void> {
  const raw = rawOf(mail, startAt);
  if (mail.by === 'inbox') {
    await putIntoInbox(world, SOURCES.desk.id, `${mail.shipment}.eml`, new TextEncoder().encode(raw));
    return;
  }
  const to = [`${SOURCES.desk.id}+import@in.fairlead.example.com`];
  const taken = await world.engine.receiveMail({ from: 'jo@forwarder.example', to, raw });
  if (taken === undefined) throw new Error('nobody has the address of the desk');
}

/** What SES or the inbox has answered for is accepted; whoever gets no answer comes again. */
export function sendMails(
  world: World,
  { mails, startAt }: { readonly mails: readonly MailDrop[]; readonly startAt: number },
  agenda: Agenda,
  done: Pick<Sent, 'sent' | 'accepted' | 'refused'>,
): void {
  const begin = world.now();
  const deliver = async (mail: MailDrop): Promise<void> => {
    const { atOnce, later } = await signalsOf(mail, startAt);
    for (const id of [...atOnce, ...later]) done.sent.add(id);
    tryOnce(world, agenda, {
      request: () => put(world, mail, startAt),
      isEnd: () => {
        for (const id of atOnce) done.accepted.add(id);
        if (!mail.isSure) done.refused.add(waitingIdOf(mail, startAt));
        return true;
      },
      again: { after: 5 * MINUTE, act: () => deliver(mail) },
    });
  };
  for (const mail of mails) {
    const times = mail.again === undefined ? [mail.at] : [mail.at, mail.at + mail.again];
    for (const at of times) agenda.add(begin + at, () => deliver(mail));
  }
}
