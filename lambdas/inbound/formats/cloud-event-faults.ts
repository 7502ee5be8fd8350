import type { Tree } from './tree.ts';

export interface AttributeFault {
  readonly attribute: string;
  readonly detail: string;
  readonly mend: string;
}

/** RFC 3339, with seconds and an offset, as the type Timestamp has it. */
const TIMESTAMP =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,18})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
/** RFC 2046: type and subtype, then parameters. */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}[ \t]*(;.{0,500})?$/;
const DATA = new Set(['data', 'data_base64']);
const MOST_ATTRIBUTES = 500;

/**
 * What the specification forbids of the attributes that an event may leave out, as its conformance cases have it (https://github.com/cloudevents/conformance, format/json/invalid-events.json). Null stands for an
 * attribute that is not there (JSON event format, 2.2).
 */
export function attributeFault(event: Tree): AttributeFault | undefined {
  const sent = Object.entries(event).filter(([, value]) => value !== null);
  const has = new Set(sent.map(([name]) => name));
  if (has.has('data') && has.has('data_base64'))
    return { attribute: 'data_base64', detail: 'There is data and data_base64.', mend: 'Send one of them.' };
  for (const [attribute, value] of sent.slice(0, MOST_ATTRIBUTES)) {
    if (DATA.has(attribute)) continue;
    const rule = ruleOf(attribute);
    if (!rule.isKept(value)) return { attribute, detail: rule.detail, mend: rule.mend };
  }
  return undefined;
}

interface Rule {
  readonly isKept: (value: unknown) => boolean;
  readonly detail: string;
  readonly mend: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const RULES = new Map<string, Rule>([
  [
    'time',
    {
      isKept: (value) => isText(value) && TIMESTAMP.test(value),
      detail: 'The time of the event is no timestamp of RFC 3339.',
      mend: 'Send it with seconds and offset, e.g. 2026-03-02T08:00:00Z, or leave it out.',
    },
  ],
  [
    'datacontenttype',
    {
      isKept: (value) => isText(value) && MEDIA_TYPE.test(value),
      detail: 'The type of the data is no media type.',
      mend: 'Send e.g. application/json, or leave it out.',
    },
  ],
  ...['dataschema', 'subject'].map((name): [string, Rule] => [
    name,
    { isKept: isText, detail: `The attribute ${name} is empty, or no text.`, mend: 'Fill it in, or leave it out.' },
  ]),
]);

const NAMED: Rule = {
  isKept: (value) =>
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value)),
  detail: 'An extension attribute is a text, a boolean or a whole number.',
  mend: 'Put what has an inside, or a fraction, into data.',
};
const MISNAMED: Rule = {
  isKept: () => false,
  detail: 'The name of an attribute has small letters and digits only.',
  mend: 'Name it so, or leave it out.',
};

const ruleOf = (attribute: string): Rule => RULES.get(attribute) ?? (/^[a-z0-9]+$/.test(attribute) ? NAMED : MISNAMED);
