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

const AT = '2026-03-02T09:00:00.000Z';
const DAN = pack.people.find(({ id }) => id === 'dan-okafor')?.email ?? '';
let fixture: StoreFixture;
let notice: Notice;

beforeEach(async () => {
  fixture = openStores(AT);
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE']) vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  for (const name of ['LINK_SECRET', 'CONFIGURATION_SET']) vi.stubEnv(name, name);
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
  notice = {
    contract: 'notice/1',
    id: deriveId('ntc', 'n1'),
    caseId: after.id,
    purpose: 'call',
    step: 0,
    round: 1,
    person: 'dan-okafor',
    channel: 'email',
    state: 'claimed',
    claimedAt: AT,
    possiblyRepeated: false,
  };
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
