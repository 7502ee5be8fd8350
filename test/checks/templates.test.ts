import { describe, expect, it } from 'vitest';
import { checkStages, findFindings } from '../../bin/checks/check-templates.ts';
import { plantTree } from './plant-tree.ts';

/** A CDK app of one queue; `rest` adds to it. */
const appOf = (rest: string): Readonly<Record<string, string>> => ({
  'cdk.json': JSON.stringify({ app: 'node bin/fairlead.ts' }),
  'bin/fairlead.ts': `import { App, Stack, Validations, aws_sqs as sqs } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

const app = new App();
const stack = new Stack(app, \`queues-\${app.node.tryGetContext('stage')}\`);
const dead = new sqs.Queue(stack, 'Dead', { enforceSSL: true });
const queue = new sqs.Queue(stack, 'Intake', { enforceSSL: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
${rest}
app.synth();
`,
});

const check = 'Validations.of(app).addPlugins(new AwsSolutionsChecks(app));';
const careless = "new sqs.Queue(stack, 'Careless');";

describe('the check of templates', () => {
  it('passes an app on which the rule pack finds nothing', async () => {
    const result = await checkStages(plantTree(appOf(check)), ['dev']);
    expect(result, result.output).toMatchObject({ outcome: 'passed', note: 'stages dev' });
  });

  it('fails for a finding, in the stage that has it only', async () => {
    const inProd = `if (app.node.tryGetContext('stage') === 'prod') ${careless}\n${check}`;
    const result = await checkStages(plantTree(appOf(inProd)), ['dev', 'prod']);
    expect(result.outcome).toBe('failed');
    expect(result.output).toContain('AwsSolutions-SQS4');
    expect(result.output).toContain('stage prod');
    expect(result.output).not.toContain('stage dev');
  });

  it('fails for an app that forgot the rule pack', async () => {
    const result = await checkStages(plantTree(appOf(careless)), ['dev']);
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(result.output).toContain('the rule pack AwsSolutions looked at no resource');
  });

  it('fails for an app that does not synthesize', async () => {
    const result = await checkStages(plantTree(appOf("throw new Error('no stage is configured');")), ['dev']);
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(result.output).toContain('no stage is configured');
  });

  it('has nothing to do only while there is no app', async () => {
    expect(await checkStages(plantTree({}), ['dev'])).toMatchObject({ outcome: 'absent' });
  });
});

describe('the report of the rule pack', () => {
  const pack = (overrides: object): object => ({
    pluginReports: [{ pluginName: 'AwsSolutions', conclusion: 'success', violations: [], ...overrides }],
  });

  it('is good without a finding, as the CLI writes it', () => {
    expect(findFindings({ pluginReports: [] })).toBeUndefined();
    expect(findFindings(pack({}))).toBeUndefined();
  });

  it.each([
    ['a failure without a finding', pack({ conclusion: 'failure' }), 'concludes "failure"'],
    [
      'a finding',
      pack({
        violations: [
          {
            ruleName: 'AwsSolutions-SQS3',
            description: 'The SQS queue has no DLQ.',
            violatingConstructs: [{ constructPath: 'queues/Careless/Resource' }],
          },
        ],
      }),
      'AwsSolutions-SQS3 queues/Careless/Resource: The SQS queue has no DLQ.',
    ],
  ])('is bad with %s', (_, report, expected) => {
    expect(findFindings(report)).toContain(expected);
  });
});
