import { expect, test } from 'vitest';
import { deriveId } from '../../lambdas/contracts/index.ts';
import type { Happening } from '../../lambdas/contracts/index.ts';
import { noticeLine } from '../../bin/start/notice-lines.ts';
import type { Readers } from '../../bin/start/notice-lines.ts';
import { lifetimeOf } from '../../bin/start/print-addresses.ts';

const [noticeId, other] = [deriveId('ntc', 'one'), deriveId('ntc', 'other')];

test('each message is told with its reader, whoever claimed it; of one from before this start nobody is known', () => {
  const readers: Readers = new Map();
  const line = (happening: Happening): string | undefined =>
    noticeLine(happening, readers, (person) => (person === 'mei-tan' ? 'Mei Tan' : person))?.said;
  const of = { noticeId, channel: 'slack' } as const;
  const handedOver = { what: 'NoticeHandedOver', ...of, possiblyRepeated: false } as const;
  expect(line(handedOver)).toBe('slack is handed over');
  expect(line({ what: 'CaseClosed' })).toBeUndefined();
  // What has notices and is told by itself has no line here, and is heard all the same.
  const breached = { what: 'ClockBreached', clock: 'acknowledge', dueAt: '2026-03-02T09:00:00.000Z' } as const;
  expect(line({ ...breached, notices: [{ ...of, person: 'mei-tan' }] })).toBeUndefined();
  expect(line(breached)).toBeUndefined();
  expect([
    line(handedOver),
    line({ ...handedOver, noticeId: other }),
    line({ ...handedOver, possiblyRepeated: true }),
    line({ what: 'NoticeFailed', ...of, reason: 'channel_not_found' }),
    line({ what: 'NoticeDelivered', ...of }),
    line({ what: 'NoticeSuppressed', ...of, reason: 'the case is closed' }),
  ]).toEqual([
    'slack to Mei Tan is handed over',
    'slack is handed over',
    'slack to Mei Tan is handed over (possibly repeated)',
    'slack to Mei Tan failed: channel_not_found',
    'slack to Mei Tan has reached its reader',
    'slack to Mei Tan is not sent any more: the case is closed',
  ]);
});

test('how long a signature is good for is said in what it takes', () => {
  expect([7140, 7140 / 10, 7140 / 60, 7140 / 3600].map(lifetimeOf)).toEqual([
    '119 minutes',
    '11 minutes',
    '119 seconds',
    '1 second',
  ]);
});
