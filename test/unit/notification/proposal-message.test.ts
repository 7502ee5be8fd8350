import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Action, Happening, JournalEntry, Notice } from '../../../lambdas/contracts/index.ts';
import { composeActionMessage } from '../../../lambdas/notification/compose-action-message.ts';
import { renderSlack } from '../../../lambdas/notification/render-slack.ts';
import { standingOfProposal } from '../../../lambdas/notification/standing.ts';
import { AT, LARGE, after, made, pack, record } from '../actions/actions-fixture.ts';
import { claimedCall } from '../../support/notice.ts';

const { action } = made({ amount: LARGE });
const amelie = pack.people.find(({ id }) => id === 'amelie-roy')!;
const notice = claimedCall({
  id: deriveId('ntc', 'asked'),
  caseId: record.id,
  purpose: 'approval',
  actionId: action.id,
  person: amelie.id,
  state: 'sending',
  claimedAt: AT,
});
const said = (about: Action, letter?: string, purpose: Notice['purpose'] = 'approval') =>
  JSON.stringify(
    renderSlack(
      composeActionMessage({
        action: about,
        record,
        notice: { ...notice, purpose },
        person: amelie,
        pack,
        at: AT,
        decideUrl: 'https://x.test/r',
        ...(letter === undefined ? {} : { message: { to: 'a@b.example', subject: 'Late', text: letter } }),
      }),
    ),
  );
const buttonsIn = (text: string) => [...text.matchAll(/"action_id":"([a-z-]+)"/g)].map(([, id]) => id);

describe('a proposal in Slack', () => {
  const mail: Action = { ...action, type: 'customer_message', system: 'mail' };
  it.each<[string, string, readonly string[]]>([
    ['has yes and no where all of it stands there', said(action), ['approve-action', 'refuse-action', 'decide-action']],
    ['has them with a letter', said(mail, 'Dear all'), ['approve-action', 'refuse-action', 'decide-action']],
    ['is decided on its page where its letter was cut', said(mail, 'x'.repeat(601)), ['decide-action']],
    ['is decided on its page where its letter is not there', said(mail), ['decide-action']],
    ['that has expired has none', said(action, undefined, 'approval_expired'), []],
    ['that has failed has none', said(action, undefined, 'action_failed'), []],
  ])('%s', (_name, text, ids) => {
    expect(buttonsIn(text)).toEqual(ids);
  });

  it('says before it is answered what it is, and carries what was shown', () => {
    expect(said(action)).toContain(JSON.stringify(action.digest).slice(1, -1));
    expect(said(action)).toContain('"title":{"type":"plain_text","text":"Approve this?"}');
  });
});

describe('what a message that asked for an agreement has to say now', () => {
  const entry = (happening: Happening, person = 'ines-duarte'): JournalEntry =>
    ({ happening, at: AT, actor: { kind: 'person', id: person } }) as JournalEntry;
  const of = { actionId: action.id, via: 'slack' } as const;
  const approved = entry({ what: 'ActionApproved', ...of, digest: action.digest, isEnough: true });
  const given = (...people: readonly string[]): Action => ({
    ...action,
    state: 'confirmed',
    approvals: people.map((person) => ({ person, at: AT })),
  });
  const lineOf = (askedAt: string, about: Action, ...entries: readonly JournalEntry[]): string | undefined =>
    standingOfProposal(about, entries, amelie, pack, askedAt)?.line;
  const line = (about: Action, ...entries: readonly JournalEntry[]): string | undefined =>
    lineOf(AT, about, ...entries);
  it.each<[string, string | undefined, string | undefined]>([
    ['it waits', undefined, line({ ...action, state: 'awaiting_approval' }, approved)],
    ['one', 'Inês Duarte has approved it, Mon, Mar 2, 04:00 EST.', line(given('ines-duarte'), approved)],
    [
      'two',
      'Amélie Roy and Inês Duarte have approved it, Mon, Mar 2, 04:00 EST.',
      line(given('amelie-roy', 'ines-duarte'), approved),
    ],
    [
      'approved, done, and taken back',
      'Inês Duarte has approved it, Mon, Mar 2, 04:00 EST. It was taken back since.',
      line({ ...given('ines-duarte'), state: 'compensated' }, approved),
    ],
    [
      'refused',
      'Inês Duarte has refused it, Mon, Mar 2, 04:00 EST: nothing was written.',
      line({ ...action, state: 'refused' }, entry({ what: 'ActionRefused', ...of })),
    ],
    [
      'refused, a letter',
      'Inês Duarte has refused it, Mon, Mar 2, 04:00 EST: nothing was sent.',
      line({ ...action, system: 'mail', state: 'refused' }, entry({ what: 'ActionRefused', ...of })),
    ],
    [
      'expired, after one of two had agreed',
      'Nobody has decided in time: nothing was written.',
      line(
        { ...given('amelie-roy'), state: 'expired' },
        approved,
        entry({ what: 'ActionExpired', actionId: action.id }),
      ),
    ],
    [
      'not wanted any more',
      'It is not asked for any more. Nobody has to do anything.',
      line({ ...action, state: 'superseded' }, entry({ what: 'ActionSuperseded', actionId: action.id, reason: 'x' })),
    ],
    [
      'of another one',
      'It is not asked for any more. Nobody has to do anything.',
      line(
        { ...action, state: 'superseded' },
        entry({ what: 'ActionRefused', ...of, actionId: `act_${'0'.repeat(32)}` }),
      ),
    ],
  ])('%s', (_name, expected, found) => {
    expect(found).toBe(expected);
  });

  it('gone to others: who was asked before hears to whom, and who is asked since is asked still', () => {
    const otherwise = { functions: ['operations_management', 'finance'], of: 'each', count: 2 } as const;
    const governance: Action['governance'] = {
      ...action.governance,
      ...otherwise,
      functions: [...otherwise.functions],
    };
    const waits: Action = { ...action, state: 'awaiting_approval', governance };
    const escalated = entry({ what: 'ApprovalEscalated', actionId: action.id, governance });
    const ofAnother = entry({ what: 'ApprovalEscalated', actionId: `act_${'0'.repeat(32)}`, governance });
    const later = { ...escalated, at: after(60) };
    expect(line(waits, later)).toBe('Nobody had decided in time: it has gone to operations management and finance.');
    expect(line(waits, { ...ofAnother, at: after(60) })).toBeUndefined();
    // What was claimed with it is what asks the others.
    expect(lineOf(after(60), waits, later)).toBeUndefined();
  });

  it('says for whom its reader answers, and whom else it takes', () => {
    const asks = (changes: Partial<Action['governance']>) =>
      said({ ...action, governance: { ...action.governance, functions: ['finance', 'fulfilment'], ...changes } });
    expect(asks({ count: 1 })).toContain('You may agree to it for finance or fulfilment. Nothing is written');
    expect(asks({ count: 2 })).toContain('You may agree to it for finance or fulfilment; it takes two. Nothing');
    expect(asks({ of: 'each', count: 2 })).toContain(
      'It takes somebody for each of finance and fulfilment, and you may be one of them. Nothing',
    );
  });

  it('says what comes when nobody decides in time', () => {
    expect(said(action)).toContain('; after that it expires.');
    const otherwise = { functions: ['customer_service' as const, 'finance' as const], count: 1, within: 'PT2H' };
    const told = said({ ...action, governance: { ...action.governance, otherwise } });
    expect(told).toContain('; after that it goes to customer service or finance.');
    expect(told).not.toContain('expires');
  });
});
