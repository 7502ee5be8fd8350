import { describe, expect, it } from 'vitest';
import type { CodeRule, PolicyPack, Signal } from '../../../lambdas/contracts/index.ts';
import { casesOfSignals } from '../../../lambdas/simulation/cases-of-signals.ts';
import { everywhere, policyOf } from '../../../lambdas/simulation/past-case.ts';
import { beginHistory, MOST_REPLAYED } from '../../../lambdas/simulation/replay/history.ts';
import { reportFates } from '../../../lambdas/simulation/replay/report-fates.ts';
import type { ReportsReport } from '../../../lambdas/simulation/replay/report-fates.ts';
import { tellFates } from '../../../lambdas/simulation/replay/tell-fates.ts';
import { defaultPack } from '../../support/pack.ts';
import { container, correction, exception, progress, retraction, shipment, tracking } from '../intake/signals.ts';

const at = (minute: number): string => new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString();
/** As it came, a minute after it happened. */
const came = <One extends Signal>(signal: One, minute: number): One => ({
  ...signal,
  occurredAt: at(minute - 1),
  receivedAt: at(minute),
});
const failed = (name: string, minute: number, references = [tracking('T1')]): Signal =>
  came(exception(name, references), minute);
const delivered = (name: string, minute: number): Signal => came(progress(name, [tracking('T1')]), minute);

function replay(signals: readonly Signal[], draft: PolicyPack, against = defaultPack()): ReportsReport {
  const history = beginHistory();
  const before = everywhere(policyOf(against));
  for (const past of casesOfSignals(
    signals.map((signal) => ({ signal, facts: {} })),
    before,
  ))
    history.add(past);
  for (const signal of signals) history.addReport({ contract: 'past-report/1', signal });
  return reportFates(history.history(), everywhere(policyOf(draft)), before);
}

function packWith(change: (pack: PolicyPack) => void): PolicyPack {
  const pack = defaultPack();
  change(pack);
  return pack;
}

const typeOf = (pack: PolicyPack, type = 'transport.delivery_failed') => {
  const found = pack.types[type];
  if (found === undefined) throw new Error(`no type ${type}`);
  return found;
};

const reason = { scheme: 'x12:1651', code: 'BS' };
const rule: CodeRule = { id: 'refused', scheme: 'x12:1651', codes: ['BS'], type: 'none', reason: 'for the test' };

describe('reports once more under a draft', () => {
  it('become what they were where nothing differs, whatever comes, is settled, taken back and corrected', () => {
    const first = failed('a', 1);
    const signals = [
      first,
      delivered('b', 3),
      failed('c', 5),
      came(retraction('d', delivered('b', 3).id, [tracking('T1')]), 7),
      failed('e', 9, [shipment('S1'), container('C1')]),
      failed('f', 9, [shipment('S2'), container('C1')]),
      came(correction('g', first.id, [tracking('T1')]), 11),
      came(retraction('h', failed('e', 9).id, [shipment('S1')]), 12),
    ];
    const done = replay(signals, defaultPack());
    expect(done).toEqual({ replayed: 8, cases: { before: 3, after: 3 }, changes: [], incidents: [], notReplayed: [] });
    expect(tellFates(done)).toEqual([
      '8 reports replayed as they came: 3 cases before, 3 after. Nothing changes in that.',
    ]);
  });

  it('are no trouble, or other trouble, by what codes mean then; progress can become trouble', () => {
    const signals = [
      { ...failed('a', 1), reason },
      came(
        { ...progress('b', [tracking('T2')], { name: 'in_transit', at: 'actual' }), reason: { ...reason, code: 'P2' } },
        2,
      ),
    ];
    const draft = packWith((pack) => {
      pack.codes = [rule, { ...rule, id: 'pending', codes: ['P2'], type: 'transport.delay' }];
    });
    const { changes, cases } = replay(signals, draft);
    expect(cases).toEqual({ before: 1, after: 1 });
    expect(
      changes.map(({ what, count, ...rest }) => [what, count, 'from' in rest ? `${rest.from} ${rest.to}` : '']),
    ).toEqual([
      ['type', 1, 'none transport.delay'],
      ['type', 1, 'transport.delivery_failed none'],
      ['place', 1, 'opens timeline'],
      ['place', 1, 'timeline opens'],
    ]);
    expect(tellFates(replay(signals, draft)).join('\n')).toContain(
      '1 report of no trouble would be of transport.delay',
    );
  });

  it('what a rule had read is not guessed at where its format is not known, nor is its case', () => {
    const read = { ...failed('a', 1), reason: { ...reason, rule: 'old' } };
    const known = {
      ...failed('b', 1, [tracking('T2')]),
      reason: { ...reason, rule: 'old', byFormat: 'transport.delay' },
    };
    const done = replay([read, failed('c', 2), known], defaultPack(), defaultPack());
    expect(done.notReplayed).toEqual([{ why: 'read_by_a_rule', count: 1, cases: [expect.stringMatching(/^case_/)] }]);
    expect(done).toMatchObject({ replayed: 1, changes: [] });
  });

  it('join one another by what the draft correlates by', () => {
    const signals = [
      failed('a', 1, [tracking('T1'), shipment('S1')]),
      failed('b', 2, [tracking('T2'), shipment('S1')]),
    ];
    const draft = packWith((pack) => {
      typeOf(pack).correlateBy = ['shipment'];
    });
    const done = replay(signals, draft);
    expect(done.changes).toMatchObject([{ what: 'place', from: 'opens', to: 'joins', count: 1 }]);
    expect(done.cases).toEqual({ before: 2, after: 1 });
    expect(tellFates(done)[1]).toMatch(/^ {2}1 report would join an open case rather than open a case \(case_/);
    expect(replay(signals, defaultPack(), draft).changes).toMatchObject([{ from: 'joins', to: 'opens' }]);
  });

  it('join another case where the draft correlates by other things', () => {
    const signals = [
      failed('a', 1, [tracking('T1'), shipment('S1')]),
      failed('b', 2, [tracking('T2'), shipment('S2')]),
      failed('c', 3, [tracking('T1'), shipment('S2')]),
    ];
    const draft = packWith((pack) => {
      typeOf(pack).correlateBy = ['shipment'];
    });
    const { changes } = replay(signals, draft);
    expect(changes).toMatchObject([{ what: 'other_case', count: 1 }]);
  });

  it('of cases that are not looked at are not replayed: they would open others', () => {
    const history = beginHistory();
    history.addReport({ contract: 'past-report/1', signal: failed('a', 1), caseId: 'case_elsewhere' });
    const done = reportFates(history.history(), everywhere(policyOf(defaultPack())));
    expect(done).toMatchObject({ replayed: 0, cases: { before: 0, after: 0 }, changes: [] });
    expect(tellFates(done)[0]).toContain('could not be replayed: this history holds no reports');
  });

  it('are settled by what the draft says, and what comes after that is another coming', () => {
    const signals = [failed('a', 1), delivered('b', 3), failed('c', 5)];
    const draft = packWith((pack) => {
      typeOf(pack).settledBy = [];
    });
    const { changes } = replay(signals, draft);
    expect(changes).toMatchObject([
      { what: 'settled', to: 'less', count: 1 },
      { what: 'reopened', to: 'less', count: 1 },
    ]);
  });

  it('are taken back before they come as after, by their own source alone; what had settled a case settles it no more', () => {
    const back = (name: string, what: Signal, minute: number, source = what.source): Signal => ({
      ...came(retraction(name, what.id, [tracking('T1')]), minute),
      source,
    });
    const settled = (pack: PolicyPack): void => {
      typeOf(pack).settledBy = [];
    };
    const countOf = (signals: readonly Signal[]) =>
      replay(signals, defaultPack(), packWith(settled)).changes.filter(({ what }) => what === 'settled');
    const [trouble, done] = [failed('a', 1), delivered('b', 3)];
    expect(countOf([trouble, done])).toMatchObject([{ to: 'more', count: 1 }]);
    // Progress that was taken back beforehand settles nothing, and what another source says of it does not count.
    expect(countOf([trouble, back('r', done, 2), done])).toEqual([]);
    expect(countOf([trouble, back('r', done, 2, { id: 'other', format: 'x12-214' }), done])).toHaveLength(1);
    // A report that was taken back beforehand opens a case that nothing can settle.
    expect(countOf([back('r', trouble, 0), trouble, done])).toEqual([]);
    // What is left of a case is settled once the one that was not is taken back.
    const later = { ...failed('later', 2), occurredAt: at(8) };
    expect(countOf([trouble, later, delivered('c', 5)])).toEqual([]);
    expect(countOf([trouble, later, delivered('c', 5), back('r', later, 12)])).toHaveLength(1);
    // What had settled it is taken back afterwards: it is open again, unless another source says so.
    const reopened = (signals: readonly Signal[]) =>
      replay(signals, defaultPack(), packWith(settled)).changes.filter(({ what }) => what === 'reopened');
    expect(reopened([trouble, done, back('r', done, 5)])).toMatchObject([{ to: 'more', count: 1 }]);
    expect(reopened([trouble, done, back('r', done, 5, { id: 'other', format: 'x12-214' })])).toEqual([]);
  });

  it('come and go as one trouble by the count of the draft; what flaps is solved when it was quiet, and a new case afterwards', () => {
    const comings = [1, 11].flatMap((minute) => [
      failed(`t${String(minute)}`, minute),
      delivered(`g${String(minute)}`, minute + 5),
    ]);
    const draft = packWith((pack) => {
      typeOf(pack).flapping = { window: 'PT1H', count: 2 };
      typeOf(pack).reopenWindow = 'PT2H';
    });
    const later = failed('later', 16 + 60 + 121);
    expect(replay([...comings, later], draft).changes).toMatchObject([
      { what: 'place', from: 'joins', to: 'opens', count: 1 },
      { what: 'reopened', to: 'less', count: 1 },
      { what: 'flaps', to: 'yes', count: 1 },
    ]);
  });

  const port = { code: 'NLRTM', locality: 'Rotterdam', country: 'NL' };
  const storm = (count: number): readonly Signal[] =>
    Array.from({ length: count }, (_unused, index) => ({
      ...failed(`s${String(index)}`, index, [tracking(`N${String(index)}`)]),
      place: port,
    }));
  const byThreshold = (threshold: number): PolicyPack =>
    packWith((pack) => {
      pack.grouping = pack.grouping.map((one) => ({ ...one, threshold }));
    });

  it('are one incident by the threshold of the draft, at the time of the case that was one too many', () => {
    const opened = replay(storm(12), byThreshold(9), byThreshold(30));
    expect(opened.incidents).toEqual([
      {
        change: 'opens',
        title: expect.stringContaining('Rotterdam'),
        at: at(9),
        before: 0,
        after: 12,
        cases: expect.any(Array),
      },
    ]);
    expect(tellFates(opened)[1]).toMatch(
      /^ {2}Incident ".*Rotterdam.*" would have opened at 2026-03-02 08:09 with 12 cases \(/,
    );
    const gone = replay(storm(12), byThreshold(30), byThreshold(9));
    expect(gone.incidents).toMatchObject([{ change: 'not_opened', before: 12, after: 0 }]);
    expect(replay(storm(12), byThreshold(12), byThreshold(30)).incidents).toEqual([]);
  });

  it('are fewer cases of one incident where its window is shorter: those of before it are left alone', () => {
    const short = packWith((pack) => {
      pack.grouping = pack.grouping.map((one) => ({ ...one, threshold: 4, window: 'PT5M' }));
      typeOf(pack, 'incident.storm').reopenWindow = 'PT30M';
    });
    expect(replay(storm(12), short, byThreshold(4)).incidents).toEqual([]);
    const spread = storm(12).map((signal, index) => came(signal, index < 6 ? index : 100 + index));
    expect(replay(spread, short, byThreshold(8)).incidents).toMatchObject([
      { change: 'opens', before: 0, after: 6 },
      { change: 'opens', before: 0, after: 6 },
    ]);
  });

  it('are too many at a time: none is replayed, and that is told', () => {
    const history = beginHistory();
    for (let index = 0; index <= MOST_REPLAYED; index += 1)
      history.addReport({ contract: 'past-report/1', signal: { ...failed('a', 1), id: `sig_${String(index)}` } });
    const done = reportFates(history.history(), everywhere(policyOf(defaultPack())));
    expect(done).toMatchObject({ replayed: 0, changes: [], notReplayed: [{ why: 'too_many', count: MOST_REPLAYED }] });
    expect(tellFates(done).join('\n')).toContain('name a shorter time');
  });
});
