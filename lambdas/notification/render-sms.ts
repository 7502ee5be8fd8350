import { isLater } from '../case/duration.ts';
import type { Case, Person } from '../contracts/index.ts';
import type { Message } from './compose-message.ts';
import { cutGsm, SMS_LIMIT, toGsm } from './gsm-text.ts';
import { shortDeadlineOf } from './say-deadline.ts';
import { shortTime } from './say-time.ts';

export interface SmsComposition {
  readonly message: Message;
  readonly record: Case;
  readonly person: Person;
  /** With which the reader may answer; absent where nothing is asked that a text can answer. */
  readonly code: string | undefined;
  readonly at: string;
}

/** One SMS: how bad, what, by when, how to answer. What is at stake where there is room for it. */
export function renderSms(composition: SmsComposition): string {
  const { message, code } = composition;
  const level = message.severity.slice(0, 2);
  const isOver = message.byWhen === undefined && message.acknowledgeUrl === undefined;
  const start = `${isOver ? '' : `${level} `}${message.possiblyRepeated ? 'Again? ' : ''}`;
  const end = toGsm(
    ` ${[deadline(composition), answer(message, code), message.reference].join(' ').replaceAll(/ {2,}/g, ' ').trim()}`,
  );
  const what = cutGsm(message.headline, SMS_LIMIT - start.length - end.length - 1);
  const short = `${start}${what}.`;
  const stake = toGsm(message.atStake[0] ?? '').replace(/\.$/, '');
  const withStake = `${short} ${stake}.`;
  const isRoom = stake !== '' && withStake.length + end.length <= SMS_LIMIT;
  return `${isRoom ? withStake : short}${end}`;
}

function deadline({
  message: { byWhen, dueAt, decideUrl, takeOverUrl },
  record,
  person: { zone },
  at,
}: SmsComposition): string {
  if (byWhen === undefined || decideUrl !== undefined || takeOverUrl !== undefined) return '';
  if (dueAt !== undefined) return isLater(dueAt, at) ? `Do it by ${shortTime(dueAt, zone)}.` : 'Do it now: late.';
  return shortDeadlineOf(record, { zone, at });
}

function answer({ decideUrl, takeOverUrl }: Message, code: string | undefined): string {
  if (takeOverUrl !== undefined) return 'They are in your mail.';
  if (decideUrl !== undefined) return 'Decide in Slack or by mail.';
  return code === undefined ? '' : `Reply ACK ${code}`;
}
