import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { createKernel } from '../../local/kernel/kernel.ts';
import type { EngineEvent } from '../../local/kernel/types.ts';
import { installSeam } from '../../local/seam/index.ts';
import { createLambda } from '../../local/services/lambda/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fairlead-bundle-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// The deployed code as it is bundled: platform, the SDK's client and the Powertools logger.
const source = `
  import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
  import { connect, createLog, nowInstant, sleep } from './lambdas/platform/index.ts';
  const log = createLog('seam');
  const sqs = connect(SQSClient);
  export const handler = async (event) => {
    log.info('SEAM_BEGUN', { source: event.source });
    await sleep(90_000);
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl: event.url, MessageBody: 'from a bundle' }));
    const failure = await sqs.send(new SendMessageCommand({ QueueUrl: event.url + 'x', MessageBody: 'x' })).catch((error) => error.name);
    return { at: nowInstant(), digest: sent.MD5OfMessageBody, status: sent.$metadata.httpStatusCode, failure };
  };
`;

test('a bundle of the real platform runs on the engine: SDK client, clock and logger', async () => {
  const hash = 'f'.repeat(64);
  const assembly = join(folder, 'cdk.out');
  mkdirSync(join(assembly, `asset.${hash}`), { recursive: true });
  await build({
    stdin: { contents: source, resolveDir: root },
    outfile: join(assembly, `asset.${hash}`, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    loader: { '.tsv': 'text' },
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
    logLevel: 'error',
  });
  const events: EngineEvent[] = [];
  const kernel = createKernel({
    time: { kind: 'virtual', startAt: Date.parse('2026-03-02T08:00:00Z') },
    onEvent: (event) => events.push(event),
  });
  const sqs = createSqs(kernel);
  const lambda = createLambda(kernel, { seam: installSeam(kernel), queues: sqs.source });
  kernel.register(sqs);
  kernel.register(lambda);
  const provision = (type: string, properties: object): string => {
    const provider = [...sqs.resourceTypes, ...lambda.resourceTypes].find((candidate) => candidate.type === type);
    return (
      provider?.create({
        stack: 'S',
        logicalId: 'L',
        type,
        properties,
        metadata: {},
        physicalName: 'relay',
        assemblyDirectory: assembly,
      }).ref ?? ''
    );
  };
  const url = provision('AWS::SQS::Queue', {});
  provision('AWS::Lambda::Function', {
    Code: { S3Bucket: 'b', S3Key: `${hash}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::111122223333:role/r',
    Timeout: 120,
  });
  kernel.start();
  const input = { FunctionName: 'relay', Payload: JSON.stringify({ url, source: 'x' }) };
  const pending = kernel.call({ kind: 'root' }, 'lambda', 'Invoke', input);
  await kernel.advance(100_000);
  const answer = await pending;
  expect(JSON.parse(answer.Payload.transformToString())).toEqual({
    at: '2026-03-02T08:01:30.000Z',
    digest: expect.stringMatching(/^[0-9a-f]{32}$/),
    status: 200,
    failure: 'QueueDoesNotExist',
  });
  const lines = events.filter((event) => event.kind === 'lambda.log').map((event) => JSON.parse(String(event['line'])));
  expect(lines).toMatchObject([
    { message: 'SEAM_BEGUN', code: 'SEAM_BEGUN', source: 'x', timestamp: '2026-03-02T08:00:00.000Z' },
  ]);
});
