import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import type { AuthorizationRequest } from '../../local/kernel/types.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { FUNCTION, ROLE, bench, single } from './stepfunctions-support.ts';

const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: FUNCTION, End: true };

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html, https://states-language.net/ */
describe('a definition that AWS would refuse is refused with the place', () => {
  test.each<[object, string]>([
    [{ StartAt: 'A' }, 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'],
    [{}, 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'],
    [{ StartAt: 'B', States: { A: pass } }, "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt"],
    [
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_END_STATE: No terminal state defined at /",
    ],
    [
      { StartAt: 'A', States: { A: pass, B: pass } },
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    ],
    [
      single({ Type: 'Nap' }),
      'SCHEMA_VALIDATION_FAILED: Value should be one of the following: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/S/Type',
    ],
    [single({ Type: 'Pass', Colour: 'red' }), "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /States/S"],
    [
      single({ Type: 'Pass', ResultPath: '$.x' }),
      "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/S",
    ],
    [
      single({ Type: 'Pass', QueryLanguage: 'JSONPath' }),
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S",
    ],
    [single({ ...task, TimeoutSeconds: 0 }), 'at /States/S/TimeoutSeconds'],
    [single({ ...task, HeartbeatSeconds: 5, TimeoutSeconds: 5 }), 'at /States/S/HeartbeatSeconds'],
    [single({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }), 'at /States/S'],
    [single({ Type: 'Pass', TimeoutSeconds: 5 }), "Field 'TimeoutSeconds' is not supported at /States/S"],
    [single({ ...task, Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] }), 'at /States/S/Retry[0]/ErrorEquals'],
    [single({ Type: 'Pass', Output: { v: '{% $states.input.( %}' } }), 'INVALID_JSONATA_EXPRESSION: '],
    [
      single({ Type: 'Pass', Output: { v: '{% phone %}' } }),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/S/Output/v",
    ],
    [
      single({ Type: 'Choice', End: undefined, Choices: [{ Condition: '{% n > 1 %}', Next: 'S' }] }),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'n' at the top level is not supported. at /States/S/Choices[0]/Condition",
    ],
    [
      single({ Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { ...pass, Assign: { states: 1 } } } }] }),
      'at /States/S/Branches[0]/States/I/Assign/states',
    ],
  ])('%j', async (definition, message) => {
    const t = bench();
    const refusal = await t.create(definition).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'InvalidDefinition' });
    expect(String(refusal)).toContain(message);
    expect((await t.call('sfn', 'ListStateMachines', {})).stateMachines).toEqual([]);
  });

  test('names in later steps, predicates and lambdas of a path are no top-level references', async () => {
    const t = bench();
    const Output = '{% $map($states.input.items[price > 3]^(>price){name: price}, function($x) { $x }) %}';
    await expect(t.create(single({ Type: 'Pass', Output }))).resolves.toContain('stateMachine');
  });

  test('ValidateStateMachineDefinition tells the same', async () => {
    const t = bench();
    const check = (definition: string) => t.call('sfn', 'ValidateStateMachineDefinition', { definition });
    expect(await check(JSON.stringify({ QueryLanguage: 'JSONata', ...single({ Type: 'Pass' }) }))).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
    expect((await check('')).diagnostics).toEqual([
      { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object', severity: 'ERROR' },
    ]);
  });
});

describe('what this engine does not keep is refused by name', () => {
  test.each<[object, string]>([
    [{ QueryLanguage: 'JSONPath', ...single({ Type: 'Pass' }) }, "The query language JSONPath of the state 'S'"],
    [
      single({ ...task, Resource: 'arn:aws:states:::ecs:runTask' }),
      "The resource arn:aws:states:::ecs:runTask of the state 'S'",
    ],
    [
      single({ ...task, Resource: 'arn:aws:states:::dynamodb:updateItem.waitForTaskToken' }),
      'The resource arn:aws:states:::dynamodb:updateItem.waitForTaskToken',
    ],
    [
      single({ ...task, Resource: 'arn:aws:states:eu-central-1:111122223333:activity:sign' }),
      'The resource arn:aws:states:eu-central-1:111122223333:activity:sign',
    ],
    [single({ ...task, Credentials: {} }), 'Credentials'],
    [
      single({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'I', States: { I: pass } },
      }),
      "The mode DISTRIBUTED of the Map state 'S'",
    ],
  ])('%j', async (definition, message) => {
    const t = bench();
    const refusal = await t.create(definition).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'UnsupportedError' });
    expect(String(refusal)).toContain(message);
  });
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html */
describe('AWS::StepFunctions::StateMachine', () => {
  test('substitutions are put into the definition, and a second boot changes nothing', async () => {
    const t = bench();
    const properties = {
      RoleArn: ROLE,
      StateMachineType: 'EXPRESS',
      DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', ...single({ Type: 'Task', Resource: '${Work}' }) }),
      DefinitionSubstitutions: { Work: FUNCTION },
    };
    const { ref, attributes } = t.provision('AWS::StepFunctions::StateMachine', 'Triage', properties);
    expect(ref).toBe('arn:aws:states:eu-central-1:111122223333:stateMachine:Test-Triage');
    expect(attributes).toMatchObject({ Arn: ref, Name: 'Test-Triage' });
    t.restart();
    const answer = await t.call('sfn', 'StartSyncExecution', { stateMachineArn: ref, input: '7' });
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '7' });
  });

  test('a definition in an asset is read from the assembly', () => {
    const t = bench();
    const assemblyDirectory = mkdtempSync(join(tmpdir(), 'assembly-'));
    writeFileSync(
      join(assemblyDirectory, 'asset.abc.json'),
      JSON.stringify({ QueryLanguage: 'JSONata', ...single({ Type: 'Pass' }) }),
    );
    const provider = t.kernel.service('sfn')?.resourceTypes[0];
    const created = provider?.create({
      stack: 'Test',
      logicalId: 'M',
      type: 'AWS::StepFunctions::StateMachine',
      properties: { RoleArn: ROLE, DefinitionS3Location: { Bucket: 'assets', Key: 'abc.json' } },
      metadata: {},
      physicalName: 'Test-M',
      assemblyDirectory,
    });
    expect(created?.ref).toContain('stateMachine:Test-M');
  });

  test('a customer-managed key asks for permissions of the role, when an execution starts', async () => {
    const asked: AuthorizationRequest[] = [];
    const t = bench(
      {
        access: {
          addResourcePolicy: () => undefined,
          assertAllowed: (principal, requests, errorName) => {
            if (principal.kind === 'role' && errorName !== undefined) {
              asked.push(...requests);
              throw new AwsError(errorName, 'no');
            }
          },
        },
      },
      [],
      { more: [createKms] },
    );
    const key = t.provision('AWS::KMS::Key', 'Key', {});
    const { ref } = t.provision('AWS::StepFunctions::StateMachine', 'M', {
      RoleArn: ROLE,
      DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', ...single({ Type: 'Pass' }) }),
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: key.ref },
    });
    await expect(t.start(ref)).rejects.toMatchObject({ name: 'KmsAccessDeniedException' });
    expect(asked.map(({ action }) => action)).toEqual(['kms:GenerateDataKey', 'kms:Decrypt']);
    expect(asked[0]?.context).toMatchObject({ 'kms:EncryptionContext:aws:states:stateMachineArn': ref });
    expect((await t.call('sfn', 'ListExecutions', { stateMachineArn: ref })).executions).toEqual([]);
  });

  test('an invalid definition stops the boot', () => {
    const t = bench();
    expect(() =>
      t.provision('AWS::StepFunctions::StateMachine', 'M', { RoleArn: ROLE, DefinitionString: '{"StartAt":"A"}' }),
    ).toThrow('These fields are required: [States] at /');
  });
});
