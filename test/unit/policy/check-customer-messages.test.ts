import { expect, test } from 'vitest';
import type { CustomerMessages, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { VARIABLES } from '../../../lambdas/customers/variables.ts';
import { customerMessageProblems } from '../../../lambdas/policy/check-customer-messages.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import type { PackProblem } from '../../../lambdas/policy/pack-problem.ts';
import { readPack } from '../../../lambdas/policy/read-pack.ts';
import { defaultPack } from '../../support/pack.ts';

function problemsAfter(change: (rules: CustomerMessages, pack: PolicyPack) => void): readonly string[] {
  const pack = defaultPack();
  change(pack.customerMessages!, pack);
  const checked = checkPack(pack);
  return checked.ok
    ? []
    : checked.problems.map(({ pointer, problem, mend }) => `${pointer}: ${problem}; ${mend ?? ''}`);
}
const AT = '/customerMessages';

test.each<[string, (rules: CustomerMessages, pack: PolicyPack) => void, string]>([
  [
    'a variable that there is not',
    (rules) => (rules.templates[0]!.texts['en']!.text += ' {severity}'),
    `${AT}/templates/0/texts/en/text: there is no variable {severity}; write one of {customer}, {order}, {shipment}, {carrier}, {promised_date}, {new_date}`,
  ],
  [
    'one that is not declared',
    (rules) => (rules.templates[0]!.texts['en']!.text += ' {carrier}'),
    `${AT}/templates/0/texts/en/text: {carrier} is not among the variables of the template; add carrier`,
  ],
  [
    'one that no text uses',
    (rules) => rules.templates[2]!.variables.push('carrier'),
    `${AT}/templates/2/variables: no text uses carrier; without it nothing would be sent; leave it out, or use it`,
  ],
  [
    'one that the type cannot give',
    (_rules, pack) => (pack.types['transport.delay']!.facts = ['erp', 'crm']),
    `${AT}/templates/0/types/0: new_date can never be known of transport.delay: it does not ask the TMS; add tms to the facts of the type, or use another variable`,
  ],
  [
    'a type that does not ask for the address',
    (_rules, pack) => (pack.types['transport.delivery_failed']!.facts = ['erp', 'tms']),
    `${AT}/templates/2/types/0: nobody can be written to for transport.delivery_failed: it does not ask the CRM, which has the address; add crm to the facts of the type`,
  ],
  [
    'a type that there is not',
    (rules) => rules.templates[0]!.types.push('transport.strike'),
    `${AT}/templates/0/types/2: there is no exception type transport.strike; `,
  ],
  [
    'no text to fall back to',
    (rules) => delete rules.templates[1]!.texts['en'],
    `${AT}/templates/1/texts: there is no text in en, the language to fall back to; add a text in en`,
  ],
  [
    'a language without a footer',
    (rules) => delete rules.footer['fr'],
    `${AT}/footer: there is no footer in fr, and texts are written in it; add fr with {opt_out} in it`,
  ],
  [
    'a footer without the way out',
    (rules) => (rules.footer['de'] = 'Viele Grüße'),
    `${AT}/footer/de: it does not say how to end the messages; write {opt_out} where the address belongs, and no other variable`,
  ],
  [
    'a subject that is too long',
    (rules) => (rules.templates[0]!.texts['en']!.subject = 'x'.repeat(120) + '{order}'),
    `${AT}/templates/0/texts/en/subject: it may be 155 characters long; at most 150 are read; `,
  ],
  [
    'a text that is too long',
    (rules) => (rules.templates[0]!.texts['en']!.text += 'x'.repeat(3000)),
    `${AT}/templates/0/texts/en/text: it may be`,
  ],
  [
    'a brace alone',
    (rules) => (rules.templates[0]!.texts['en']!.text += ' {'),
    `${AT}/templates/0/texts/en/text: a brace stands alone; close it, or write it out`,
  ],
  [
    'two for one occasion',
    (rules) => (rules.templates[1]!.occasion = 'first'),
    `${AT}/templates/1: late-shipment is for the same type and occasion already; `,
  ],
  [
    'a zone that there is not',
    (rules) => (rules.zone = 'Europe/Atlantis'),
    `${AT}/zone: Europe/Atlantis is no time zone; write e.g. Europe/Berlin`,
  ],
  [
    'a playbook that tells without words',
    (_rules, pack) => delete pack.customerMessages,
    '/playbooks/1/actions/2: no message to customers is for transport.milestone_missed, transport.delay; add the type to a template of customerMessages, or leave `when` out',
  ],
])('the check finds %s', (_name, change, problem) => {
  expect(problemsAfter(change)).toContainEqual(expect.stringContaining(problem));
});

/** All that is wrong, and nothing else. */
const found = (change: (rules: CustomerMessages, pack: PolicyPack) => void): readonly PackProblem[] => {
  const pack = defaultPack();
  change(pack.customerMessages!, pack);
  return customerMessageProblems(pack);
};
const first = (rules: CustomerMessages): CustomerMessages['templates'][number] => rules.templates[0]!;
const english = (rules: CustomerMessages): { subject: string; text: string } => first(rules).texts['en']!;
type Row = [string, (rules: CustomerMessages, pack: PolicyPack) => void, ...PackProblem[]];

test.each<Row>([
  ['the messages of the default pack', () => undefined],
  [
    'a pack that tells nobody anything',
    (_rules, pack) => {
      delete pack.customerMessages;
      pack.playbooks = [];
    },
  ],
  [
    'a playbook that leaves the words to people',
    (_rules, pack) => {
      delete pack.customerMessages;
      for (const { actions } of pack.playbooks)
        for (const action of actions) if (action.type === 'customer_message') delete action.when;
    },
  ],
  [
    'words for an update, and none for the first',
    (rules) => {
      rules.templates = rules.templates.filter(({ id }) => id !== 'not-delivered');
      rules.templates[1]!.types.push('transport.delivery_failed');
    },
    {
      pointer: '/playbooks/4/actions/2',
      problem: 'no message to customers is for transport.delivery_failed',
      mend: 'add the type to a template of customerMessages, or leave `when` out',
    },
  ],
  ...(['movedBy', 'notBefore'] as const).map((name): Row => [
    `updates of no time: ${name}`,
    (rules) => (rules.updates[name] = 'PT0S'),
    { pointer: `${AT}/updates/${name}`, problem: 'it is longer than nothing', mend: 'write e.g. PT4H' },
  ]),
  [
    'two of one name',
    (rules) => (rules.templates[2]!.id = 'late-shipment'),
    {
      pointer: `${AT}/templates/2/id`,
      problem: 'the name late-shipment stands twice',
      mend: 'give it a name of its own',
    },
  ],
  [
    'two for one occasion of one type',
    (rules) => rules.templates[2]!.types.push('transport.delay'),
    {
      pointer: `${AT}/templates/2`,
      problem: 'late-shipment is for the same type and occasion already',
      mend: 'put the texts into one template, or take the type out of one of them',
    },
  ],
  [
    'a subject of two lines',
    (rules) => (english(rules).subject += '\nmore'),
    {
      pointer: `${AT}/templates/0/texts/en/subject`,
      problem: 'a subject is one line',
      mend: "write it in one, e.g. subject: '…'",
    },
  ],
  [
    'a language that nobody speaks',
    (rules) => {
      first(rules).texts['xx'] = { ...english(rules) };
      rules.footer['xx'] = 'x {opt_out}';
    },
    {
      pointer: `${AT}/templates/0/texts/xx`,
      problem: 'dates cannot be said in xx',
      mend: 'write a code of ISO 639, such as de, fr or pt-BR',
    },
  ],
  [
    'a footer that says more than the way out',
    (rules) => (rules.footer['de'] = '{opt_out} {order}'),
    {
      pointer: `${AT}/footer/de`,
      problem: 'it does not say how to end the messages',
      mend: 'write {opt_out} where the address belongs, and no other variable',
    },
  ],
  [
    'a brace that is closed and never opened',
    (rules) => (english(rules).text += ' }'),
    { pointer: `${AT}/templates/0/texts/en/text`, problem: 'a brace stands alone', mend: 'close it, or write it out' },
  ],
  [
    'a variable that only the subject uses',
    (rules) => {
      for (const text of Object.values(rules.templates[2]!.texts)) {
        text.text = 'So it is.';
        text.subject = '{order}';
      }
    },
  ],
  [
    'several that no text uses',
    (rules) => {
      for (const text of Object.values(first(rules).texts))
        Object.assign(text, { subject: '{customer}', text: '{order}' });
    },
    {
      pointer: `${AT}/templates/0/variables`,
      problem: 'no text uses promised_date, new_date; without it nothing would be sent',
      mend: 'leave it out, or use it',
    },
  ],
  [
    'a type that asks nothing',
    (_rules, pack) => (pack.types['transport.delivery_failed']!.facts = []),
    {
      pointer: `${AT}/templates/2/types/0`,
      problem: 'order can never be known of transport.delivery_failed: it does not ask the ERP',
      mend: 'add erp to the facts of the type, or use another variable',
    },
    {
      pointer: `${AT}/templates/2/types/0`,
      problem: 'nobody can be written to for transport.delivery_failed: it does not ask the CRM, which has the address',
      mend: 'add crm to the facts of the type',
    },
  ],
])('all that is wrong, and nothing else: %s', (_name, change, ...problems) => {
  expect(found(change)).toEqual(problems);
});

test('a text is counted with the longest values that it may have, each as often as it stands there', () => {
  const { longest } = VARIABLES.order;
  const subject = (text: string) => found((rules) => (english(rules).subject = text)).map(({ problem }) => problem);
  const fill = (length: number): string => 'x'.repeat(length);
  expect(subject(`${fill(150 - 2 * longest)}{order}{order}`)).toEqual([]);
  expect(subject(`${fill(151 - 2 * longest)}{order}{order}`)).toEqual([
    'it may be 151 characters long; at most 150 are read',
  ]);
  const text = (length: number) => found((rules) => (rules.templates[2]!.texts['en']!.text = `${fill(length)}{order}`));
  expect(text(3000 - longest)).toEqual([]);
  expect(text(3001 - longest)).toMatchObject([
    {
      problem: 'it may be 3001 characters long; at most 3000 are read',
      mend: 'make it shorter: facts count with the length that they may have',
    },
  ]);
});

test('a problem is told at its line and column', () => {
  const read = readPack([
    {
      file: 'customer-messages.yaml',
      text: 'customerMessages:\n  replyTo: nobody\n  fallbackLanguage: en\n',
    },
  ]);
  expect(read.ok ? [] : read.problems).toContainEqual(
    expect.objectContaining({
      file: 'customer-messages.yaml',
      line: 2,
      column: 12,
      pointer: '/customerMessages/replyTo',
    }),
  );
});
