import { expect, it } from 'vitest';
import type { Case, PolicyPack, Signal } from '../../../lambdas/contracts/index.ts';
import { lookAhead } from '../../../lambdas/foresight/adapters/look-ahead.ts';
import type { Foresight } from '../../../lambdas/foresight/decide-foresight.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { stockOut } from '../../support/stock-out.ts';

const record: Case = openCase({
  type: 'transport.delay',
  state: 'triaged',
  impact: { unknown: [], stockOutlook: [stockOut()] },
});
const pack: PolicyPack = defaultPack();

/** Somebody else writes first, that often. */
async function look(lost: number) {
  let kept: Foresight | undefined;
  let left = lost;
  const raised: Signal[] = [];
  const looked = await lookAhead(
    {
      cases: { load: () => Promise.resolve(record) },
      packs: { load: () => Promise.resolve({ pack }) as never },
      foresights: {
        read: () => Promise.resolve(kept),
        replace: (_id, _before, after) => {
          left -= 1;
          if (left >= 0) return Promise.resolve(false);
          kept = after;
          return Promise.resolve(true);
        },
      },
      raise: (signal) => {
        raised.push(signal);
        return Promise.resolve();
      },
    },
    record.id,
    `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
  );
  return { looked, raised };
}

it('whoever lost the race looks again: what is said meanwhile is the same report, and counts once', async () => {
  const { looked, raised } = await look(3);
  expect(looked).toEqual({ raised: 1, settled: 0 });
  expect(new Set(raised.map(({ id }) => id)).size).toBe(1);
});

it('whoever always loses gives up, so that the queue tries later', async () => {
  await expect(look(100)).rejects.toThrow('8 times');
});
