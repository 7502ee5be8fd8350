import { invalidPattern } from './pattern-error.ts';

/** The literal parts between the `*`s; a backslash takes the special meaning from `*` and from itself. */
function splitWildcard(pattern: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '\\') {
      index += 1;
      const escaped = pattern.charAt(index);
      if (escaped !== '*' && escaped !== '\\') throw invalidPattern('Invalid escape character');
      part += escaped;
    } else if (character === '*') {
      if (pattern.charAt(index + 1) === '*') throw invalidPattern('Consecutive wildcard characters');
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching */
export function compileWildcard(pattern: string): (value: string) => boolean {
  const parts = splitWildcard(pattern);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return (value) => value === first;
  const middle = parts.slice(1, -1);
  // Taking each part as early as it comes is enough, and never looks back.
  return (value) => {
    if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const part of middle) {
      const found = value.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}
