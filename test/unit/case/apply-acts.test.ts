import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyActs, applyEntry } from '../../../lambdas/case/apply-acts.ts';
import type { Act } from '../../../lambdas/case/apply-acts.ts';
import { auditJournal } from '../../../lambdas/case/audit-journals.ts';
import { verifyChain } from '../../../lambdas/case/chain.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { transitionOf } from '../../../lambdas/case/states.ts';
import { caseRecord, journalEntry } from '../../../lambdas/contracts/index.ts';
import type { Case, Happening, JournalEntry } from '../../../lambdas/contracts/index.ts';
import {
  applyAll,
  by,
  byPerson,
  opened,
  ownerOf,
  possibleActs,
  seedCase,
  severityOf,
  TRACEPARENT,
  pack,
} from './history.ts';

const resolved: Happening = {
  what: 'CaseResolved',
  via: 'api',
  resolution: 'redelivered',
  reopenUntil: '2026-03-09T00:00:00.000Z',
};
const triaged: Happening = {
  what: 'CaseTriaged',
  clocks: timeClocks(seedCase(), 'S2', pack, '2026-03-02T08:05:01.000Z'),
  facts: [],
  impact: { unknown: [] },
  severity: severityOf('S2'),
  owner: ownerOf('customer-service'),
};
const attached: Happening = { what: 'SignalAttached', signalId: `sig_${'1'.repeat(32)}`, kind: 'exception' };

describe('a case is the fold of its journal', () => {
  it('replaying the journal gives the case, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: possibleActs.length - 1 }), { maxLength: 40 }), (choices) => {
        const seed = seedCase();
        let record: Case = applyAll(seed, [by(opened)]).after;
        const entries: JournalEntry[] = [...applyAll(seed, [by(opened)]).entries];
        for (const [position, choice] of choices.entries()) {
          const at = new Date(Date.parse(seed.openedAt) + position * 60_000).toISOString();
          const act = possibleActs[choice]!(record, at);
          if (!transitionOf(record.state, act.happening.what).ok) continue;
          const before = structuredClone(record);
          const applied = applyActs(record, [act], { at, traceparent: TRACEPARENT, salt: () => 'salt' });
          expect(record).toEqual(before);
          entries.push(...applied.entries);
          record = applied.after;
        }
        const stored = entries.map((entry) => journalEntry.parse(JSON.parse(JSON.stringify(entry))));
        expect(stored.reduce(applyEntry, seed)).toEqual(record);
        expect(record.version).toBe(stored.length);
        expect(verifyChain(stored, record.chainHash)).toEqual({ whole: true, entries: stored.length });
        const texts = stored.map((entry) => JSON.stringify(entry));
        expect(auditJournal({ caseId: record.id, head: record, entries: texts })).toBeUndefined();
        caseRecord.parse(record);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('refuses what is not possible, by name', () => {
    const { after } = applyAll(seedCase(), [by(opened), by(resolved)]);
    expect(() => applyAll(after, [byPerson({ what: 'CaseAcknowledged', via: 'api' })])).toThrow(
      /CaseAcknowledged .*resolved/,
    );
  });
});

describe('what wakes a waiting lifecycle', () => {
  const found = {
    what: 'SeverityChanged' as const,
    facts: [],
    severity: severityOf('S1'),
    impact: { unknown: [] },
  };
  it.each<[Act, boolean]>([
    [by(attached), true],
    [byPerson({ what: 'CaseAcknowledged', via: 'api' }), true],
    [by(resolved), true],
    [by({ what: 'CaseWithdrawn', reason: 'x' }), true],
    [byPerson({ what: 'OwnerNamed', owner: ownerOf('logistics') }), true],
    [by({ what: 'OwnerNamed', owner: ownerOf('logistics') }), false],
    [byPerson({ ...found, from: 'S1' }), true],
    // A triage that ends after its lifecycle has gone on without it: who waits for the deadlines of S3 has to know.
    [by({ ...found, from: 'S3' }), true],
    [by({ ...found, from: 'S1', clocks: timeClocks(seedCase(), 'S1', pack, '2026-03-02T08:05:01.000Z') }), true],
    [by({ ...found, from: 'S1' }), false],
    [by(triaged), false],
    [byPerson({ what: 'NoteAdded', via: 'api' }), false],
    [by({ what: 'LifecycleRestarted', generation: 2, reason: 'x' }), false],
  ])('%o: %s', (act, wakes) => {
    const { after } = applyAll(seedCase(), [by(opened)]);
    expect(applyAll(after, [act]).after.attention - after.attention).toBe(wakes ? 1 : 0);
  });
});

describe('what happenings do', () => {
  const after = (...acts: Act[]): Case => applyAll(seedCase(), [by(opened), ...acts]).after;

  it('coming back starts everything again, and forgets who had it', () => {
    const record = after(
      by(triaged),
      byPerson({ what: 'CaseAcknowledged', via: 'api' }),
      by(resolved),
      by({ what: 'CaseReopened' }),
    );
    expect(record).toMatchObject({
      state: 'open',
      reopens: 1,
      triagedSignals: 0,
      escalation: { round: 2, generation: 2, nextStep: 0 },
    });
    for (const gone of [
      'acknowledgedAt',
      'acknowledgedBy',
      'resolvedAt',
      'resolvedBy',
      'resolution',
      'reopenUntil',
      'clocks',
    ])
      expect(record).not.toHaveProperty(gone);
    expect(record.reopenedAt).toBeDefined();
  });

  it('an acknowledgement that timed out frees the case for the next round', () => {
    const record = after(
      by(triaged),
      byPerson({ what: 'CaseAcknowledged', via: 'api' }),
      by({ what: 'AcknowledgementTimedOut', round: 2 }),
    );
    expect(record).toMatchObject({ state: 'triaged', escalation: { round: 2, nextStep: 0 } });
    expect(record).not.toHaveProperty('acknowledgedBy');
  });

  it('counts touches of people only', () => {
    const { entries } = applyAll(seedCase(), [by(opened), byPerson({ what: 'NoteAdded', via: 'api' })]);
    expect(entries.map(({ touch }) => touch)).toEqual([false, true]);
  });

  it('clocks stop when what they promise was done', () => {
    const taken = after(by(triaged), byPerson({ what: 'CaseAcknowledged', via: 'api' }));
    expect(taken.clocks?.acknowledge.stoppedAt).toBe(taken.acknowledgedAt);
    expect(taken.clocks?.resolve).not.toHaveProperty('stoppedAt');
    const done = after(by(triaged), byPerson({ what: 'CaseAcknowledged', via: 'api' }), by(resolved));
    expect(done.clocks?.resolve.stoppedAt).toBe(done.resolvedAt);
  });

  it('triage knows the reports until then', () => {
    expect(after(by(attached), by(triaged))).toMatchObject({ signals: 2, triagedSignals: 2 });
    expect(after(by(triaged), by(attached))).toMatchObject({ signals: 2, triagedSignals: 1 });
  });
});
