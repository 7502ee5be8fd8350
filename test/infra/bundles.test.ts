import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { RRuleTemporal } from 'rrule-temporal';
import type { BuildOptions } from 'esbuild';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { bundling, handlerEntries, handlersIn } from '../../lib/bundle.ts';
import { defaultProvider } from '../../lib/lambda-credentials.ts';
import { withoutEffects, withoutWords } from '../../lib/slim-packages.ts';
import { ROOT } from './templates.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a bundle holds what its function uses: one way to credentials, one XML parser, the operations of S3 that are called, nothing of other rooms, no contract that it does not read', async () => {
  const { outputFiles, metafile } = await build({
    ...bundling(ROOT),
    entryPoints: handlerEntries(['inbound/receive-signal', 'silence/check-sources', 'case/relay-journal']),
    outdir: '.build/none',
    write: false,
    metafile: true,
  });
  const inputsOf = (handler: string): string =>
    Object.entries(metafile?.outputs ?? {})
      .filter(([file]) => file.includes(handler))
      .flatMap(([, { inputs }]) => Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0))
      .join('\n');
  expect(inputsOf('receive-signal')).toContain('lib/lambda-credentials.ts');
  expect(inputsOf('receive-signal')).not.toMatch(
    /credential-provider-(?:ini|sso|login|process|web-identity)|nested-clients/,
  );
  expect(inputsOf('receive-signal')).not.toContain('flexible-xml-parser');
  expect(inputsOf('check-sources')).not.toContain('lambdas/inbound/formats/x12');
  expect(inputsOf('relay-journal')).toContain('lambdas/contracts/case.ts');
  expect(inputsOf('check-sources')).not.toMatch(/lambdas\/contracts\/(?:case|fact|action|maintenance)\.ts/);
  const text = outputFiles.find(({ path }) => path.includes('receive-signal'))?.text ?? '';
  expect(text).toContain('PutObjectRequest');
  expect(text).not.toContain('PutBucketLifecycleConfigurationRequest');
});

test('no function is over a megabyte; exceptions of the SDK keep the names that they are told apart by', async () => {
  const { outputFiles, metafile } = await build({
    ...bundling(ROOT),
    entryPoints: handlerEntries(handlersIn(ROOT)),
    outdir: '.build/none',
    write: false,
    metafile: true,
  });
  const over = Object.entries(metafile?.outputs ?? {}).filter(([, { bytes }]) => bytes > 1024 * 1024);
  expect(over.map(([file]) => file)).toEqual([]);
  const text = outputFiles.find(({ path }) => path.includes('take-in-signal'))?.text ?? '';
  expect(text).toMatch(/class \w+ extends \w+ ?\{static name="ConditionalCheckFailedException"/);
});

test('recurrences come as their library makes them, with the Temporal that we use in place of its own copy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const outfile = join(folder, 'turns.mjs');
  const { metafile } = await build({
    ...bundling(ROOT),
    stdin: { contents: `export { RRuleTemporal } from 'rrule-temporal'`, resolveDir: ROOT },
    outfile,
    metafile: true,
  });
  const library = Object.entries(Object.values(metafile?.outputs ?? {})[0]?.inputs ?? {}).find(([file]) =>
    file.includes('rrule-temporal/dist/src'),
  );
  expect(library?.[1].bytesInOutput).toBeLessThan(120_000);
  const slim = (await import(outfile)) as { RRuleTemporal: typeof RRuleTemporal };
  const rules = [
    'DTSTART;TZID=Europe/Berlin:20260323T060000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12',
    'DTSTART;TZID=America/New_York:20261030T220000\nRRULE:FREQ=DAILY;COUNT=6',
    'DTSTART;TZID=Asia/Singapore:20260131T080000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=14',
    'DTSTART;TZID=Europe/Lisbon:20260101T000000\nRRULE:FREQ=MONTHLY;BYDAY=1MO,3TH;BYHOUR=7,19;COUNT=20',
    'DTSTART:20240229T120000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20400301T000000Z',
  ];
  const told = (library: typeof RRuleTemporal) =>
    rules.map((rule) => new library({ rruleString: rule }).all().map((at) => at.toString()));
  expect(told(slim.RRuleTemporal)).toEqual(told(RRuleTemporal));
  expect(told(slim.RRuleTemporal).map(({ length }) => length)).toEqual([12, 6, 14, 20, 5]);
});

test('characters that HTML names are read in a mail as its library reads them, from the one table that a bundle holds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const library = `${ROOT}/node_modules/postal-mime/dist/esm`;
  const decoderIn = async (plugins: BuildOptions['plugins']): Promise<(text: string) => string> => {
    const outfile = join(folder, `${String(plugins?.length)}.mjs`);
    await build({
      ...bundling(ROOT),
      stdin: { contents: `export { decodeHTMLEntities } from '${library}/text-format.js'`, resolveDir: ROOT },
      plugins: plugins ?? [],
      outfile,
    });
    return (await import(outfile)).decodeHTMLEntities;
  };
  const theirs = await decoderIn([]);
  const ours = await decoderIn(bundling(ROOT).plugins);
  const { htmlEntities } = await import(`${library}/html-entities.js`);
  const names = [...Object.keys(htmlEntities), '&notit;', '&ampx', '&nothing;', '&#65;', '&#x41', '&constructor;', '&'];
  expect(names.length).toBeGreaterThan(2_000);
  expect(names.map(ours)).toEqual(names.map(theirs));
});

/** Headers of a request that a client with these credentials would send. */
async function sentHeaders(): Promise<Record<string, string>> {
  let sent: Record<string, string> = {};
  const client = new SQSClient({
    region: 'eu-central-1',
    credentials: defaultProvider(),
    maxAttempts: 1,
    requestHandler: {
      handle: (request: any) => {
        sent = request.headers;
        return Promise.reject(new Error('not sent'));
      },
    } as any,
  });
  const sending = client.send(new SendMessageCommand({ QueueUrl: 'https://sqs.test/1/q', MessageBody: 'x' }));
  await expect(sending).rejects.toThrow();
  return sent;
}

test('a client signs with the credentials that Lambda has put into the environment, and says so where there are none', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDFIRST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  const headers = await sentHeaders();
  expect(headers['authorization']).toContain('Credential=AKIDFIRST/');
  expect(headers['x-amz-security-token']).toBe('token');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  await expect(defaultProvider()()).rejects.toThrow('AWS_SECRET_ACCESS_KEY');
});

test('what the contracts say of themselves is left out, and nothing beside it', () => {
  const source = [
    'export const id = z.string().meta({ description: `a ) of it`, id: "Id" }).optional();',
    'export const both = z',
    "  .strictObject({ one: z.string().min(1).meta({ description: 'It isn\\'t (yet' }), two: id })",
    '  .meta({',
    "    description: listed('all of', names()),",
    '  });',
    'const read = schema.meta();',
  ].join('\n');
  expect(withoutWords(source)).toBe(
    [
      'export const id = z.string().optional();',
      'export const both = z',
      '  .strictObject({ one: z.string().min(1), two: id })',
      '  ;',
      'const read = schema.meta();',
    ].join('\n'),
  );
});

test('a constant of the contracts is made without effect, however long it is; what is no call stays as it is', () => {
  const source = [
    'export const name = z',
    '  .string()',
    "  .refine((text) => { return text !== ';'; });",
    '',
    'const ids: Ids = idsOf({',
    '  a: 1,',
    '});',
    'export const one = (value: number): number => value;',
    '',
  ].join('\n');
  expect(withoutEffects(source)).toBe(
    [
      'export const name = /* @__PURE__ */ (() => z',
      '  .string()',
      "  .refine((text) => { return text !== ';'; }))();",
      '',
      'const ids: Ids = /* @__PURE__ */ (() => idsOf({',
      '  a: 1,',
      '}))();',
      'export const one = (value: number): number => value;',
      '',
    ].join('\n'),
  );
});
