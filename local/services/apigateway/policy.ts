import { UnsupportedError } from '../../kernel/errors.ts';
import type { PolicyDocument, PolicyStatement } from '../../kernel/types.ts';

export type Verdict = 'allow' | 'explicit deny' | 'implicit deny';

/**
 * What the policy of an authorizer's answer says about one method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function judge(document: PolicyDocument, methodArn: string): Verdict {
  const matching = list(document.Statement).filter((statement) => concerns(statement, methodArn));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicit deny';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allow' : 'implicit deny';
}

function concerns(statement: PolicyStatement, methodArn: string): boolean {
  if (statement.Condition !== undefined || statement.NotAction !== undefined || statement.NotResource !== undefined) {
    throw new UnsupportedError('Condition, NotAction or NotResource in the policy of an API Gateway authorizer');
  }
  return (
    list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), 'execute-api:invoke')) &&
    list(statement.Resource).some((pattern) => matches(pattern, methodArn))
  );
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** `*` stands for any text, slashes included; `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
