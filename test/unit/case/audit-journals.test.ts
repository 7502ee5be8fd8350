import { describe, expect, it } from 'vitest';
import { auditJournal } from '../../../lambdas/case/audit-journals.ts';
import type { StoredJournal } from '../../../lambdas/case/audit-journals.ts';
import { journalSk } from '../../../lambdas/case/keys.ts';
import { erasePersonal, seal } from '../../../lambdas/case/chain.ts';
import type { JournalEntry } from '../../../lambdas/contracts/index.ts';
import { applyAll, by, byPerson, opened, seedCase } from './history.ts';

const { after, entries } = applyAll(seedCase(), [
  by(opened),
  byPerson({ what: 'CaseAcknowledged', via: 'link' }),
  byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called the consignee' } }),
]);
const textsOf = (list: readonly JournalEntry[]): readonly string[] => list.map((entry) => JSON.stringify(entry));
const { chainHash, version, state, severity, owner } = after;
const head = { chainHash, version, state, severity, owner };
const audit = (list: readonly JournalEntry[], change: Partial<StoredJournal> = {}) =>
  auditJournal({ caseId: after.id, head, entries: textsOf(list), ...change });
const [first, second, third] = entries as [JournalEntry, JournalEntry, JournalEntry];

describe('the journal of a case in its table', () => {
  it('is as it was written, in whatever order it is read, and after personal data was erased', () => {
    expect(audit(entries)).toBeUndefined();
    expect(audit([third, first, second])).toBeUndefined();
    expect(
      audit([third, first], { keys: [journalSk(3), journalSk(1)], entries: textsOf([third, first, second]) }),
    ).toBeUndefined();
    expect(audit(entries.map(erasePersonal))).toBeUndefined();
  });

  it.each<[string, readonly JournalEntry[], Partial<StoredJournal>, number, RegExp]>([
    ['altered', [first, { ...second, touch: false }, third], {}, 2, /was altered/],
    ['missing', [first, third], {}, 2, /missing or out of order/],
    ['cut off', [first, second], {}, 3, /names a later entry/],
    [
      'cut off, and the case made to name an earlier one',
      [first, second],
      { head: { ...head, chainHash: second.hash } },
      3,
      /counts 3 entries/,
    ],
    [
      'reordered',
      [first, { ...third, sequence: 2 }, { ...second, sequence: 3 }],
      {},
      2,
      /does not follow the one before/,
    ],
    [
      'as it was written, but two lie in the place of each other,',
      entries,
      { keys: [journalSk(1), journalSk(3), journalSk(2)] },
      2,
      /lies in the place of another/,
    ],
    ['altered and sealed again', [first, seal({ ...second, at: first.at, touch: false }), third], {}, 3, /follow/],
    ['of another case', [first, { ...second, caseId: `case_${'0'.repeat(32)}` }, third], {}, 2, /is of case_000/],
    ['of a case that was deleted', entries, { head: undefined }, 0, /case is missing/],
    ['deleted', [], {}, 1, /names a later entry/],
    ['no JSON', [], { entries: [JSON.stringify(first), '{"contract":'] }, 2, /cannot be read/],
    [
      'of a case that is said to be closed',
      entries,
      { head: { ...head, state: 'closed' } },
      3,
      /says closed, .* journal acknowledged/,
    ],
    [
      'of a case that is said to be harmless',
      entries,
      { head: { ...head, severity: { level: 'S4' } } },
      3,
      /S4, .* journal/,
    ],
    [
      'of a case that is said to be of others',
      entries,
      { head: { ...head, owner: { team: 'finance' } } },
      3,
      /finance, .* journal/,
    ],
  ])('that is %s is found', (_what, list, change, sequence, problem) => {
    expect(audit(list, change)).toMatchObject({
      caseId: after.id,
      sequence,
      problem: expect.stringMatching(problem),
    });
  });
});
