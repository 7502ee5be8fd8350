import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { putAction } from '../../../lambdas/actions/index.ts';
import { applyActs } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { openPartners } from '../../engine/partners-support.ts';
import type { TestWorld } from '../../engine/partners-support.ts';
import { openCase } from '../../support/case.ts';
import { LARGE, made, pack } from '../actions/actions-fixture.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { publishPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const TRIAGED = by({
  what: 'CaseTriaged',
  facts: [],
  impact: { unknown: [] },
  severity: severityOf('S2'),
  owner: ownerOf('customer-service'),
});
let fixture: StoreFixture;
let world: TestWorld;
let record: Case;
let notice: Notice;

beforeEach(async () => {
  fixture = openStores(AT);
  world = openPartners();
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE']) vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  for (const name of ['LINK_SECRET', 'SLACK_SECRET', 'SLACK_QUEUE']) vi.stubEnv(name, name);
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  fixture.answer(({ command, input }) => {
    if (command === 'GetSecretValueCommand') return { SecretString: 'key' };
    if (command !== 'GetParameterCommand') throw new Error(`nobody expected ${command}`);
    const url = input.Name.endsWith('slack/api-url') ? 'http://slack.partner.test/api' : 'https://fairlead.test';
    return { Parameter: { Value: url } };
  });
  fixture.network((request) => world.partners.handle(request));
  const version = await publishPack(pack);
  record = openCase({ version: 0, chainHash: '0'.repeat(64), correlationKeys: [], policyVersion: version });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A case with one notice for Dan, after another one. */
async function claim(
  changes: Partial<Notice> = {},
  extra: Parameters<typeof putAction>[1][] = [],
  before?: Partial<Notice>,
): Promise<void> {
  const { after, entries } = applyActs(record, [by(opened), TRIAGED], {
    at: AT,
    traceparent: TRACEPARENT,
    salt: () => 's',
  });
  notice = claimedCall({ id: deriveId('ntc', 'n1'), caseId: after.id, claimedAt: AT, ...changes });
  const notices = before === undefined ? [notice] : [{ ...notice, ...before }, notice];
  const items = extra.map((action) => putAction('cases', action));
  expect(await fixture.store.commit({ after, entries, notices, extra: items })).toBe('committed');
}
async function send(): Promise<number> {
  const { handler } = await import('../../../lambdas/notification/send-slack.handler.ts');
  const order = {
    contract: 'notice-order/1',
    noticeId: notice.id,
    caseId: notice.caseId,
    channel: 'slack',
    traceparent: TRACEPARENT,
  };
  const event = { Records: [{ messageId: 'm', body: JSON.stringify(order) }] } as never;
  return (await handler(event, { awsRequestId: 'r' } as Context)).batchItemFailures.length;
}
const fate = async (): Promise<Notice | undefined> => fixture.store.loadNotice(notice.caseId, notice.id);

it('what Slack has from an attempt that died is not posted again', async () => {
  await claim();
  // Slack takes it, and we die before the outcome is written.
  fixture.network(async (request) => {
    const answer = await world.partners.handle(request);
    fixture.dieAt(0, 'before');
    return answer;
  });
  expect(await send()).toBe(1);
  fixture.liveOn();
  fixture.network((request) => world.partners.handle(request));
  fixture.setTime('2026-03-02T09:02:00.000Z');
  expect(await send()).toBe(0);
  expect(world.partners.slack.messages).toHaveLength(1);
  expect(await fate()).toMatchObject({ state: 'handed_over', possiblyRepeated: true });
});

it('nobody is asked to approve what somebody has decided meanwhile', async () => {
  const { action } = made({ amount: LARGE }, {}, record);
  await claim({ purpose: 'approval', actionId: action.id }, [{ ...action, state: 'refused', endedAt: AT }]);
  expect(await send()).toBe(0);
  expect(world.partners.slack.messages).toEqual([]);
  expect(await fate()).toMatchObject({ state: 'suppressed', failure: 'the action is refused' });
});

it('who has to decide is asked', async () => {
  const { action } = made({ amount: LARGE }, {}, record);
  await claim({ purpose: 'approval', actionId: action.id }, [action]);
  expect(await send()).toBe(0);
  expect(world.partners.slack.messages).toHaveLength(1);
});

it('where the first message takes no replies it is said outside its thread, once', async () => {
  const first = { id: deriveId('ntc', 'n0'), state: 'handed_over', providerMessageId: 'D0DAN/1.000001' } as const;
  await claim({ step: 1 }, [], first);
  const asked: (string | undefined)[] = [];
  fixture.network(async (request) => {
    const { thread_ts } = (await request.clone().json()) as { readonly thread_ts?: string };
    asked.push(thread_ts);
    return thread_ts === undefined
      ? world.partners.handle(request)
      : Response.json({ ok: false, error: 'cannot_reply_to_message' });
  });
  expect(await send()).toBe(0);
  expect(asked).toEqual(['1.000001', undefined]);
  expect(world.partners.slack.messages).toHaveLength(1);
  expect(await fate()).toMatchObject({ state: 'handed_over' });
});
