import { describe, expect, test } from 'vitest';
import {
  firstDeploymentCanBeTriedAgain,
  nobodyPaysForMetricsOfMethods,
  stagesCountApart,
  stagesShareNoName,
} from './account.ts';
import { cdkContext, planted, synthesize } from './templates.ts';

const dev = synthesize({ ...cdkContext(), stage: 'dev' });
const prod = synthesize({ ...cdkContext(), stage: 'prod' });

test('both stages have room in one account', () => {
  const { seen, violations } = stagesShareNoName(dev, prod);
  expect(seen).toBeGreaterThan(40);
  expect(violations).toEqual([]);
});

test('what one stage counts, no alarm of the other one takes for its own', () => {
  for (const [app, other] of [
    [dev, prod],
    [prod, dev],
  ] as const) {
    const { seen, violations } = stagesCountApart(app, other);
    expect(seen).toBeGreaterThan(5);
    expect(violations).toEqual([]);
  }
});

test('a first deployment that fails leaves no name behind', () => {
  for (const app of [dev, prod]) {
    const { seen, violations } = firstDeploymentCanBeTriedAgain(app);
    expect(seen).toBeGreaterThan(40);
    expect(violations).toEqual([]);
  }
});

test('nothing is billed by method', () => {
  for (const app of [dev, prod]) {
    const { seen, violations } = nobodyPaysForMetricsOfMethods(app);
    expect(seen).toBeGreaterThan(5);
    expect(violations).toEqual([]);
  }
});

describe('what is planted is caught', () => {
  test('a log group that is called the same in both stages', () => {
    const called = (app: typeof dev) =>
      planted(
        app,
        'AWS::Logs::LogGroup',
        ({ properties }) => {
          properties.LogGroupName = '/aws/vendedlogs/states/actions';
        },
        ({ id }) => id.startsWith('ActionsActionLogs'),
      );
    expect(stagesShareNoName(called(dev), called(prod)).violations).toEqual([
      expect.stringMatching(/^fairlead-prod-case-flow\/ActionsAction\w+: AWS::Logs::LogGroup \S+actions" is taken$/),
    ]);
  });
  test('a function that counts for both stages, and an alarm that looks elsewhere', () => {
    const shared = (app: typeof dev) =>
      planted(
        app,
        'AWS::Lambda::Function',
        ({ properties }) => {
          properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE = 'Fairlead';
        },
        ({ id }) => id.startsWith('AuditCases'),
      );
    const misled = planted(
      shared(prod),
      'AWS::CloudWatch::Alarm',
      ({ properties }) => {
        properties.Namespace = 'Fairlead/dev';
      },
      ({ id }) => id.startsWith('AuditorSilent'),
    );
    expect(stagesCountApart(misled, shared(dev)).violations).toEqual([
      expect.stringMatching(/^fairlead-prod-case-flow\/AuditCases\w+: counts in Fairlead$/),
      expect.stringMatching(/^fairlead-prod-operations\/AuditorSilent\w+: counts in Fairlead\/dev$/),
    ]);
  });
  test('an address that is kept', () => {
    const app = planted(prod, 'AWS::SES::EmailIdentity', (identity) => {
      identity.deletionPolicy = 'Retain';
    });
    expect(firstDeploymentCanBeTriedAgain(app).violations).toEqual([
      expect.stringMatching(/^fairlead-prod-engagement\/Sender\w+: .* is left behind$/),
    ]);
  });
  test('metrics of each method', () => {
    const app = planted(dev, 'AWS::ApiGateway::Stage', ({ properties }) => {
      properties.MethodSettings[0].MetricsEnabled = true;
    });
    expect(nobodyPaysForMetricsOfMethods(app).violations).toEqual(['* /* has metrics of its own']);
  });
});
