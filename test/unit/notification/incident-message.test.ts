import { expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { composeMessage } from '../../../lambdas/notification/compose-message.ts';
import { renderEmail } from '../../../lambdas/notification/render-email.ts';
import { renderSlack } from '../../../lambdas/notification/render-slack.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const pack = defaultPack();
const incident = openCase({
  state: 'triaged',
  title: 'Storm',
  references: [],
  cause: { rule: 'port', kind: 'place', value: 'NLRTM', title: 'Port of Rotterdam' },
  toldChildren: 30,
});
const notice = claimedCall({
  id: deriveId('ntc', 'one'),
  caseId: incident.id,
  channel: 'email',
  state: 'sending',
  claimedAt: '2026-03-02T09:00:00.000Z',
});
const message = composeMessage({
  record: incident,
  notice,
  person: pack.people.find(({ id }) => id === 'dan-okafor')!,
  pack,
  at: '2026-03-02T09:00:00.000Z',
  acknowledgeUrl: 'https://x.test/acknowledge',
  casesUrl: 'https://x.test/cases',
  endUrl: 'https://x.test/end',
});
const linksIn = (text: string): string[] => [...text.matchAll(/https:\/\/x\.test\/\w+/g)].map(([url]) => url);

it('of an incident asks first to acknowledge it; its cases and its end come below, by mail', () => {
  const { text, html } = renderEmail(message);
  for (const written of [text, html])
    expect(linksIn(written)).toEqual(['acknowledge', 'cases', 'end'].map((name) => `https://x.test/${name}`));
});

it('and in Slack, where they stand below the button', () => {
  const kinds = renderSlack(message).blocks.flatMap((block) =>
    block.type === 'actions' ? ['button'] : linksIn(JSON.stringify(block)),
  );
  expect(kinds.slice(0, 3)).toEqual(['button', 'https://x.test/cases', 'https://x.test/end']);
});
