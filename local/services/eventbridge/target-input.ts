import { AwsError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { toSeconds } from './bus-event.ts';
import type { Accepted } from './bus-event.ts';
import { compilePath } from './json-path.ts';

/** What a target is given for an event. */
export type TargetInput = (accepted: Accepted) => string;

export interface RuleNames {
  readonly arn: string;
  readonly name: string;
}

type Variable = (accepted: Accepted) => unknown;

/** Reserved: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const predefined = (rule: RuleNames): Readonly<Record<string, Variable>> => ({
  'aws.events.rule-arn': () => rule.arn,
  'aws.events.rule-name': () => rule.name,
  'aws.events.event.ingestion-time': ({ ingestedAt }) => toSeconds(ingestedAt),
  'aws.events.event.json': ({ event }) => event,
  'aws.events.event': ({ event }) => {
    const { detail, ...rest } = event;
    return rest;
  },
});

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;

/** A quote stands for itself in the template when an odd number of backslashes is before it. */
function endsInsideText(template: string, inside: boolean): boolean {
  let open = inside;
  for (let index = 0; index < template.length; index += 1) {
    const character = template.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '"') open = !open;
  }
  return open;
}

/** Within the quotes of a JSON template: escaped, so that the result stays JSON. */
const withinText = (value: unknown): string =>
  value === undefined ? '' : JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);

const asJson = (value: unknown): string => (value === undefined ? '""' : JSON.stringify(value));

/** In a template that is text: objects lose their quotes. */
const asText = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');

interface Part {
  readonly text: string;
  readonly variable: Variable;
  readonly write: (value: unknown) => string;
}

function compileTemplate(template: string, variables: ReadonlyMap<string, Variable>): TargetInput {
  const json = /^\s*[{[]/.test(template);
  const parts: Part[] = [];
  let at = 0;
  let inside = false;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? '';
    const variable = variables.get(name);
    if (variable === undefined) {
      throw new AwsError(
        'ValidationException',
        `InputTemplate for target contains placeholder ${name}, which InputPathsMap does not define.`,
      );
    }
    const text = template.slice(at, match.index);
    at = match.index + match[0].length;
    inside = endsInsideText(text, inside);
    parts.push({ text, variable, write: !json ? asText : inside ? withinText : asJson });
  }
  const rest = template.slice(at);
  return (accepted) => parts.map(({ text, variable, write }) => text + write(variable(accepted))).join('') + rest;
}

function compileTransformer(transformer: any, rule: RuleNames): TargetInput {
  refuseUnknown('InputTransformer', transformer, ['InputPathsMap', 'InputTemplate']);
  const variables = new Map<string, Variable>(Object.entries(predefined(rule)));
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) {
    if (/^aws\./i.test(name)) {
      throw new AwsError('ValidationException', `InputPathsMap for target has the reserved key ${name}.`);
    }
    const select = compilePath(String(path));
    variables.set(name, ({ event }) => select(event));
  }
  return compileTemplate(String(transformer.InputTemplate), variables);
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html: one of Input, InputPath, InputTransformer, or the event as it is. */
export function compileInput(target: any, rule: RuleNames): TargetInput {
  const given = [target.Input, target.InputPath, target.InputTransformer].filter((member) => member !== undefined);
  if (given.length > 1) {
    throw new AwsError(
      'ValidationException',
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${String(target.Id)}.`,
    );
  }
  if (target.Input !== undefined) {
    const constant = String(target.Input);
    return () => constant;
  }
  if (target.InputTransformer !== undefined) return compileTransformer(target.InputTransformer, rule);
  if (target.InputPath === undefined || target.InputPath === '$') return ({ event }) => JSON.stringify(event);
  const select = compilePath(String(target.InputPath));
  return ({ event }) => JSON.stringify(select(event) ?? null);
}
