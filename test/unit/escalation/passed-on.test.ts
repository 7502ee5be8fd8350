import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { decideSteering } from '../../../lambdas/case/decide-steering.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import { whyUnwanted } from '../../../lambdas/case/decide-notice.ts';
import type { Case, Notice, Person, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { fallBack } from '../../../lambdas/escalation/fall-back.ts';
import { newsMove } from '../../../lambdas/escalation/news-move.ts';
import { passedOnNotices } from '../../../lambdas/escalation/passed-on.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const [JONAS, MEI, DAN] = ['jonas-weber', 'mei-tan', 'dan-okafor'] as const;
const by = { actor: { kind: 'system', id: 'test' }, cause: { kind: 'lifecycle', id: 'test' } } as const;
/** An S1 that Jonas has had since nine. */
const held = openCase({
  state: 'acknowledged',
  severity: severityOf('S1'),
  owner: ownerOf('customer-service'),
  acknowledgedAt: AT,
  acknowledgedBy: JONAS,
});

type Did = { readonly who: string; readonly at: string } & (
  { readonly gives: string | undefined } | { readonly does: 'escalate' | 'acknowledge' }
);

/** The case after what people did to it, one after the other. */
function after(...deeds: readonly Did[]): Case {
  return deeds.reduce((record: Case, { who, at, ...deed }) => {
    const context = { actor: { kind: 'person', id: who }, requestId: 'r', at, pack } as const;
    const steer = { via: 'api', reason: 'so' } as const;
    const decision =
      'gives' in deed
        ? decideSteering(
            record,
            {
              ...steer,
              kind: 'assign',
              ...(deed.gives === undefined ? { team: 'transport-desk' } : { person: deed.gives }),
            },
            context,
          )
        : deed.does === 'escalate'
          ? decideSteering(record, { ...steer, kind: 'escalate' }, context)
          : decideCommand(record, { kind: 'acknowledge', via: 'api' }, context);
    if (decision.outcome !== 'changed') return record;
    return applyActs(record, decision.acts, { at, traceparent: '', salt: () => '' }).after;
  }, held);
}

const told = (record: Case, known: readonly Notice[] = [], by: PolicyPack = pack): readonly string[] =>
  passedOnNotices(record, known, by, minutes(9)).map(({ person, channel }) => `${person} ${channel}`);
const TO_JONAS = ['jonas-weber slack'];

describe('whoever had a case', () => {
  it.each<[string, readonly Did[], readonly string[]]>([
    ['hears that another has taken it over', [{ who: MEI, at: minutes(1), gives: MEI }], TO_JONAS],
    ['hears that a lead has given it to somebody', [{ who: DAN, at: minutes(1), gives: MEI }], TO_JONAS],
    ['knows it where they have given it away themselves', [{ who: JONAS, at: minutes(1), gives: MEI }], []],
    ['may be called anew where a team has it now', [{ who: DAN, at: minutes(1), gives: undefined }], []],
    [
      'hears it once somebody of that team has it',
      [
        { who: DAN, at: minutes(1), gives: undefined },
        { who: MEI, at: minutes(2), does: 'acknowledge' },
      ],
      TO_JONAS,
    ],
    [
      'hears it once somebody has what was escalated',
      [
        { who: DAN, at: minutes(1), does: 'escalate' },
        { who: MEI, at: minutes(2), does: 'acknowledge' },
      ],
      TO_JONAS,
    ],
    [
      'hears nothing where they have it again',
      [
        { who: MEI, at: minutes(1), gives: MEI },
        { who: MEI, at: minutes(2), gives: JONAS },
      ],
      [],
    ],
    [
      'hears nothing of what was before they gave it away themselves',
      [
        { who: DAN, at: minutes(1), does: 'escalate' },
        { who: JONAS, at: minutes(2), does: 'acknowledge' },
        { who: JONAS, at: minutes(3), gives: MEI },
      ],
      [],
    ],
    [
      'is one of those who had it one after the other',
      [
        { who: MEI, at: minutes(1), gives: MEI },
        { who: DAN, at: minutes(2), gives: DAN },
      ],
      [...TO_JONAS, 'mei-tan slack'],
    ],
  ])('%s', (_, deeds, expected) => {
    expect(told(after(...deeds))).toEqual(expected);
  });

  const taken = after({ who: MEI, at: minutes(1), gives: MEI });
  const [notice] = passedOnNotices(taken, [], pack, minutes(1));

  it('hears it once, however often it is looked at and whoever else gets it, and anew when it happens anew', () => {
    expect(notice).toMatchObject({ purpose: 'passed_on', person: JONAS, state: 'claimed' });
    const known = [notice!];
    expect(told(taken, known)).toEqual([]);
    // A repeated command changes nothing.
    expect(after({ who: MEI, at: minutes(1), gives: MEI }, { who: MEI, at: minutes(2), gives: MEI })).toEqual(taken);
    const on = after({ who: MEI, at: minutes(1), gives: MEI }, { who: DAN, at: minutes(2), gives: DAN });
    expect(told(on, known)).toEqual(['mei-tan slack']);
    const back = { who: JONAS, at: minutes(2), gives: JONAS };
    expect(told(after({ who: MEI, at: minutes(1), gives: MEI }, back), known)).toEqual(['mei-tan slack']);
    const again = after({ who: MEI, at: minutes(1), gives: MEI }, back, { who: MEI, at: minutes(3), gives: MEI });
    expect(told(again, known)).toEqual(TO_JONAS);
  });

  it('knows it where they were called for it since; a call from before says nothing', () => {
    const called = (claimedAt: string): Notice => ({ ...notice!, id: 'ntc_call', purpose: 'call', claimedAt });
    expect(told(taken, [called(minutes(2))])).toEqual([]);
    expect(told(taken, [called(AT)])).toEqual(TO_JONAS);
  });

  it('is reached as for what can wait, by one channel, also of an S1; and by the next one of these where that fails', () => {
    const order = {
      urgent: [{ channel: 'sms', after: 'PT0S' }],
      normal: [{ channel: 'email', after: 'PT0S' }],
    } as const;
    const withOrder = (person: Person): Person =>
      person.id === JONAS
        ? { ...person, phone: '+4930123456', notices: { urgent: [...order.urgent], normal: [...order.normal] } }
        : person;
    const theirs = { ...pack, people: pack.people.map(withOrder) };
    expect(told(taken, [], theirs)).toEqual(['jonas-weber email']);
    const lost: Notice = { ...notice!, state: 'failed', failure: 'gone' };
    expect(fallBack(taken, [lost], theirs, minutes(2))?.notice.channel).toBe('email');
  });

  it('hears nothing once they are not in the policy', () => {
    const without = { ...pack, people: pack.people.filter(({ id }) => id !== JONAS) };
    expect(told(taken, [], without)).toEqual([]);
  });

  it('is told by a claim in the journal', () => {
    const look = (record: Case) => newsMove({ record, notices: [], pack, at: minutes(2) }, by);
    expect(look(taken)?.act.happening).toMatchObject({
      what: 'NoticeClaimed',
      purpose: 'passed_on',
      notices: [{ person: JONAS, channel: 'slack' }],
    });
    expect(look(held)).toBeUndefined();
  });

  it('hears nothing any more when it is theirs again or over before the message leaves', () => {
    expect(whyUnwanted(notice!, taken, minutes(2))).toBeUndefined();
    expect(whyUnwanted(notice!, { ...taken, acknowledgedBy: JONAS }, minutes(2))).toBe('it is theirs again');
    expect(whyUnwanted(notice!, { ...taken, state: 'resolved' }, minutes(2))).toBe('the case is resolved');
  });

  it('is remembered only for a while: the latest five, and not when the case has come back', () => {
    const people = Array.from({ length: 7 }, (_, index) => `person-${index}`);
    const worn = people.reduce(
      (record: Case, person) =>
        applyActs(
          { ...record, state: 'acknowledged', acknowledgedBy: person },
          [{ ...by, happening: { what: 'CaseHandedBack', why: 'escalated' } }],
          { at: AT, traceparent: '', salt: () => '' },
        ).after,
      held,
    );
    expect(worn.passedOn?.map(({ person }) => person)).toEqual(people.slice(-5));
    const reopened = applyActs({ ...worn, state: 'resolved' }, [{ ...by, happening: { what: 'CaseReopened' } }], {
      at: AT,
      traceparent: '',
      salt: () => '',
    }).after;
    expect(reopened.passedOn).toBeUndefined();
  });
});
