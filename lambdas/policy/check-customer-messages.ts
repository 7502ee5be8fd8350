import type { CustomerMessages, CustomerTemplate, CustomerVariable, PolicyPack } from '../contracts/index.ts';
import { isZone } from '../contracts/index.ts';
import { durationMs } from '../case/duration.ts';
import { isVariable, placeholdersIn } from '../customers/render-customer-message.ts';
import { CONTACT_SYSTEM, VARIABLES } from '../customers/variables.ts';
import { noSuchType } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Longer subjects are cut by mail programs; longer texts are not read. Counted with the longest values that facts may have. */
const LONGEST_SUBJECT = 150;
const LONGEST_TEXT = 3000;
const WHERE = '/customerMessages';

/** Messages to customers that can be sent as they are written: each variable is one that may leave the house and that the type can give, each language has its fallback. */
export function customerMessageProblems(pack: PolicyPack): readonly PackProblem[] {
  const { customerMessages: rules } = pack;
  return [
    ...untold(pack),
    ...(rules === undefined
      ? []
      : [
          ...frameProblems(rules),
          ...rules.templates.flatMap((template, index) => [
            ...templateProblems(template, pack, `${WHERE}/templates/${String(index)}`),
            ...sameProblems(template, index, rules),
          ]),
        ]),
  ];
}

/** A playbook that tells customers has words for each of its types. */
function untold({ playbooks, customerMessages }: PolicyPack): readonly PackProblem[] {
  const told = (customerMessages?.templates ?? [])
    .filter(({ occasion }) => occasion === 'first')
    .flatMap(({ types }) => types);
  return playbooks.flatMap(({ types, actions }, index) =>
    actions.flatMap(({ type, when }, place): readonly PackProblem[] => {
      const missing = types.filter((name) => !told.includes(name));
      if (type !== 'customer_message' || when === undefined || missing.length === 0) return [];
      return [
        {
          pointer: `/playbooks/${String(index)}/actions/${String(place)}`,
          problem: `no message to customers is for ${missing.join(', ')}`,
          mend: 'add the type to a template of customerMessages, or leave `when` out',
        },
      ];
    }),
  );
}

function frameProblems({
  fallbackLanguage,
  footer,
  zone,
  templates,
  updates,
}: CustomerMessages): readonly PackProblem[] {
  const languages = [...new Set(templates.flatMap(({ texts }) => Object.keys(texts)))];
  const silent = languages
    .filter((language) => footer[language] === undefined)
    .map((language) => ({
      pointer: `${WHERE}/footer`,
      problem: `there is no footer in ${language}, and texts are written in it`,
      mend: `add ${language} with {opt_out} in it`,
    }));
  const noWayOut = Object.entries(footer)
    .filter(([, text]) => placeholdersIn(text).join() !== 'opt_out')
    .map(([language]) => ({
      pointer: `${WHERE}/footer/${language}`,
      problem: 'it does not say how to end the messages',
      mend: 'write {opt_out} where the address belongs, and no other variable',
    }));
  const noFallback = templates.flatMap(({ texts }, index): readonly PackProblem[] =>
    texts[fallbackLanguage] === undefined
      ? [
          {
            pointer: `${WHERE}/templates/${String(index)}/texts`,
            problem: `there is no text in ${fallbackLanguage}, the language to fall back to`,
            mend: `add a text in ${fallbackLanguage}`,
          },
        ]
      : [],
  );
  const times = (['movedBy', 'notBefore'] as const)
    .filter((name) => durationMs(updates[name]) <= 0)
    .map((name) => ({
      pointer: `${WHERE}/updates/${name}`,
      problem: 'it is longer than nothing',
      mend: 'write e.g. PT4H',
    }));
  return [...silent, ...noWayOut, ...noFallback, ...times, ...zoneProblems(zone)];
}

function zoneProblems(zone: string): readonly PackProblem[] {
  return isZone(zone)
    ? []
    : [{ pointer: `${WHERE}/zone`, problem: `${zone} is no time zone`, mend: 'write e.g. Europe/Berlin' }];
}

function templateProblems(
  { types, variables, texts }: CustomerTemplate,
  pack: PolicyPack,
  at: string,
): readonly PackProblem[] {
  const used = new Set(Object.values(texts).flatMap(({ subject, text }) => placeholdersIn(`${subject} ${text}`)));
  const idle = variables.filter((name) => !used.has(name));
  return [
    ...types.flatMap((type, index) => typeProblems(type, variables, pack, `${at}/types/${String(index)}`)),
    ...(idle.length === 0
      ? []
      : [
          {
            pointer: `${at}/variables`,
            problem: `no text uses ${idle.join(', ')}; without it nothing would be sent`,
            mend: 'leave it out, or use it',
          },
        ]),
    ...Object.entries(texts).flatMap(([language, words]) => [
      ...languageProblems(language, `${at}/texts/${language}`),
      ...textProblems(words.subject, variables, LONGEST_SUBJECT, `${at}/texts/${language}/subject`),
      ...textProblems(words.text, variables, LONGEST_TEXT, `${at}/texts/${language}/text`),
      ...(words.subject.includes('\n')
        ? [
            {
              pointer: `${at}/texts/${language}/subject`,
              problem: 'a subject is one line',
              mend: "write it in one, e.g. subject: '…'",
            },
          ]
        : []),
    ]),
  ];
}

/** What a type asks in triage is all that can be known of its cases. */
function typeProblems(
  type: string,
  variables: readonly CustomerVariable[],
  { types }: PolicyPack,
  pointer: string,
): readonly PackProblem[] {
  const policy = types[type];
  if (policy === undefined) return [noSuchType(pointer, type, Object.keys(types))];
  const facts: readonly string[] = policy.facts;
  const missing = variables
    .filter((name) => !facts.includes(VARIABLES[name].system))
    .map((name) => ({
      pointer,
      problem: `${name} can never be known of ${type}: it does not ask the ${VARIABLES[name].system.toUpperCase()}`,
      mend: `add ${VARIABLES[name].system} to the facts of the type, or use another variable`,
    }));
  if (facts.includes(CONTACT_SYSTEM)) return missing;
  const problem = `nobody can be written to for ${type}: it does not ask the CRM, which has the address`;
  return [...missing, { pointer, problem, mend: 'add crm to the facts of the type' }];
}

function textProblems(
  text: string,
  variables: readonly CustomerVariable[],
  longest: number,
  pointer: string,
): readonly PackProblem[] {
  const names = placeholdersIn(text);
  const unknown = names
    .filter((name) => !isVariable(name))
    .map((name) => ({
      pointer,
      problem: `there is no variable {${name}}`,
      mend: `write one of ${Object.keys(VARIABLES)
        .map((known) => `{${known}}`)
        .join(', ')}`,
    }));
  const undeclared = names
    .filter((name) => isVariable(name) && !variables.includes(name))
    .map((name) => ({ pointer, problem: `{${name}} is not among the variables of the template`, mend: `add ${name}` }));
  const bare = /[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, ''))
    ? [{ pointer, problem: 'a brace stands alone', mend: 'close it, or write it out' }]
    : [];
  const most = names.reduce(
    (length, name) => length + (isVariable(name) ? VARIABLES[name].longest * (text.split(`{${name}}`).length - 1) : 0),
    text.replaceAll(/\{[^{}]*\}/g, '').length,
  );
  const long =
    most > longest
      ? [
          {
            pointer,
            problem: `it may be ${String(most)} characters long; at most ${String(longest)} are read`,
            mend: 'make it shorter: facts count with the length that they may have',
          },
        ]
      : [];
  return [...unknown, ...undeclared, ...bare, ...long];
}

function languageProblems(language: string, pointer: string): readonly PackProblem[] {
  return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0
    ? []
    : [
        {
          pointer,
          problem: `dates cannot be said in ${language}`,
          mend: 'write a code of ISO 639, such as de, fr or pt-BR',
        },
      ];
}

/** Two templates for the same would leave it to their order which is sent. */
function sameProblems(
  { id, types, occasion }: CustomerTemplate,
  index: number,
  { templates }: CustomerMessages,
): readonly PackProblem[] {
  const before = templates.slice(0, index);
  const pointer = `${WHERE}/templates/${String(index)}`;
  const twice = before.some((other) => other.id === id)
    ? [{ pointer: `${pointer}/id`, problem: `the name ${id} stands twice`, mend: 'give it a name of its own' }]
    : [];
  const same = before.find((other) => other.occasion === occasion && other.types.some((type) => types.includes(type)));
  return same === undefined
    ? twice
    : [
        ...twice,
        {
          pointer,
          problem: `${same.id} is for the same type and occasion already`,
          mend: 'put the texts into one template, or take the type out of one of them',
        },
      ];
}
