import { describe, expect, it } from 'vitest';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import { newsAtEnd } from '../../../lambdas/escalation/news-move.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const lost: Case['customer'] = { state: 'not_told', at: minutes(1), why: 'bounced', actionId: 'act_1' };
const over = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'resolved',
    severity: severityOf('S3'),
    owner: ownerOf('customer-service'),
    acknowledgedAt: AT,
    acknowledgedBy: 'jonas-weber',
    resolvedBy: 'dan-okafor',
    customer: lost,
    ...changes,
  });
const notice = (changes: Partial<Notice> = {}): Notice =>
  claimedCall({
    id: `ntc_${changes.purpose ?? 'call'}`,
    caseId: over().id,
    person: 'jonas-weber',
    state: 'handed_over',
    claimedAt: minutes(2),
    ...changes,
  });
const by = { actor: { kind: 'system', id: 'customers' }, cause: { kind: 'lifecycle', id: 'act_1' } } as const;
const tell = (record: Case, notices: readonly Notice[] = []) =>
  newsAtEnd({ record, notices, pack, at: minutes(3) }, by);
const readers = (record: Case, notices: readonly Notice[] = []) =>
  (tell(record, notices)?.notices ?? []).map(({ person, channel }) => `${person} ${channel}`);
const JONAS = ['jonas-weber slack', 'jonas-weber email'];

describe('a message to a customer that comes back when the case is over', () => {
  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)(
    'is with whoever had it, in the journal, when it is %s',
    (state) => {
      const move = tell(over({ state }));
      expect(readers(over({ state }))).toEqual(JONAS);
      expect(move?.act.happening).toMatchObject({ what: 'NoticeClaimed', purpose: 'customer_not_told' });
      expect(move?.notices[0]).toMatchObject({ purpose: 'customer_not_told', state: 'claimed', claimedAt: minutes(3) });
    },
  );

  it('goes to who has resolved it where nobody had it, and else to who is on duty for it, or the last owner', () => {
    expect(new Set(readers(over({ acknowledgedBy: undefined })).map((reader) => reader.split(' ')[0]))).toEqual(
      new Set(['dan-okafor']),
    );
    const nobody = { acknowledgedBy: 'gone', resolvedBy: undefined };
    const onDuty = tell(over(nobody))?.notices[0]?.person;
    expect(pack.rotas.flatMap(({ layers }) => layers.flatMap(({ people }) => people))).toContain(onDuty);
    expect(tell(over({ ...nobody, owner: undefined }))?.notices[0]?.person).toBe(pack.lastOwner);
  });

  it.each<[string, Partial<Case>, readonly Notice[]]>([
    ['its lifecycle tells it', { state: 'triaged' }, []],
    ['a person has told them', { customer: { state: 'told', at: AT } }, []],
    ['no message was promised', { customer: { state: 'not_told', at: AT, why: 'no address' } }, []],
    ['nobody has tried to tell them', { customer: undefined }, []],
    ['it was told', {}, [notice({ purpose: 'customer_not_told', state: 'claimed' })]],
    ['it could not be told, which is known', {}, [notice({ purpose: 'customer_not_told', state: 'failed' })]],
    ['whoever was called since has read it in the call', {}, [notice()]],
  ])('is no news where %s', (_name, changes, notices) => {
    expect(readers(over(changes), notices)).toEqual([]);
  });

  it.each<[string, Notice]>([
    ['told before', notice({ purpose: 'customer_not_told', claimedAt: AT })],
    ['not told any more', notice({ purpose: 'customer_not_told', state: 'suppressed' })],
    ['called before', notice({ claimedAt: AT })],
    ['a call that did not reach them', notice({ state: 'suppressed' })],
    ['of the end', notice({ purpose: 'resolved' })],
  ])('is news where the message was another one: %s', (_name, known) => {
    expect(readers(over(), [known])).toEqual(JONAS);
  });

  it('that nobody had heard of at the end is told beside the last messages, once, and handed over at once', () => {
    const { nextDueAt: _due, ...escalation } = over().escalation;
    const at = { pack, at: minutes(3), generation: 1, execution: 'x', triageFailed: false };
    const reopenUntil = minutes(500);
    const record = over({ reopenUntil, escalation: { ...escalation, nextDueAt: minutes(2) } });
    const plan = decideNextStep({ ...at, record, notices: [] });
    expect(plan.acts.map(({ happening }) => 'purpose' in happening && happening.purpose)).toEqual([
      'customer_not_told',
      'resolved',
    ]);
    expect(plan.next).toMatchObject({ next: 'finish', notices: plan.notices.map(({ id }) => ({ noticeId: id })) });
    expect(plan.notices).toHaveLength(2);
    const after = { ...record, escalation: { ...escalation, nextDueAt: reopenUntil } };
    const again = decideNextStep({ ...at, record: after, notices: plan.notices });
    expect(again.acts).toEqual([]);
    expect(again.next).toMatchObject({ notices: plan.notices.map(({ id }) => ({ noticeId: id })) });
    const sent = plan.notices.map((one) => ({ ...one, state: 'handed_over' as const }));
    expect(decideNextStep({ ...at, record: after, notices: sent }).next).toMatchObject({ notices: [] });
  });
});

describe('a question to a partner that comes back when the case is over', () => {
  const linkId = `plk_${'0'.repeat(32)}`;
  const notReached = { linkId, partner: 'Northline', at: minutes(1), notReached: 'their mail came back' };
  const asked = (changes: Partial<Case> = {}): Case => over({ customer: undefined, partner: notReached, ...changes });

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)('is with whoever had it when it is %s', (state) => {
    expect(readers(asked({ state }))).toEqual(JONAS);
    expect(tell(asked({ state }))?.act.happening).toMatchObject({ what: 'NoticeClaimed', purpose: 'partner' });
  });

  it('comes after a message to the customer that came back, and is not lost by it', () => {
    const both = asked({ customer: lost });
    const [first] = tell(both)?.notices ?? [];
    expect(first?.purpose).toBe('customer_not_told');
    expect(tell(both, tell(both)?.notices)?.notices[0]?.purpose).toBe('partner');
  });

  it.each<[string, Partial<Case>, readonly Notice[]]>([
    ['its lifecycle tells it', { state: 'acknowledged' }, []],
    ['they have answered', { partner: { linkId, partner: 'Northline', at: minutes(1) } }, []],
    ['whoever has it took it later', { acknowledgedAt: minutes(1) }, []],
    ['it was told', {}, [notice({ purpose: 'partner', state: 'claimed' })]],
    ['whoever was called since has read it in the call', {}, [notice()]],
  ])('is no news where %s', (_name, changes, notices) => {
    expect(readers(asked(changes), notices)).toEqual([]);
  });

  it.each<[string, Notice]>([
    ['of another partner, before', notice({ purpose: 'partner', claimedAt: AT })],
    ['not told any more', notice({ purpose: 'partner', state: 'suppressed' })],
    ['of the customer', notice({ purpose: 'customer_not_told' })],
    ['of the end', notice({ purpose: 'withdrawn' })],
  ])('is news where the message was another one: %s', (_name, known) => {
    expect(readers(asked(), [known])).toEqual(JONAS);
  });
});
