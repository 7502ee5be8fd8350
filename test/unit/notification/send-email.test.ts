import { TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { applyActs } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Notice } from '../../../lambdas/contracts/index.ts';
import { mailStops } from '../../../lambdas/notification/adapters/mail-stops.dynamo.ts';
import { openCase } from '../../support/case.ts';
import { publishPack } from '../../support/pack.ts';
import { pack } from '../actions/actions-fixture.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const DAN = pack.people.find(({ id }) => id === 'dan-okafor')?.email ?? '';
let fixture: StoreFixture;
let notice: Notice;

beforeEach(async () => {
  fixture = openStores(AT);
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE']) vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  for (const name of ['LINK_SECRET', 'CONFIGURATION_SET', 'EMAIL_QUEUE']) vi.stubEnv(name, name);
  vi.stubEnv('MAIL_FROM', 'fairlead@out.example.com');
  vi.stubEnv('MAIL_DOMAIN', 'in.example.com');
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  fixture.answer(({ command }) => {
    if (command === 'GetSecretValueCommand') return { SecretString: 'key' };
    if (command === 'SendEmailCommand') return { MessageId: 'm1' };
    if (command === 'GetParameterCommand') return { Parameter: { Value: 'https://fairlead.test' } };
    throw new Error(`nobody expected ${command}`);
  });
  const policyVersion = await publishPack(pack);
  const seed = openCase({ version: 0, chainHash: '0'.repeat(64), correlationKeys: [], policyVersion });
  const owner = ownerOf('customer-service');
  const triaged = by({ what: 'CaseTriaged', facts: [], impact: { unknown: [] }, severity: severityOf('S2'), owner });
  const acts = [by(opened), triaged];
  const { after, entries } = applyActs(seed, acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  notice = claimedCall({ id: deriveId('ntc', 'n1'), caseId: after.id, channel: 'email', claimedAt: AT });
  await fixture.store.commit({ after, entries, notices: [notice] });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Mails that left, and what became of the notice. */
async function send(): Promise<[number, string | undefined, string | undefined]> {
  const { handler } = await import('../../../lambdas/notification/send-email.handler.ts');
  const order = { contract: 'notice-order/1', noticeId: notice.id, caseId: notice.caseId, channel: 'email' };
  const body = JSON.stringify({ ...order, traceparent: TRACEPARENT });
  await handler({ Records: [{ messageId: 'm', body }] } as never, { awsRequestId: 'r' } as Context);
  const { state, failure } = (await fixture.store.loadNotice(notice.caseId, notice.id)) ?? {};
  return [fixture.calls.filter(({ command }) => command === 'SendEmailCommand').length, state, failure];
}

it('who has complained about mail gets none, and whoever sent it knows why', async () => {
  await mailStops('reference').stop(DAN, 'complained');
  expect(await send()).toEqual([0, 'failed', 'this person has complained about mail']);
});

/** SES has it, and its answer is lost; or says what `refusal` says. */
function failing(refusal?: Error): void {
  fixture.answer(({ command }) => {
    if (command === 'GetSecretValueCommand') return { SecretString: 'key' };
    if (command === 'SendEmailCommand') throw refusal ?? new Error('socket hang up');
    if (command === 'SendMessageCommand') return { MessageId: 'q1' };
    if (command === 'GetParameterCommand') return { Parameter: { Value: 'https://fairlead.test' } };
    throw new Error(`nobody expected ${command}`);
  });
}
const orders = () => fixture.calls.filter(({ command }) => command === 'SendMessageCommand').map(({ input }) => input);
const texts = () =>
  fixture.calls
    .filter(({ command }) => command === 'SendEmailCommand')
    .map(({ input }) => input.Content.Simple.Body.Text.Data as string);
const MARK = 'You may have got this message before';

it('a mail that got no answer is sent once more soon, and says that it may be the second; then it waits as after a death', async () => {
  failing();
  expect(await send()).toEqual([1, 'claimed', undefined]);
  expect(orders()).toMatchObject([{ QueueUrl: 'EMAIL_QUEUE', DelaySeconds: 7 }]);
  expect(JSON.parse(orders()[0].MessageBody)).toMatchObject({ noticeId: notice.id, channel: 'email' });
  expect(texts()[0]).not.toContain(MARK);
  // Who is asked for it again before a minute is over does not wait for it: it counts as not begun.
  fixture.setTime('2026-03-02T09:00:07.000Z');
  expect(await send()).toEqual([2, 'sending', undefined]);
  expect(texts()[1]).toContain(MARK);
  expect(orders()).toHaveLength(1);
  fixture.setTime('2026-03-02T09:00:30.000Z');
  expect(await send()).toEqual([2, 'sending', undefined]);
  fixture.setTime('2026-03-02T09:01:08.000Z');
  expect(await send()).toEqual([3, 'sending', undefined]);
  expect(texts()[2]).toContain(MARK);
});

it('where SES takes no more for now nothing was sent: the order comes back unmarked, later the longer it has waited', async () => {
  failing(new TooManyRequestsException({ message: 'slow down', $metadata: {} }));
  expect(await send()).toEqual([1, 'claimed', undefined]);
  fixture.setTime('2026-03-02T09:05:00.000Z');
  expect(await send()).toEqual([2, 'claimed', undefined]);
  expect(orders().map(({ DelaySeconds }) => DelaySeconds)).toEqual([4, 302]);
  expect(texts().join(' ')).not.toContain(MARK);
});

it('an address that bounced is tried again after a day', async () => {
  await mailStops('reference').stop(DAN, 'bounced');
  fixture.setTime('2026-03-03T09:00:01.000Z');
  expect(await send()).toEqual([1, 'handed_over', undefined]);
});

it('a bounce that is heard late does not let mail begin again to who has complained', async () => {
  const stops = mailStops('reference');
  await stops.stop(DAN, 'complained');
  await stops.stop(DAN, 'bounced');
  fixture.setTime('2026-03-12T09:00:00.000Z');
  expect(await stops.why(DAN)).toBe('complained');
});

it('a digest is of many cases: it is in the thread of none, and no reply to it acts on the first', async () => {
  const digest = { digest: { levels: ['S3' as const], at: ['08:00'] } };
  const people = pack.people.map((one) => (one.email === DAN ? { ...one, notices: digest } : one));
  const policyVersion = await publishPack({ ...pack, people });
  const first = { version: 0, chainHash: '0'.repeat(64), correlationKeys: [] };
  const seed = openCase({ ...first, id: deriveId('case', 'low'), policyVersion });
  const owner = ownerOf('customer-service');
  const acts = [
    by(opened),
    by({ what: 'CaseTriaged', facts: [], impact: { unknown: [] }, severity: severityOf('S3'), owner }),
    by({ what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: '2026-03-09T00:00:00.000Z' }),
  ];
  const { after, entries } = applyActs(seed, acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  const [one, other] = ['n2', 'n3'].map((name): Notice => ({
    ...notice,
    id: deriveId('ntc', name),
    caseId: after.id,
    purpose: 'resolved',
  }));
  await fixture.store.commit({ after, entries, notices: [one!, other!] });
  for (const [at, each] of [
    [AT, one!],
    [AT, other!],
    // Eight in the morning, in Chicago. One of them takes the other along.
    ['2026-03-02T14:00:30.000Z', one!],
    ['2026-03-02T14:00:30.000Z', other!],
  ] as const) {
    fixture.setTime(at);
    notice = each;
    await send();
  }
  const mails = fixture.calls.filter(({ command }) => command === 'SendEmailCommand').map(({ input }) => input);
  expect(mails.map(({ Content }) => Content.Simple.Subject.Data)).toEqual(['2 cases have moved on, digest']);
  expect(mails[0]).not.toHaveProperty('ReplyToAddresses');
  expect(JSON.stringify(mails[0].Content.Simple.Headers)).not.toContain(after.id);
});
