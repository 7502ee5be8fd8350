import { describe, expect, it } from 'vitest';
import { connection } from '../../../lambdas/contracts/index.ts';
import type { SubjectReference } from '../../../lambdas/contracts/index.ts';
import { chooseInstance } from '../../../lambdas/systems/choose-instance.ts';
import { outcomeOf, pauseBeforeNext, readRetryAfter } from '../../../lambdas/systems/decide-try.ts';
import { healthAfter, mayAsk, WELL } from '../../../lambdas/systems/health.ts';
import type { Health, Outcome } from '../../../lambdas/systems/health.ts';
import { readConnection } from '../../../lambdas/systems/read-connection.ts';

const AT = Date.parse('2026-03-02T08:00:00.000Z');
const failed = { kind: 'failed' } as const;
const answered = { kind: 'answered' } as const;

describe('the health of a system', () => {
  const limits = { failures: 3, pauseSeconds: 30 };
  it.each<[string, Health, Outcome, Partial<Health>]>([
    ['an answer changes nothing', WELL, answered, WELL],
    ['a failure is counted', WELL, failed, { failures: 1, pauses: 0 }],
    [
      'the third in a row opens',
      { failures: 2, pauses: 0 },
      failed,
      { failures: 3, pauses: 1, notBefore: AT + 30_000 },
    ],
    ['an answer between begins anew', { failures: 2, pauses: 0 }, answered, WELL],
    [
      'a try that failed pauses twice as long',
      { failures: 3, pauses: 1, notBefore: AT },
      failed,
      { notBefore: AT + 60_000 },
    ],
    [
      'but never longer than ten minutes',
      { failures: 30, pauses: 9, notBefore: AT },
      failed,
      { notBefore: AT + 600_000 },
    ],
    ['a try that was answered closes', { failures: 9, pauses: 4, notBefore: AT }, answered, WELL],
    [
      '429 is no failure',
      WELL,
      { kind: 'busy', retryAfterMs: 5_000 },
      { failures: 0, pauses: 0, notBefore: AT + 5_000 },
    ],
    [
      'nor a way to keep us out for a day',
      WELL,
      { kind: 'busy', retryAfterMs: 86_400_000 },
      { notBefore: AT + 600_000 },
    ],
    [
      '503 may say how long',
      WELL,
      { kind: 'failed', retryAfterMs: 9_000 },
      { failures: 1, pauses: 0, notBefore: AT + 9_000 },
    ],
  ])('%s', (_, before, outcome, after) => {
    expect(healthAfter(before, outcome, AT, limits)).toMatchObject(after);
  });

  it('is the same object where nothing changed, so that nothing is written', () => {
    expect(healthAfter(WELL, answered, AT, limits)).toBe(WELL);
  });

  it.each<[Health, string]>([
    [WELL, 'ask'],
    [{ failures: 2, pauses: 0 }, 'ask'],
    [{ failures: 3, pauses: 1, notBefore: AT + 1 }, 'wait'],
    [{ failures: 3, pauses: 1, notBefore: AT }, 'try-out'],
  ])('%j: %s', (health, kind) => {
    expect(mayAsk(health, AT).kind).toBe(kind);
  });

  it('a try is for one: who comes while it lasts waits, and if it died the next one tries', () => {
    const first = mayAsk({ failures: 3, pauses: 1, notBefore: AT }, AT);
    const claim = first.kind === 'try-out' ? first.claim : WELL;
    expect(mayAsk(claim, AT + 9_999).kind).toBe('wait');
    expect(mayAsk(claim, AT + 10_000).kind).toBe('try-out');
  });
});

describe('another try', () => {
  const tried = { tries: 1, maxTries: 3, remainingMs: 8_000, dice: 0.5 };
  it.each<[string, Outcome, Partial<typeof tried>, number | undefined]>([
    ['after an answer', answered, {}, undefined],
    ['after a failure, soon', failed, {}, 200],
    ['with jitter below', failed, { dice: 0 }, 100],
    ['and above', failed, { dice: 1 }, 300],
    ['each time later', failed, { tries: 2 }, 400],
    ['not beyond the tries', failed, { tries: 3 }, undefined],
    ['not beyond the time', failed, { remainingMs: 499 }, undefined],
    ['as late as the system says', { kind: 'busy', retryAfterMs: 3_000 }, {}, 3_000],
    ['not if that is too late', { kind: 'busy', retryAfterMs: 7_800 }, {}, undefined],
  ])('%s', (_, outcome, more, pause) => {
    expect(pauseBeforeNext(outcome, { ...tried, ...more })).toBe(pause);
  });

  it.each([
    [null, undefined],
    ['', undefined],
    ['120', 120_000],
    ['Mon, 02 Mar 2026 08:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 07:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
  ])('Retry-After %j', (header, milliseconds) => {
    expect(readRetryAfter(header, AT)).toBe(milliseconds);
  });

  it.each([
    [200, 'answered'],
    [302, 'answered'],
    [401, 'answered'],
    [404, 'answered'],
    [429, 'busy'],
    [500, 'failed'],
    [503, 'failed'],
  ])('%i is %s', (status, kind) => {
    expect(outcomeOf(status, null, AT).kind).toBe(kind);
  });
});

describe('the instance of a system', () => {
  const { instances } = connection.parse({
    contract: 'connection/1',
    system: 'erp',
    instances: [
      { name: 'erp-eu', url: 'https://eu.example.com', serves: { regions: ['eu'], prefixes: ['45'] } },
      {
        name: 'erp-eu-parts',
        url: 'https://p.example.com',
        serves: { regions: ['eu'], businessUnits: ['parts'], prefixes: ['455'] },
      },
      { name: 'erp-na', url: 'https://na.example.com', serves: { regions: ['na', 'latam'], prefixes: ['8'] } },
      { name: 'erp-old', url: 'https://old.example.com', serves: { prefixes: ['OLD-'] } },
    ],
  });
  const order = (value: string, kind: SubjectReference['kind'] = 'order'): SubjectReference => ({
    kind,
    issuer: 'x',
    value,
  });
  it.each<[string, string, string, readonly SubjectReference[], string | undefined, string]>([
    ['by the region', 'na', 'retail', [], 'erp-na', 'serves region na'],
    ['the one that says more', 'eu', 'parts', [], 'erp-eu-parts', 'business unit parts'],
    ['not one of another unit', 'eu', 'retail', [], 'erp-eu', 'serves region eu'],
    ['by the number before the place', 'eu', 'retail', [order('8123')], 'erp-na', 'order 8123 begins with 8'],
    ['the longest beginning', 'na', 'retail', [order('4551')], 'erp-eu-parts', 'begins with 455'],
    ['one that has numbers only', 'na', 'retail', [order('OLD-1', 'delivery')], 'erp-old', 'begins with OLD-'],
    ['a carrier’s number says nothing', 'eu', 'retail', [order('8123', 'tracking')], 'erp-eu', 'serves region eu'],
    [
      'numbers that contradict each other',
      'eu',
      'retail',
      [order('8123'), order('9', 'invoice'), order('4123')],
      'erp-na',
      '8123',
    ],
    ['nobody by guess', 'apac', 'retail', [], undefined, 'no instance serves region apac'],
    ['not even between two', 'eu', 'x', [order('8123'), order('OLD-1')], 'erp-old', 'OLD-1'],
  ])('%s', (_, region, businessUnit, references, name, reason) => {
    const choice = chooseInstance(instances, { region, businessUnit, references });
    expect([choice.instance?.name, choice.reason]).toEqual([name, expect.stringContaining(reason)]);
  });

  it('two numbers of the same length of two instances are a contradiction, and nobody is asked', () => {
    const [, , na] = instances;
    const both = [na!, { ...na!, name: 'erp-sa', serves: { prefixes: ['9'] } }];
    const choice = chooseInstance(both, { region: 'na', businessUnit: 'x', references: [order('8'), order('9')] });
    expect(choice).toEqual({ instance: undefined, reason: 'order 8 is of erp-na, order 9 of erp-sa' });
  });

  it('the only one is asked whatever it serves', () => {
    const subject = { region: 'nowhere', businessUnit: 'x', references: [] };
    expect(chooseInstance([instances[2]!], subject).instance?.name).toBe('erp-na');
  });
});

describe('the setting of a system', () => {
  it('is an address alone, or a connection', () => {
    const [short] = readConnection('tms', 'https://tms.example.com').instances;
    expect(short).toMatchObject({ name: 'tms', url: 'https://tms.example.com', authentication: { kind: 'bearer' } });
    const text = JSON.stringify({ contract: 'connection/1', system: 'tms', instances: [short] });
    expect(readConnection('tms', text).instances).toEqual([short]);
    expect(() => readConnection('wms', text)).toThrow('the connection of wms is one of tms');
  });

  it.each(['http://tms.example.com', 'ftp://x.example.com', 'tms', ''])('%j is no address for credentials', (url) => {
    expect(() => readConnection('tms', url)).toThrow();
  });
});
