import { describe, expect, test } from 'vitest';
import { cdkContext, synthesize } from './templates.ts';

/** The context of cdk.json with the settings of prod changed. */
function withProd(change: (settings: any) => void): object {
  const context = structuredClone(cdkContext());
  change(context.stages.prod);
  return { ...context, stage: 'prod' };
}

describe('a configuration that is missing or malformed stops the synthesis and says what to write', () => {
  test.each<[string, () => object, readonly string[]]>([
    ['no stage', () => ({ ...cdkContext(), stage: undefined }), ['"stage" must be dev or prod', '-c stage=prod']],
    ['an unknown stage', () => ({ ...cdkContext(), stage: 'test' }), ['"stage" must be dev or prod']],
    ['no stages', () => ({ ...cdkContext(), stage: 'prod', stages: undefined }), ['"stages" in cdk.json', 'prod']],
    ['no settings for the stage', () => ({ ...cdkContext(), stage: 'prod', stages: {} }), ['stages', 'prod']],
    ['no sender', () => withProd((settings) => delete settings.mailFrom), ['stage prod', 'prod.mailFrom']],
    [
      'a sender without an address',
      () => withProd((settings) => (settings.mailFrom = 'Fairlead')),
      ['prod.mailFrom', '`Name <address@domain>`'],
    ],
    [
      'an alarm address that is none',
      () => withProd((settings) => (settings.alarmEmail = 'ops')),
      ['prod.alarmEmail', 'an address that is read'],
    ],
    [
      'a retention that CloudWatch does not have',
      () => withProd((settings) => (settings.logRetentionDays = 45)),
      ['prod.logRetentionDays'],
    ],
    [
      'a setting that nobody knows',
      () => withProd((settings) => (settings.retainDate = true)),
      ['stage prod', 'retainDate'],
    ],
  ])('%s', (_name, context, expected) => {
    expect.assertions(expected.length);
    try {
      synthesize(context());
    } catch (error) {
      for (const text of expected) expect(String(error)).toContain(text);
    }
  });

  test('settings of the other stage do not matter', () => {
    const context = structuredClone(cdkContext());
    delete context.stages.prod;
    expect(synthesize({ ...context, stage: 'dev' }).resources.length).toBeGreaterThan(0);
  });
});

describe('how many questions a system is asked at once', () => {
  const reserved = (app: ReturnType<typeof synthesize>) =>
    app.resources.flatMap(({ id, type, properties }) =>
      type === 'AWS::Lambda::Function' && properties.ReservedConcurrentExecutions !== undefined
        ? [[id.replace(/Function.*$/, ''), properties.ReservedConcurrentExecutions]]
        : [],
    );

  test('is reserved for the function of that system alone, where it is configured', () => {
    const app = synthesize(withProd((settings) => (settings.atOnce = { erp: 20, crm: 5 })));
    expect(reserved(app)).toEqual([
      ['Askerp', 20],
      ['Askcrm', 5],
    ]);
    // A new account can reserve nothing.
    expect(reserved(synthesize({ ...cdkContext(), stage: 'dev' }))).toEqual([]);
  });

  test.each([{ erp: 0 }, { erp: 501 }, { sap: 5 }])('cannot be %j', (atOnce) => {
    expect(() => synthesize(withProd((settings) => (settings.atOnce = atOnce)))).toThrow('prod.atOnce');
  });
});

describe('a domain with mutual TLS', () => {
  const mutualTls = {
    domainName: 'mtls.fairlead.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
    trustStore: 's3://trust-stores/fairlead/truststore.pem',
  };
  const named = (app: ReturnType<typeof synthesize>) =>
    app.resources.filter(({ type }) => type === 'AWS::ApiGateway::DomainName');

  test('is there where it is configured, with its trust store, and leads to the stage', () => {
    const app = synthesize(withProd((settings) => (settings.mutualTls = mutualTls)));
    expect(named(app).map(({ properties }) => properties)).toMatchObject([
      {
        DomainName: mutualTls.domainName,
        MutualTlsAuthentication: { TruststoreUri: mutualTls.trustStore },
        SecurityPolicy: 'TLS_1_2',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      },
    ]);
    expect(app.resources.filter(({ type }) => type === 'AWS::ApiGateway::BasePathMapping')).toHaveLength(1);
  });

  test('is not there otherwise, and not with a trust store that is none', () => {
    expect(named(synthesize({ ...cdkContext(), stage: 'dev' }))).toEqual([]);
    const wrong = { ...mutualTls, trustStore: 'truststore.pem' };
    expect(() => synthesize(withProd((settings) => (settings.mutualTls = wrong)))).toThrow(
      's3://bucket/truststore.pem',
    );
  });
});
