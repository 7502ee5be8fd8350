import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Notice, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { composeMessage } from '../../../lambdas/notification/compose-message.ts';
import { secondsUntilAsked } from '../../../lambdas/notification/postpone.ts';
import { readInteraction } from '../../../lambdas/notification/read-interaction.ts';
import { renderSlack } from '../../../lambdas/notification/render-slack.ts';
import {
  readButtonValue,
  readReplyValue,
  slackActions,
  writeButtonValue,
  writeReplyValue,
} from '../../../lambdas/notification/slack-actions.ts';
import { readMessageId, writeMessageId } from '../../../lambdas/notification/slack-message-id.ts';
import { staleMessages } from '../../../lambdas/notification/stale-messages.ts';
import { mayBelongToThread, threadOf } from '../../../lambdas/notification/thread-of.ts';
import { standingOfNotice } from '../../../lambdas/notification/standing.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const pack: PolicyPack = defaultPack();
const dan = pack.people.find(({ id }) => id === 'dan-okafor')!;
const AT = '2026-03-02T09:00:00.000Z';
const notice = (changes: Partial<Notice> = {}): Notice =>
  claimedCall({
    id: deriveId('ntc', 'one'),
    person: dan.id,
    state: 'handed_over',
    claimedAt: AT,
    handedOverAt: AT,
    providerMessageId: 'D0DAN/1.000001',
    ...changes,
  });
const lineOf = (record: Partial<Case>, of: Partial<Notice> = {}, givenOnAt?: string): string | undefined =>
  standingOfNotice(notice(of), openCase(record), dan, pack, givenOnAt)?.line;

describe('what a message that called somebody has to say now', () => {
  const taken = { acknowledgedBy: 'jonas-weber', acknowledgedAt: '2026-03-02T08:12:00.000Z' };
  const escalation = { ...openCase().escalation, round: 2 };
  it.each<[string, string | undefined, Parameters<typeof lineOf>]>([
    ['nobody has it', undefined, [{ state: 'triaged' }]],
    ['taken', 'Jonas Weber has it since Mon, Mar 2, 02:12 CST.', [{ state: 'acknowledged', ...taken }]],
    ['worked on', 'Jonas Weber has it since Mon, Mar 2, 02:12 CST.', [{ state: 'in_progress', ...taken }]],
    [
      'solved',
      'Jonas Weber has resolved it, Mon, Mar 2, 03:00 CST.',
      [{ state: 'resolved', resolvedBy: 'jonas-weber', resolvedAt: AT }],
    ],
    [
      'closed',
      'Jonas Weber has resolved it, Mon, Mar 2, 03:00 CST.',
      [{ state: 'closed', resolvedBy: 'jonas-weber', resolvedAt: AT }],
    ],
    [
      'solved with its incident',
      'It was solved with the incident that it belongs to.',
      [{ state: 'resolved', resolution: 'with_incident' }],
    ],
    [
      'settled by itself',
      'It has settled itself: delivered, says X.',
      [{ state: 'resolved', resolution: 'It has settled itself: delivered, says X.' }],
    ],
    ['withdrawn', 'It is withdrawn. Nobody has to do anything.', [{ state: 'withdrawn' }]],
    [
      'a new round',
      'Nobody has it any more: whoever is to take it now is called anew.',
      [{ state: 'triaged', escalation }],
    ],
    ['a new round, called in it', undefined, [{ state: 'triaged', escalation }, { round: 2 }]],
    [
      'given on after the call',
      'Nobody has it any more: whoever is to take it now is called anew.',
      [{ state: 'triaged' }, {}, '2026-03-02T09:30:00.000Z'],
    ],
    ['given on before the call', undefined, [{ state: 'triaged' }, {}, '2026-03-02T08:30:00.000Z']],
    [
      'given on, and taken since',
      'Jonas Weber has it since Mon, Mar 2, 02:12 CST.',
      [{ state: 'acknowledged', ...taken }, {}, '2026-03-02T09:30:00.000Z'],
    ],
  ])('%s', (_name, line, given) => {
    expect(lineOf(...given)).toBe(line);
  });
});

describe('which messages may be old', () => {
  const now = Date.parse(AT) + 10_000;
  it.each<[string, Partial<Notice>, boolean, boolean]>([
    ['a call that Slack has', {}, true, false],
    ['one without a name', { providerMessageId: undefined }, false, false],
    ['that an incident has grown', { purpose: 'grown' }, true, false],
    ['a mail', { channel: 'email' }, false, false],
    ['a last message', { purpose: 'resolved' }, false, false],
    ['one that was not sent', { state: 'suppressed' }, false, false],
    ['one that is being sent', { state: 'sending', begunAt: AT }, false, true],
    ['a mail that is being sent', { channel: 'email', state: 'sending', begunAt: AT }, false, false],
    ['one whose sender has died', { state: 'sending', begunAt: '2026-03-02T08:58:00.000Z' }, false, false],
  ] as [string, Partial<Notice>, boolean, boolean][])('%s', (_name, changes, isDelivered, isOneUnderWay) => {
    const found = staleMessages([notice(changes)], now);
    expect([found.delivered.length === 1, found.isOneUnderWay]).toEqual([isDelivered, isOneUnderWay]);
  });
});

describe('which messages that asked for an agreement may be old', () => {
  const asked = notice({ id: deriveId('ntc', 'asked'), purpose: 'approval', actionId: 'act_1' });
  const of = (actionId?: string): readonly string[] =>
    staleMessages([notice(), asked, { ...asked, channel: 'email' }], Date.parse(AT), actionId).delivered.map(
      ({ id }) => id,
    );
  it('those of the proposal that was decided, and no call; and after something with the case no proposal', () => {
    expect(of('act_1')).toEqual([asked.id]);
    expect(of('act_2')).toEqual([]);
    expect(of()).toEqual([notice().id]);
  });
});

describe('a message in Slack', () => {
  const message = (changes: object = {}) =>
    JSON.stringify(
      renderSlack(
        composeMessage({
          record: openCase(),
          notice: notice(),
          person: dan,
          pack,
          at: AT,
          acknowledgeUrl: 'https://x.test/r',
          ...changes,
        }),
      ),
    );
  it('has a button that names case and notice and nothing else, and a page for when it does not work', () => {
    const value = JSON.stringify(writeButtonValue({ caseId: openCase().id, noticeId: notice().id }));
    expect(message()).toContain(`"action_id":"acknowledge","value":${value}`);
    expect(message()).toContain('<https://x.test/r|confirm on a page>');
  });
  it('that is made true asks for nothing, and says first how it stands', () => {
    const said = message({ standing: { mark: '🟢', line: 'A & B has it.' } });
    expect(said).toContain('"text":"🟢 A &amp; B has it. ');
    expect(said.indexOf('*A &amp; B has it.*')).toBeLessThan(said.indexOf('What happened'));
    expect(said).not.toMatch(/button|x\.test|What to do|Who has it|on duty/);
  });
});

describe('a button', () => {
  const subject = { caseId: openCase().id, noticeId: notice().id };
  it('carries its subject there and back', () => {
    expect(readButtonValue(writeButtonValue(subject))).toEqual(subject);
  });
  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"case":"x","notice":"y"}',
    JSON.stringify({ case: subject.caseId }),
    `{"case":"${subject.caseId}","notice":"${subject.noticeId}","as":"x"}`,
  ])('%s is none', (text) => {
    expect(readButtonValue(text)).toBeUndefined();
  });
  it('of a proposal carries what its reader was shown, and is none of a call', () => {
    const proposal = { caseId: subject.caseId, actionId: `act_${'0'.repeat(32)}`, digest: 'd' };
    expect(readReplyValue(writeReplyValue(proposal))).toEqual(proposal);
    expect(readButtonValue(writeReplyValue(proposal))).toBeUndefined();
    for (const text of ['', '[]', writeButtonValue(subject), JSON.stringify({ case: subject.caseId, action: 'x' })])
      expect(readReplyValue(text)).toBeUndefined();
  });
  it('acts by Slack, and journals say so', () => {
    expect(Object.values(slackActions).map(({ via }) => via)).toEqual(Object.values(slackActions).map(() => 'slack'));
  });
});

describe('the name of a message', () => {
  it('of this version and of the one before', () => {
    expect(writeMessageId({ conversation: 'D0DAN', ts: '1.2' })).toBe('D0DAN/1.2');
    expect(readMessageId('D0DAN/1.2')).toEqual({ conversation: 'D0DAN', ts: '1.2' });
    expect(readMessageId('1.2')).toEqual({ conversation: undefined, ts: '1.2' });
  });
});

describe('the thread of a case', () => {
  const later = notice({ id: deriveId('ntc', 'later'), round: 2, state: 'sending', providerMessageId: undefined });
  const first = notice({ id: deriveId('ntc', 'first') });
  const second = notice({
    id: deriveId('ntc', 'second'),
    handedOverAt: '2026-03-02T09:05:00.000Z',
    providerMessageId: 'D0DAN/2.0',
  });
  it('begins with the first message of it to the same reader, whatever the order in which they are kept', () => {
    expect(threadOf(later, [second, later, first])).toBe('1.000001');
    expect(threadOf(later, [{ ...first, providerMessageId: '1.5' }])).toBe('1.5');
  });
  it.each<[string, Partial<Notice>]>([
    ['another reader', { person: 'mei-tan' }],
    ['a mail', { channel: 'email' }],
    ['one that is not said yet', { state: 'sending' }],
    ['one without a name', { providerMessageId: undefined }],
    ['what may have come in a digest', { purpose: 'resolved' }],
    ['what a shift began with', { purpose: 'handover' }],
    ['itself', { id: later.id }],
  ])('does not begin with %s', (_name, changes) => {
    expect(threadOf(later, [{ ...first, ...changes }])).toBeUndefined();
  });
  it('is looked for by all but the first call of a case and what a shift begins with', () => {
    expect(mayBelongToThread(later)).toBe(true);
    expect(mayBelongToThread(notice({ step: 1 }))).toBe(true);
    expect(mayBelongToThread(notice({ purpose: 'resolved' }))).toBe(true);
    expect(mayBelongToThread(notice())).toBe(false);
    expect(mayBelongToThread(notice({ purpose: 'handover', shift: {} as never }))).toBe(false);
  });
});

describe('an interaction', () => {
  const form = (payload: unknown): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const good = {
    type: 'block_actions',
    user: { id: 'U1' },
    actions: [{ action_id: 'a', value: 'v' }],
    response_url: 'https://hooks.slack.com/x',
  };
  it('that is a click', () => {
    expect(readInteraction(form({ ...good, team: { id: 'T1' }, whatever: 1 }))).toEqual({
      kind: 'click',
      click: { slackUser: 'U1', action: 'a', value: 'v', responseUrl: 'https://hooks.slack.com/x' },
    });
    // A link button has no value; a click without a response URL is answered by the message alone.
    expect(readInteraction(form({ ...good, actions: [{ action_id: 'a' }], response_url: undefined }))).toEqual({
      kind: 'click',
      click: { slackUser: 'U1', action: 'a', value: '', responseUrl: undefined },
    });
  });
  it.each<[string, string, string]>([
    ['an empty body', '', 'payload'],
    ['no JSON', 'payload=x', 'payload'],
    ['JSON, but no object', 'payload=1', 'payload'],
    ['no user', form({ ...good, user: undefined }), 'payload/user'],
    ['no action', form({ ...good, actions: [] }), 'payload/actions'],
    ['an answer to nowhere', form({ ...good, response_url: 'x' }), 'payload/response_url'],
  ])('%s: the field is named', (_name, body, pointer) => {
    expect(readInteraction(body)).toMatchObject({ kind: 'malformed', problem: { status: 400, errors: [{ pointer }] } });
  });
  it('of another kind is left alone', () => {
    expect(readInteraction(form({ type: 'view_submission' }))).toEqual({ kind: 'other', type: 'view_submission' });
  });
});

describe('when a limited channel is asked again', () => {
  it('never before it said, most severe first, and never later than a queue can wait', () => {
    expect((['S1', 'S2', 'S3', 'S4'] as const).map((level) => secondsUntilAsked(30, level))).toEqual([30, 32, 34, 36]);
    expect(secondsUntilAsked(29.2, 'S1')).toBe(30);
    expect(secondsUntilAsked(0, 'S1')).toBe(1);
    expect(secondsUntilAsked(86_400, 'S1')).toBe(900);
    expect(secondsUntilAsked(30)).toBe(32);
  });
});
