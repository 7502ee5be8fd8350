import { classifyText } from '../../lambdas/inbound/formats/email/classify-text.ts';
import type { MailClassifier } from '../../lambdas/inbound/formats/email/classify-text.ts';
import { numbersInText } from '../../lambdas/inbound/formats/email/numbers-in-text.ts';
import { heldOutMails } from './mail-set.ts';
import type { LabelledMail } from './mail-set.ts';

export interface MailRow {
  readonly what: string;
  readonly mails: number;
  /** The likeliest type is the right one. */
  readonly right: number;
  /** At or above the confidence: nobody is asked. */
  readonly sure: number;
  readonly sureAndRight: number;
}

export interface MailAccuracy {
  readonly confidence: number;
  readonly total: MailRow;
  readonly byType: readonly MailRow[];
  readonly byLanguage: readonly MailRow[];
  /** Sure of trouble where there is none. */
  readonly falseAlarms: number;
  /** Sure of none where there is trouble. */
  readonly overlooked: number;
  readonly numbers: number;
  readonly numbersFound: number;
}

/** How often a classifier is right about the mails that it was not made from. */
export async function measureMail(confidence: number, classify: MailClassifier = classifyText): Promise<MailAccuracy> {
  const judged = await Promise.all(
    heldOutMails().map(async (mail) => {
      const [first = { type: 'none', probability: 1 }] = await classify(`${mail.subject}\n${mail.text}`);
      return { mail, isRight: mail.types.includes(first.type), isSure: first.probability >= confidence, first };
    }),
  );
  const rowOf = (what: string, some: typeof judged): MailRow => ({
    what,
    mails: some.length,
    right: some.filter(({ isRight }) => isRight).length,
    sure: some.filter(({ isSure }) => isSure).length,
    sureAndRight: some.filter(({ isRight, isSure }) => isRight && isSure).length,
  });
  const rowsBy = (key: (mail: LabelledMail) => string): readonly MailRow[] =>
    [...Map.groupBy(judged, ({ mail }) => key(mail))]
      .map(([what, some]) => rowOf(what, some))
      .toSorted((one, other) => one.what.localeCompare(other.what));
  const wrong = judged.filter(({ isRight, isSure }) => isSure && !isRight);
  return {
    confidence,
    total: rowOf('all', judged),
    byType: rowsBy(({ types }) => types[0] ?? 'none'),
    byLanguage: rowsBy(({ language }) => language),
    falseAlarms: wrong.filter(({ mail }) => mail.types.includes('none')).length,
    overlooked: wrong.filter(({ first }) => first.type === 'none').length,
    numbers: judged.reduce((sum, { mail }) => sum + mail.numbers.length, 0),
    numbersFound: judged.reduce((sum, { mail }) => sum + foundIn(mail), 0),
  };
}

/** Letters before a number and marks in it are a matter of taste. */
const bare = (number: string): string => number.replace(/[^A-Z0-9]/g, '').replace(/^PO/, '');

function foundIn({ subject, text, numbers }: LabelledMail): number {
  const found = new Set(numbersInText(`${subject}\n${text}`, 'us').map(({ value }) => bare(value)));
  return numbers.filter((number) => found.has(bare(number))).length;
}

/** Wilson's score interval for 95 %: it holds for small counts and shares near 1, where the usual one does not. */
export function wilson(right: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const share = right / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const shareOf = (right: number, of: number): string => {
  const [low, high] = wilson(right, of);
  return `${String(right)} of ${String(of)}: ${percent(right / Math.max(1, of))} (${percent(low)} to ${percent(high)})`;
};

/** The table of docs/mail.md. */
export function renderMail(measured: MailAccuracy): string {
  const { confidence, total, byType, byLanguage, falseAlarms, overlooked, numbers, numbersFound } = measured;
  const quiet = byType.find(({ what }) => what === 'none')?.mails ?? 0;
  const lines = ({ what, mails, right, sure, sureAndRight }: MailRow): string =>
    `| ${what} | ${shareOf(right, mails)} | ${percent(sure / mails)} | ${sure === 0 ? 'never sure' : shareOf(sureAndRight, sure)} |`;
  return [
    `| ${String(total.mails)} mails | likeliest type is right (95 % interval) | sure (${String(confidence)} or more) | right where sure |`,
    '| --- | --- | --- | --- |',
    ...[total, ...byType, ...byLanguage].map(lines),
    '',
    `Sure of trouble where there is none: ${shareOf(falseAlarms, quiet)}. Sure of none where there is trouble: ${shareOf(overlooked, total.mails - quiet)}. Numbers found: ${shareOf(numbersFound, numbers)}.`,
    '',
  ].join('\n');
}
