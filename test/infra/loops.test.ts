import { describe, expect, test } from 'vitest';
import { loopsAreMeant } from './loops.ts';
import { cdkContext, planted, synthesize } from './templates.ts';

const dev = synthesize({ ...cdkContext(), stage: 'dev' });

test('whoever works on by messages to itself is not stopped, and everybody else is', () => {
  for (const app of [dev, synthesize({ ...cdkContext(), stage: 'prod' })]) {
    const { seen, violations } = loopsAreMeant(app);
    expect(seen).toBeGreaterThan(8);
    expect(violations).toEqual([]);
  }
});

describe('what is planted is caught', () => {
  test('one that moves cases page by page, and does not say that it means it', () => {
    const app = planted(
      dev,
      'AWS::Lambda::Function',
      ({ properties }) => {
        delete properties.RecursiveLoop;
      },
      ({ id }) => id.includes('MoveCases'),
    );
    expect(loopsAreMeant(app).violations).toEqual([
      expect.stringMatching(/^fairlead-dev-api\/PolicyErrandsMoveCases\w+: is stopped after 16 messages to itself$/),
    ]);
  });
  test('one that would never be stopped', () => {
    const app = planted(
      dev,
      'AWS::Lambda::Function',
      ({ properties }) => {
        properties.RecursiveLoop = 'Allow';
      },
      ({ id }) => id.startsWith('TakeInFunction'),
    );
    expect(loopsAreMeant(app).violations).toEqual([
      expect.stringMatching(/^fairlead-dev-inbound\/TakeIn\w+: would not be stopped, and never calls itself$/),
    ]);
  });
});
