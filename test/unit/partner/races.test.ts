import { afterEach, beforeEach, expect, it } from 'vitest';
import { askPartner, mailLink, revokeLink } from '../../../lambdas/partner/index.ts';
import type { MailSent, PartnerLink } from '../../../lambdas/partner/index.ts';
import { changeLink, findLink } from '../../../lambdas/partner/adapters/partner-links.dynamo.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { TRACEPARENT } from '../case/history.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
let record: Case;
let link: PartnerLink;
let mails: number;
const request = {
  caseId: openCase().id,
  actor: { kind: 'person', id: 'ines-duarte' },
  cause: { kind: 'command', id: 'r1' },
  traceparent: TRACEPARENT,
} as const;

beforeEach(async () => {
  fixture = openStores('2026-03-02T09:00:00.000Z');
  mails = 0;
  const { store } = fixture;
  await store.commit({ after: openCase({ state: 'triaged' }), entries: [] });
  const asked = await askPartner(store, request, { partner: 'Northline', address: 'desk@carrier.example', hours: 72 });
  if (!asked.ok) throw new Error(asked.problem.title);
  ({ link } = asked);
  record = (await store.load(request.caseId))!;
});
afterEach(() => fixture.close());

const mail = (send?: () => Promise<MailSent>) => {
  const count = async (): Promise<MailSent> => {
    mails += 1;
    return send === undefined ? { state: 'sent' } : send();
  };
  const whileItLives = () => Promise.reject(new Error('only of a case that is over'));
  return mailLink(fixture.store, { ...request, linkId: link.linkId }, count, whileItLives);
};
const found = () => findLink(fixture.store, link);

it('of two who come for one mail one sends it', async () => {
  fixture.meanwhile('PutItemCommand', () => mail());
  expect([await mail(), mails]).toEqual(['come-back-later', 1]);
  expect(await found()).toMatchObject({ mail: 'sent' });
});

it('whoever takes a link back while its mail begins does not make it one that nobody has mailed', async () => {
  const die = () => mail(() => Promise.reject(new Died())).catch(() => undefined);
  fixture.meanwhile('TransactWriteItemsCommand', die);
  expect(await revokeLink(fixture.store, request, link.linkId)).toMatchObject({ outcome: 'changed' });
  expect(await found()).toMatchObject({ mail: 'sending', revokedAt: '2026-03-02T09:00:00.000Z' });
});

it('a link that is made already is not made again', async () => {
  const extra = [changeLink(fixture.store.table, undefined, { ...link, mark: 'another' })];
  const after = { ...record, version: record.version + 1 };
  expect(await fixture.store.commit({ before: record, after, entries: [], extra })).toBe('conflict');
  expect(await found()).toEqual(link);
});
