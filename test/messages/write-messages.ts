import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SlackMessage } from '../../local/partners/index.ts';
import { slackPage } from '../../local/partners/slack-page.ts';
import { cardToHtml } from '../../local/partners/teams-card.ts';
import type { PlayedCase } from './play-cases.ts';
import type { OtherMessage } from './take.ts';
import { wordsOf } from '../support/browser.ts';
import { writeScreenshot } from './write-screenshot.ts';

/** Wide and high enough for the longest message; of a mail program on a desk. */
const MAIL_SIZE = [640, 980] as const;
const SLACK_SIZE = [640, 900] as const;

/** A folder for each type: the mail as text, the Slack message as JSON, and pictures of both where a browser is there. */
export async function writeMessages(
  folder: string,
  played: readonly PlayedCase[],
  others: readonly OtherMessage[],
  browser: string | undefined,
): Promise<void> {
  // Without a browser the pictures that are there stay, as nobody can draw them anew.
  if (browser !== undefined) rmSync(folder, { recursive: true, force: true });
  for (const { type, mail, slack } of played) {
    const to = (name: string): string => join(folder, type, name);
    mkdirSync(join(folder, type), { recursive: true });
    const html = mail.mail?.html ?? '';
    writeFileSync(to('email.txt'), `Subject: ${mail.mail?.subject ?? ''}\n\n${mail.mail?.text ?? ''}\n`);
    const message = slack.slack;
    if (message === undefined) throw new Error(`${type}: no message in Slack`);
    writeFileSync(
      to('slack.json'),
      `${JSON.stringify({ text: message.text, blocks: message.blocks }, undefined, 2)}\n`,
    );
    if (browser === undefined) continue;
    await writeScreenshot(browser, html, to('email.png'), MAIL_SIZE);
    await writeScreenshot(browser, await pageOfSlack(message), to('slack.png'), SLACK_SIZE);
  }
  for (const other of others) await writeOther(folder, other, browser);
  writeFileSync(join(folder, 'README.md'), indexOf(folder, played, others));
}

/** One file and one picture for each: what it says as text, and how it looks. */
async function writeOther(
  folder: string,
  { name, told, page: opened }: OtherMessage,
  browser: string | undefined,
): Promise<void> {
  const { mail, text, card, slack } = told;
  mkdirSync(join(folder, 'others'), { recursive: true });
  const to = (ending: string): string => join(folder, 'others', `${name}.${ending}`);
  const said =
    opened !== undefined
      ? wordsOf(opened)
      : mail === undefined
        ? (text?.text ?? JSON.stringify(card?.card ?? { text: slack?.text, blocks: slack?.blocks }, undefined, 2))
        : `Subject: ${mail.subject}\n\n${mail.text}`;
  writeFileSync(to('txt'), `${said}\n`);
  const page = opened ?? (await pageOf(told));
  if (browser !== undefined && page !== undefined) await writeScreenshot(browser, page, to('png'), MAIL_SIZE);
}

/** Undefined: it is text, and looks as its reader's device shows it. */
async function pageOf({ mail, card, slack }: OtherMessage['told']): Promise<string | undefined> {
  if (card !== undefined)
    return `<style>a.button{color:#fff;padding:.35rem .9rem;border-radius:.35rem;text-decoration:none;font-weight:600}</style><body style="font:14px Segoe UI,sans-serif;padding:0 1.1rem">${cardToHtml(card.card)}`;
  if (slack !== undefined) return pageOfSlack(slack);
  // A mail may be text alone.
  return mail !== undefined && /<\w/.test(mail.html) ? mail.html : undefined;
}

function pageOfSlack(message: SlackMessage): Promise<string> {
  return slackPage([message], { whispers: [], warnings: new Map(), isConnected: () => true }, false).text();
}

function indexOf(folder: string, played: readonly PlayedCase[], others: readonly OtherMessage[]): string {
  const rows = played.map(
    ({ type, record }) =>
      `| ${type} | ${record.severity?.level ?? ''} | [text](${type}/email.txt) · [picture](${type}/email.png) | [JSON](${type}/slack.json) · [picture](${type}/slack.png) |`,
  );
  return `# Messages

What the person on duty reads first about a case of each type. Each was run through the whole line in virtual time, from a payload of the samples (or a report in our own shape where no sample reports the type) to
mailbox and Slack. Written by \`npm run messages\`; pictures only where a Chromium is installed. Do not edit.

| Type | Severity | E-mail | Slack |
| ---- | -------- | ------ | ----- |
${rows.join('\n')}

## By other ways, and about other things

| What | Text | Picture |
| ---- | ---- | ------- |
${others.map(({ name, what }) => `| ${what} | [text](others/${name}.txt) | ${existsSync(join(folder, 'others', `${name}.png`)) ? `[picture](others/${name}.png)` : 'none'} |`).join('\n')}
`;
}
