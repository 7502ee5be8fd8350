import { UnsupportedError } from '../../kernel/errors.ts';
import type { PolicyDocument, PolicyStatement, Principal } from '../../kernel/types.ts';
import { compileCondition, keysOfCondition } from './condition.ts';
import type { Condition } from './condition.ts';
import { compileWildcard } from './wildcard.ts';

/**
 * How a statement names the caller: himself (`direct`), or only his account, which leaves the decision to his identity policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type PrincipalMatch = 'direct' | 'account';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly action: (action: string) => boolean;
  readonly resource: (resource: string) => boolean;
  readonly principal: (principal: Principal) => PrincipalMatch | undefined;
  readonly condition: Condition;
  /** Of the condition; what else a request carries does not change what the statement says. */
  readonly keys: readonly string[];
}

/** Where a document is attached: it decides which elements a statement must and must not have. */
export type Attachment = 'identity' | 'resource' | 'trust';

export interface Scope {
  readonly account: string;
  readonly region: string;
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);
/** The template is JSON: its types are a promise only. */
const EFFECTS: readonly string[] = ['Allow', 'Deny'];
const VERSIONS = new Set([undefined, '2012-10-17', '2008-10-17']);

const textsOf = (value: string | readonly string[]): readonly string[] => {
  const texts = typeof value === 'string' ? [value] : value;
  for (const text of texts) {
    if (typeof text !== 'string') throw new UnsupportedError(`an IAM policy element ${JSON.stringify(text)}`);
    if (text.includes('${')) throw new UnsupportedError(`the policy variable in "${text}"`);
  }
  return texts;
};

function compileList(
  positive: string | readonly string[] | undefined,
  negative: string | readonly string[] | undefined,
  element: string,
): (value: string) => boolean {
  if (positive !== undefined && negative !== undefined)
    throw new UnsupportedError(`${element} together with Not${element}`);
  const ignoreCase = element === 'Action';
  const tests = textsOf(positive ?? negative ?? []).map((pattern) => compileWildcard(pattern, { ignoreCase }));
  const matches = (value: string): boolean => tests.some((test) => test(value));
  return negative === undefined ? matches : (value) => !matches(value);
}

type PrincipalTest = (principal: Principal) => PrincipalMatch | undefined;

const anyone: PrincipalTest = () => 'direct';

function compileAwsPrincipal(value: string, { account }: Scope): PrincipalTest {
  if (value === '*') return anyone;
  if (value === account || value === `arn:aws:iam::${account}:root`) {
    return (principal) => (principal.kind === 'service' ? undefined : 'account');
  }
  if (/^\d{12}$/.test(value) || /^arn:aws:iam::\d{12}:(?:root|role\/[^*?]+)$/.test(value)) {
    return (principal) => (principal.kind === 'role' && principal.roleArn === value ? 'direct' : undefined);
  }
  throw new UnsupportedError(`the policy principal AWS ${value}`);
}

/** `logs.eu-central-1.amazonaws.com` and `logs.amazonaws.com` are the same caller here: there is one Region. */
const normalizeService = (name: string, region: string): string => name.replace(`.${region}.`, '.');

function compileServicePrincipal(value: string, { region }: Scope): PrincipalTest {
  if (value.includes('*')) throw new UnsupportedError(`the policy principal Service ${value}`);
  const name = normalizeService(value, region);
  return (principal) =>
    principal.kind === 'service' && normalizeService(principal.service, region) === name ? 'direct' : undefined;
}

function compilePrincipal(value: NonNullable<PolicyStatement['Principal']>, scope: Scope): PrincipalTest {
  if (value === '*') return anyone;
  const tests = Object.entries(value).flatMap(([kind, names]) => {
    if (kind === 'AWS') return textsOf(names).map((name) => compileAwsPrincipal(name, scope));
    if (kind === 'Service') return textsOf(names).map((name) => compileServicePrincipal(name, scope));
    throw new UnsupportedError(`the policy principal ${kind}`);
  });
  return (principal) => {
    const matches = tests.map((test) => test(principal));
    return matches.includes('direct') ? 'direct' : matches.find((match) => match !== undefined);
  };
}

function compileStatement(statement: PolicyStatement, attachment: Attachment, scope: Scope): Statement {
  const unknown = Object.keys(statement).find((element) => !ELEMENTS.has(element));
  if (unknown !== undefined) throw new UnsupportedError(`the policy element ${unknown}`);
  const { Effect, Action, NotAction, Resource, NotResource, Principal: named, Condition: block } = statement;
  if (!EFFECTS.includes(Effect)) throw new UnsupportedError(`the policy effect ${JSON.stringify(Effect)}`);
  if (Action === undefined && NotAction === undefined) throw new UnsupportedError('a policy statement without Action');
  if ((named === undefined) !== (attachment === 'identity')) {
    throw new UnsupportedError(
      named === undefined ? 'a resource policy without Principal' : 'Principal in an identity policy',
    );
  }
  const hasResource = Resource !== undefined || NotResource !== undefined;
  // A trust policy has no Resource: it stands on the role itself.
  if (hasResource === (attachment === 'trust')) {
    throw new UnsupportedError(hasResource ? 'Resource in a trust policy' : 'a policy statement without Resource');
  }
  return {
    effect: Effect,
    action: compileList(Action, NotAction, 'Action'),
    resource: hasResource ? compileList(Resource, NotResource, 'Resource') : () => true,
    principal: named === undefined ? anyone : compilePrincipal(named, scope),
    condition: block === undefined ? () => true : compileCondition(block),
    keys: block === undefined ? [] : keysOfCondition(block),
  };
}

/** Makes a policy document ready to be asked; throws {@link UnsupportedError} on anything that would not be acted upon. */
export function compileDocument(document: PolicyDocument, attachment: Attachment, scope: Scope): readonly Statement[] {
  if (!VERSIONS.has(document.Version)) throw new UnsupportedError(`the policy version ${document.Version ?? ''}`);
  const statements: readonly PolicyStatement[] = [document.Statement].flat();
  return statements.map((statement) => compileStatement(statement, attachment, scope));
}
