const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/**
 * A test for IAM's wildcards: `*` stands for any characters (also none), `?` for exactly one. Without wildcards it is an equality.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileWildcard(pattern: string, options: { ignoreCase?: boolean } = {}): (value: string) => boolean {
  const ignoreCase = options.ignoreCase === true;
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) {
    if (!ignoreCase) return (value) => value === pattern;
    const lower = pattern.toLowerCase();
    return (value) => value.toLowerCase() === lower;
  }
  const source = pattern.replaceAll(SPECIAL, (character) => {
    if (character === '*') return '.*';
    return character === '?' ? '.' : `\\${character}`;
  });
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  return (value) => expression.test(value);
}

/** The six parts of an ARN; the last one keeps its colons. */
export function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/**
 * ARN operators compare each of the six parts by itself, so that a `*` does not reach over a colon of the first five.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnPattern(pattern: string): (value: string) => boolean {
  if (pattern === '*') return () => true;
  const tests = splitArn(pattern).map((part) => compileWildcard(part));
  return (value) => {
    const parts = splitArn(value);
    return parts.length === tests.length && tests.every((test, index) => test(parts[index] ?? ''));
  };
}
