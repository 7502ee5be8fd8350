import { expect, test } from 'vitest';
import { allIsUnderTheHouseKey } from './encrypted.ts';
import { cdkContext, planted, synthesize } from './templates.ts';

test.each(['dev', 'prod'])('all that %s keeps is under the house key', (stage) => {
  const { seen, violations } = allIsUnderTheHouseKey(synthesize({ ...cdkContext(), stage }));
  expect(seen).toBeGreaterThan(0);
  expect(violations).toEqual([]);
});

test('an archive under a key of AWS is caught', () => {
  const app = planted(synthesize({ ...cdkContext(), stage: 'dev' }), 'AWS::Events::Archive', ({ properties }) => {
    properties.KmsKeyIdentifier = '';
  });
  expect(allIsUnderTheHouseKey(app).violations).toEqual([
    expect.stringMatching(/^fairlead-dev-data\/BusArchive\w+: is not under the house key$/),
  ]);
});
