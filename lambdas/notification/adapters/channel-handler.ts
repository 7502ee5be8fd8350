import { noticeOrder, readerIn } from '../../contracts/index.ts';
import { beginAlong, caseStore, endAlong, handOverNotice } from '../../case/index.ts';
import type { Begun, HandOver, NoticeOutcome, Postponed } from '../../case/index.ts';
import * as z from 'zod';
import type { Case, Notice, NoticeOrder, Person } from '../../contracts/index.ts';
import { anotherWay } from '../../escalation/index.ts';
import { now, nowInstant, parseEnvironment, queueHandler } from '../../platform/index.ts';
import type { HandlerTools } from '../../platform/index.ts';

import { packStore } from '../../policy/index.ts';
import { whenTold } from '../when-told.ts';
import { shareOf } from '../share-of-rate.ts';
import { digestStore } from './digests.dynamo.ts';
import { messageRates } from './message-rates.dynamo.ts';
import { whyNotSaid } from './why-not-said.ts';

export interface ChannelTools extends HandlerTools {
  /** Notices to the same person that go along in the same message. */
  readonly along: readonly Begun[];
}

const MINUTE_MS = 60_000;
const TAKEN_ALONG_WITHIN_MS = 5 * MINUTE_MS;

type ChannelHandOver = (...given: [...Parameters<HandOver>, ChannelTools]) => ReturnType<HandOver>;

/** Consumer of a channel's queue, the same for all channels; only the hand-over differs. */
export function channelHandler(room: string, handOver: ChannelHandOver) {
  const cases = caseStore();
  const packs = packStore();
  const otherwise = anotherWay(packs);
  const table = parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE;
  const digests = digestStore(table);
  const takeRoom = messageRates(table);
  const readerOf = async ({ person }: Notice, { policyVersion }: Case): Promise<Person | undefined> =>
    readerIn((await packs.load(policyVersion)).pack, person);
  const orderOf = (notice: Pick<Notice, 'id' | 'caseId'>, order: NoticeOrder): NoticeOrder => ({
    ...order,
    noticeId: notice.id,
    caseId: notice.caseId,
  });

  const withDigest = async (
    notice: Notice,
    order: NoticeOrder,
    send: (along: readonly Begun[]) => Promise<NoticeOutcome | Postponed>,
  ): Promise<NoticeOutcome | Postponed> => {
    const others = (await digests.due(notice)).filter(({ id }) => id !== notice.id);
    const begun = await Promise.all(others.map((pointer) => beginAlong(cases, orderOf(pointer, order))));
    const along = begun.filter((one) => one !== undefined);
    const outcome = await send(along);
    for (const one of along) {
      await endAlong(cases, orderOf(one.notice, order), { notice: one.notice, outcome }, otherwise);
      if (outcome.state !== 'postponed') await digests.drop(one.notice);
    }
    if (outcome.state !== 'postponed') await digests.drop(notice);
    return outcome;
  };

  /** Nobody is told more by one channel than they can read; what waits is ordered again by the auditor when it is due. */
  const askRate = async (notice: Notice, record: Case): Promise<string | undefined> => {
    const { pack } = await packs.load(record.policyVersion);
    const share = shareOf(notice, record, pack.messageRate, nowInstant());
    return share === undefined || (await takeRoom(notice, share)) ? undefined : share.until;
  };

  /** By the wish of its reader. */
  const askReader = async (notice: Notice, record: Case): Promise<string | undefined> => {
    const reader = await readerOf(notice, record);
    const held = reader === undefined ? undefined : whenTold(notice, record, reader, nowInstant());
    if (held?.why === 'digest') await digests.add(notice, held.until);
    if (held !== undefined || !isDigested(notice, reader)) return held?.until;
    const [first] = await digests.due(notice);
    // One of them takes the others along; should it not, each goes by itself.
    const isLate = first !== undefined && now() - Date.parse(first.until) > TAKEN_ALONG_WITHIN_MS;
    return first === undefined || first.id === notice.id || isLate
      ? undefined
      : new Date(now() + MINUTE_MS).toISOString();
  };

  return queueHandler(
    room,
    (text) => noticeOrder.parse(JSON.parse(text)),
    async (order, tools) => {
      const { meters, log } = tools;
      const outcome = await handOverNotice(
        cases,
        order,
        async (notice, record, current) => {
          const why = await whyNotSaid({ cases, packs }, notice);
          // Guard: nobody is asked for what is decided, or told of a shift that is over.
          if (why !== undefined) return { state: 'suppressed', reason: why };
          return isDigested(notice, await readerOf(notice, record))
            ? withDigest(notice, current, (along) => handOver(notice, record, current, { ...tools, along }))
            : handOver(notice, record, current, { ...tools, along: [] });
        },
        {
          askTime: async (notice, record) => (await askReader(notice, record)) ?? askRate(notice, record),
          anotherWay: otherwise,
        },
      );
      log.info('notice.outcome', { caseId: order.caseId, noticeId: order.noticeId, channel: order.channel, outcome });
      meters.count('NoticesHandedOver', outcome === 'handed_over' ? 1 : 0);
      meters.count('NoticesSuppressed', outcome === 'suppressed' ? 1 : 0);
      meters.count('NoticesPostponed', outcome === 'postponed' ? 1 : 0);
      meters.count('NoticesFailed', outcome === 'failed' || outcome === 'lost' ? 1 : 0);
    },
  );
}

function isDigested({ purpose }: Notice, reader: Person | undefined): boolean {
  return reader?.notices?.digest !== undefined && purpose !== 'call' && purpose !== 'handover';
}
