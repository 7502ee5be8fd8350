import type { Context, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { exception, tracking } from './signals.ts';

let fixture: StoreFixture;
let logged: string[];
const record = (line: unknown): boolean => {
  logged.push(String(line));
  return true;
};
beforeEach(async () => {
  fixture = openStores();
  vi.stubEnv('CASES_TABLE', 'cases');
  vi.stubEnv('REFERENCE_TABLE', 'reference');
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(record);
  vi.spyOn(process.stderr, 'write').mockImplementation(record);
  await publishPack(defaultPack());
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const message = (messageId: string, body: unknown): SQSEvent['Records'][number] =>
  ({ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSEvent['Records'][number];
const event = (signal: unknown): object => ({
  version: '0',
  id: 'e',
  'detail-type': 'SignalReceived',
  source: 'fairlead',
  account: '1',
  time: '2026-03-02T08:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { contract: 'signal-received/1', signal },
});

describe('the intake queue', () => {
  it('takes in what it can read, and gives back only what it cannot, without a word of it in the log', async () => {
    const { handler } = await import('../../../lambdas/intake/take-in-signal.handler.ts');
    const good = exception('good', [tracking('PARCEL-77')]);
    const answer = await handler(
      {
        Records: [
          message('1', event(good)),
          message('2', 'not JSON of Maria'),
          message('3', event({ ...good, references: [], text: 'Maria' })),
          message('4', event(good)),
        ],
      },
      { awsRequestId: 'r' } as Context,
    );
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '2' }, { itemIdentifier: '3' }]);
    const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
    expect(Items.filter((item: any) => item.sk.S === 'CASE')).toHaveLength(1);
    expect(logged.join('\n')).not.toMatch(/Maria|PARCEL-77/);
    expect(logged.some((line) => line.includes('"MessagesFailed":2'))).toBe(true);
  });
});
