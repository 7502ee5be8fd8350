import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { defaultPack } from '../support/pack.ts';
import { playCases } from './play-cases.ts';

/** Without the samples the types that only they report are passed over. */
const samples = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const played = await playCases(existsSync(samples) ? samples : undefined);
const pack = defaultPack();

/** The lines under a title, of a mail as text or of a Slack section. */
function under(title: string, text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/^[ •]+/, ''));
  const from = lines.findIndex((line) => line.replaceAll('*', '') === title);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => line === '');
  return to < 0 ? rest : rest.slice(0, to);
}

/** A Slack message as its reader sees it, a blank line between blocks; and its buttons. */
function readSlack(blocks: readonly any[]): { readonly text: string; readonly buttons: readonly any[] } {
  const text = blocks.map((block) => block.text?.text ?? '').join('\n\n');
  return { text, buttons: blocks.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements) };
}

it('there is one for each type that a report can open', () => {
  const ownWord = ['integration.mail_to_read', 'integration.write_back_drift', 'incident.storm'];
  const wanted = Object.keys(pack.types).filter((type) => !ownWord.includes(type));
  const missing = wanted.filter((type) => !played.some((one) => one.type === type));
  expect(missing.filter((type) => existsSync(samples) || !ONLY_SAMPLES.includes(type))).toEqual([]);
});

const ONLY_SAMPLES = [
  'transport.delivery_failed',
  'transport.delay',
  'transport.capacity_rejected',
  'cargo.damaged',
  'compliance.customs_hold',
  'supply.shortfall',
];

it.each(played.map((one) => [one.type, one] as const))(
  '%s: the mail and the Slack message answer what, what is at stake, who, what to do, by when, and take one click',
  (type, { record, mail, slack }) => {
    const inSlack = readSlack(slack.slack?.blocks ?? []);
    for (const text of [mail.mail?.text ?? '', inSlack.text]) {
      const happened = under('What happened', text);
      expect(happened[0]).toContain(record.title.split(',')[0]);
      expect(happened[0]).toMatch(/\d\d:\d\d \S+ \((in )?\d+ \w+( ago)?\)/);
      expect(happened.join(' ')).toContain(record.references[0]?.value);
      expect(under('What is at stake', text).length).toBeGreaterThan(0);
      const owner = pack.people.find(({ id }) => id === record.owner?.person)?.name;
      expect(under('Who has it', text).join()).toContain(owner);
      const toDo = under('What to do', text).join('\n');
      expect(toDo).toContain(pack.types[type]?.nextStep);
      expect(toDo).toMatch(/Acknowledge by .+ \(in \d+ \w+\), resolve by .+ \(in \d+ \w+\)\.\nUntil somebody has it/);
      expect(text).not.toMatch(/undefined|NaN|Invalid|\[object|just now ago/);
    }
    // One thing to click that does something, in both, and one way to look; in the mail also as addresses for who reads it as text.
    expect(mail.mail?.html?.match(/<a href="https:\/\/fairlead\.test\/dev\/v1\/replies\//g)).toHaveLength(1);
    const pages = (mail.mail?.text?.match(/https:\/\/\S+/g) ?? []).map((url) => url.split('/').at(-2));
    expect(pages).toEqual(['replies', 'views']);
    expect(inSlack.buttons).toMatchObject([{ action_id: 'acknowledge', style: 'primary' }]);
    // What a phone shows before anything is opened: how bad, what, of what.
    const level = record.severity?.level;
    expect(mail.headline).toMatch(new RegExp(`^\\[${level}\\] .+#[0-9A-F]{8}$`));
    expect(slack.headline).toContain(`${level} `);
    expect(Math.max(...(slack.slack?.blocks ?? []).map((block: any) => block.text?.text?.length ?? 0))).toBeLessThan(
      3000,
    );
  },
);
