import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  applyActs,
  beginAlong,
  endAlong,
  giveUpNotice,
  handOverNotice,
  noteDelivery,
} from '../../../lambdas/case/index.ts';
import type { Act } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Notice, NoticeOrder } from '../../../lambdas/contracts/index.ts';
import { anotherWay } from '../../../lambdas/escalation/index.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-04T17:00:00.000Z';
const BOUNCE = { state: 'bounced', at: AT, reason: 'no such mailbox' } as const;
const RESOLVED = by({
  what: 'CaseResolved',
  via: 'api',
  resolution: 'solved',
  reopenUntil: '2026-03-09T00:00:00.000Z',
});

let fixture: StoreFixture;
let packs: ReturnType<typeof createPackStore>;

beforeEach(() => {
  fixture = openStores(AT);
  vi.stubEnv('REFERENCE_TABLE', 'reference');
  packs = createPackStore('reference');
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

/** A case with a mail to Dan that was handed over; `hasSlack`: whether there is another way to him. */
async function told(
  purpose: Notice['purpose'],
  ends: readonly Act[],
  { hasSlack = true, state = 'handed_over' }: { readonly hasSlack?: boolean; readonly state?: Notice['state'] } = {},
) {
  const pack = defaultPack();
  for (const person of pack.people) {
    delete person.phone;
    if (!hasSlack) delete person.slackId;
  }
  const seed = openCase({
    version: 0,
    chainHash: '0'.repeat(64),
    correlationKeys: [],
    policyVersion: await publishPack(pack),
  });
  const triaged = by({
    what: 'CaseTriaged',
    facts: [],
    impact: { unknown: [] },
    severity: severityOf('S2'),
    owner: ownerOf('customer-service'),
  });
  const context = { at: AT, traceparent: TRACEPARENT, salt: () => 's' };
  const { after, entries } = applyActs(seed, [by(opened), triaged, ...ends], context);
  const notice = claimedCall({
    id: deriveId('ntc', purpose),
    caseId: after.id,
    purpose,
    channel: 'email',
    state,
    claimedAt: AT,
  });
  await fixture.store.commit({ after, entries, notices: [notice] });
  const bounce = () =>
    noteDelivery(
      fixture.store,
      { caseId: after.id, noticeId: notice.id, traceparent: TRACEPARENT },
      BOUNCE,
      anotherWay(packs),
    );
  const others = async () => (await fixture.store.notices(after.id)).filter(({ id }) => id !== notice.id);
  const journal = async () => (await fixture.store.journal(after.id)).map(({ happening }) => happening.what);
  const order: NoticeOrder = {
    contract: 'notice-order/1',
    noticeId: notice.id,
    caseId: after.id,
    channel: 'email',
    traceparent: TRACEPARENT,
  };
  return { id: after.id, order, bounce, others, journal };
}

describe('a message that comes back', () => {
  it('after the end: its reader is told by their next channel, once however often it is said', async () => {
    const { bounce, others, journal } = await told('resolved', [RESOLVED]);
    expect(await bounce()).toBe('noted');
    expect(await bounce()).toBe('nothing');
    expect(await others()).toMatchObject([
      { purpose: 'resolved', person: 'dan-okafor', channel: 'slack', state: 'claimed' },
    ]);
    expect((await journal()).slice(-2)).toEqual(['NoticeUndelivered', 'NoticeFellBack']);
  });

  it('also when the case was closed meanwhile', async () => {
    const { bounce, others } = await told('resolved', [RESOLVED, by({ what: 'CaseClosed' })]);
    expect(await bounce()).toBe('noted');
    expect(await others()).toHaveLength(1);
  });

  it('after the end, and there is no other way: it says so, for the alarm', async () => {
    const { bounce, others } = await told('resolved', [RESOLVED], { hasSlack: false });
    expect(await bounce()).toBe('lost');
    expect(await others()).toEqual([]);
  });

  it('once all of it or nothing, whatever call it dies at', async () => {
    const { bounce, others, journal } = await told('resolved', [RESOLVED]);
    for (let call = 0; ; call += 1) {
      fixture.dieAt(call, 'after');
      const fate = await bounce().catch(() => 'died');
      fixture.liveOn();
      const fallen = (await journal()).filter((what) => what === 'NoticeFellBack').length;
      expect((await others()).length).toBe(fallen);
      if (fate !== 'died') break;
    }
    expect(await others()).toHaveLength(1);
  });

  it('of a case that lives is left to its lifecycle, and a call of a case that is over calls nobody', async () => {
    const living = await told('call', []);
    expect(await living.bounce()).toBe('noted');
    expect(await living.others()).toEqual([]);
  });

  it('that called somebody for what is over by now calls nobody', async () => {
    const { bounce, others } = await told('call', [RESOLVED]);
    expect(await bounce()).toBe('noted');
    expect(await others()).toEqual([]);
  });
});

describe('a message that its channel does not take', () => {
  const REFUSED = { state: 'failed', reason: 'no such workflow' } as const;
  const ways = () => ({ anotherWay: anotherWay(packs) });
  const claimed = (ends: readonly Act[], hasSlack = true) => told('resolved', ends, { hasSlack, state: 'claimed' });
  const OTHER = [{ purpose: 'resolved', person: 'dan-okafor', channel: 'slack', state: 'claimed' }];

  it('after the end: its reader is told by their next channel, once', async () => {
    const { order, others, journal } = await claimed([RESOLVED]);
    const refuse = () => handOverNotice(fixture.store, order, async () => REFUSED, ways());
    expect(await refuse()).toBe('failed');
    expect(await refuse()).toBe('nothing');
    expect(await others()).toMatchObject(OTHER);
    expect((await journal()).slice(-2)).toEqual(['NoticeFailed', 'NoticeFellBack']);
  });

  it('that went along with another one: the same', async () => {
    const { order, others } = await claimed([RESOLVED, by({ what: 'CaseClosed' })]);
    const begun = await beginAlong(fixture.store, order);
    if (begun === undefined) throw new Error('it was not begun');
    await endAlong(fixture.store, order, { notice: begun.notice, outcome: REFUSED }, anotherWay(packs));
    expect(await others()).toMatchObject(OTHER);
  });

  it('for a day: the same', async () => {
    const { order, others } = await claimed([RESOLVED]);
    await giveUpNotice(fixture.store, order, 'no outcome for 24 hours', anotherWay(packs));
    expect(await others()).toMatchObject(OTHER);
  });

  it('and there is no other way: it says so', async () => {
    const { order, others } = await claimed([RESOLVED], false);
    expect(await handOverNotice(fixture.store, order, async () => REFUSED, ways())).toBe('lost');
    expect(await others()).toEqual([]);
  });

  it('once all of it or nothing, whatever call it dies at', async () => {
    const { order, others, journal } = await claimed([RESOLVED]);
    for (let call = 0; ; call += 1) {
      fixture.dieAt(call, 'after');
      const fate = await handOverNotice(fixture.store, order, async () => REFUSED, ways()).catch(() => 'died');
      fixture.liveOn();
      fixture.setTime(new Date(Date.parse(AT) + (call + 1) * 61_000).toISOString());
      expect(await others()).toHaveLength((await journal()).filter((what) => what === 'NoticeFellBack').length);
      if (fate !== 'died') break;
    }
    expect(await others()).toHaveLength(1);
  });

  it('of a case that lives is left to its lifecycle', async () => {
    const { order, others } = await told('approval', [], { state: 'claimed' });
    expect(await handOverNotice(fixture.store, order, async () => REFUSED, ways())).toBe('failed');
    expect(await others()).toEqual([]);
  });
});
