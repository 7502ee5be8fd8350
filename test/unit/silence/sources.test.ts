import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signal as signalContract } from '../../../lambdas/contracts/index.ts';
import type { Signal, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { createLastHeard } from '../../../lambdas/inbound/index.ts';
import { checkSources } from '../../../lambdas/silence/adapters/check-sources.ts';
import { createSilentSources } from '../../../lambdas/silence/adapters/silent-sources.dynamo.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { reception } from '../inbound/complete.ts';

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
let fixture: StoreFixture;
let raised: Signal[];
let source: SourceRegistration;
let heard: ReturnType<typeof createLastHeard>;

const check = () =>
  checkSources(
    {
      sources: {
        list: () =>
          Promise.resolve([{ id: source.id, title: source.title, format: source.format, enabled: source.enabled }]),
        byId: () => Promise.resolve(source),
      },
      heard,
      silences: createSilentSources('reference'),
      raise: (signal) => Promise.resolve(void raised.push(signalContract.parse(signal))),
    },
    TRACE,
  );
const at = async (time: string, act: () => Promise<unknown>): Promise<void> => {
  fixture.setTime(`2026-03-02T${time}:00.000Z`);
  await act();
};
const speak = () => heard.note(source);
const kinds = () => raised.map((signal) => ('type' in signal ? signal.type : signal.kind));

beforeEach(() => {
  fixture = openStores();
  raised = [];
  heard = createLastHeard('reference');
  source = { ...reception.source, silence: { allowed: 'PT6H' } };
});
afterEach(() => fixture.close());

describe('a source that is not to be silent', () => {
  it('is trouble once when it has been silent for longer than it may, and no trouble any more when it speaks', async () => {
    await at('08:00', speak);
    await at('08:01', check);
    await at('14:00', check);
    expect(raised).toEqual([]);
    await at('14:01', check);
    await at('14:02', check);
    expect(kinds()).toEqual(['integration.source_silent']);
    expect(raised[0]).toMatchObject({
      references: [{ kind: 'source', value: 'north-edi', issuer: 'fairlead' }],
      text: 'North, status messages has said nothing since 2026-03-02T08:00:00.000Z. At most PT6H is allowed.',
    });
    await at('15:00', speak);
    await at('15:01', check);
    await at('15:02', check);
    expect(kinds()).toEqual(['integration.source_silent', 'progress']);
    expect(raised[1]).toMatchObject({ milestone: { name: 'resumed', at: 'actual' } });
  });

  it('is trouble of its own each time', async () => {
    await at('01:00', speak);
    await at('07:01', check);
    await at('08:00', speak);
    await at('08:01', check);
    await at('14:01', check);
    expect(kinds()).toEqual(['integration.source_silent', 'progress', 'integration.source_silent']);
    expect(new Set(raised.map(({ id }) => id)).size).toBe(3);
  });

  it('that was never heard is counted from when it is first looked at', async () => {
    await at('08:00', check);
    await at('14:00', check);
    expect(raised).toEqual([]);
    await at('14:01', check);
    expect(raised[0]?.text).toContain('has never said anything');
  });

  it('may be silent while it is switched off, or where nobody minds', async () => {
    await at('01:00', speak);
    source = { ...source, enabled: false };
    await at('12:00', check);
    const { silence: _silence, ...careless } = { ...source, enabled: true };
    source = careless;
    await at('12:01', check);
    expect(raised).toEqual([]);
  });

  it('costs one write a minute, however much it says', async () => {
    fixture.setTime('2026-03-02T08:00:00.000Z');
    for (let turn = 0; turn < 50; turn += 1) await speak();
    expect(fixture.calls.filter(({ command }) => command === 'UpdateItemCommand')).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'is raised and resumed as one signal each in spite of a death %s any call',
    async (when) => {
      await at('01:00', speak);
      for (const time of ['07:01', '08:01']) {
        if (time === '08:01') await at('08:00', speak);
        for (let call = 0; call < 6; call += 1) {
          fixture.dieAt(call, when);
          await at(time, () =>
            check().catch((error: unknown) => {
              if (!(error instanceof Died)) throw error;
            }),
          );
          fixture.liveOn();
        }
        await at(time, check);
      }
      expect(new Set(raised.map(({ id }) => id)).size).toBe(2);
    },
  );
});
