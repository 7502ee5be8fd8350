import { describe, expect, test } from 'vitest';
import { functionsFit, policiesFitTheirRoles, stacksHaveRoom } from './limits.ts';
import { cdkContext, ofType, planted, synthesize } from './templates.ts';
import type { Synthesized } from './templates.ts';

const LIMITS = { stacksHaveRoom, policiesFitTheirRoles, functionsFit };

describe.each(['dev', 'prod'])('what AWS takes at most, and the templates of %s', (stage) => {
  const app = synthesize({ ...cdkContext(), stage });

  test.each(Object.entries(LIMITS))('%s', (_name, judge) => {
    const { seen, violations } = judge(app);
    expect(seen).toBeGreaterThan(5);
    expect(violations).toEqual([]);
  });
});

describe('what is planted is caught', () => {
  const app = synthesize({ ...cdkContext(), stage: 'dev' });
  const more = (type: string, count: number): Synthesized => {
    const [first] = ofType(app, type);
    if (first === undefined) throw new Error(`there is no ${type}`);
    return { ...app, resources: [...app.resources, ...Array.from({ length: count }, () => first)] };
  };

  test('a stack that is nearly full', () => {
    expect(stacksHaveRoom(more('AWS::ApiGateway::Resource', 100)).violations.join()).toMatch(
      /^resources of fairlead-dev-api: \d+ of 450$/,
    );
  });
  test('a role with more rights than a role can hold', () => {
    const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { Ref: 'Queue' } };
    const full = planted(app, 'AWS::IAM::Policy', ({ properties }) => {
      properties.PolicyDocument.Statement.push(...Array.from({ length: 50 }, () => statement));
    });
    expect(policiesFitTheirRoles(full).violations.join()).toMatch(/^fairlead-dev-\S+Role\w+: \d+ of 10240$/);
  });
  test('a function that too many may invoke', () => {
    expect(functionsFit(more('AWS::Lambda::Permission', 60)).violations.join()).toMatch(
      /^resource policy of .*: \d+ of 20480$/,
    );
  });
  test('a function that is told too much', () => {
    const told = planted(app, 'AWS::Lambda::Function', ({ properties }) => {
      properties.Environment.Variables.WORDS = 'a'.repeat(4_000);
    });
    expect(functionsFit(told).violations.join()).toMatch(/^environment of \S+: \d+ of 4096$/);
  });
});
