import { describe, expect, it } from 'vitest';
import { seal } from '../../../lambdas/case/chain.ts';
import { compareWithExport, readExported } from '../../../lambdas/case/compare-export.ts';
import { exportFile } from '../../../lambdas/case/export-file.ts';
import type { JournalEntry } from '../../../lambdas/contracts/index.ts';
import { applyAll, by, byPerson, opened, seedCase } from './history.ts';

const { after, entries } = applyAll(seedCase(), [
  by(opened),
  byPerson({ what: 'CaseAcknowledged', via: 'link' }),
  byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called the consignee' } }),
]);
const [first, second, third] = entries as [JournalEntry, JournalEntry, JournalEntry];
const LATER = '2030-01-01T00:00:00.000Z';

/** What the export knows after these batches, and how many lines of it were nothing. */
function exported(...batches: readonly (readonly JournalEntry[])[]) {
  const into = new Map<string, Map<number, Set<string>>>();
  const unreadable = batches.map((batch) => readExported(exportFile(batch)?.body ?? '', into));
  return { journal: into.get(after.id), unreadable: unreadable.reduce((sum, one) => sum + one, 0) };
}
const compare = (stored: readonly JournalEntry[], batches: readonly (readonly JournalEntry[])[], since = LATER) =>
  compareWithExport(
    { caseId: after.id, head: undefined, entries: stored.map((entry) => JSON.stringify(entry)) },
    exported(...batches).journal,
    since,
  );

describe('the exported file', () => {
  it('is named by the hour of its earliest entry and by what is in it, and holds no words of people', () => {
    const file = exportFile([second, first, third])!;
    expect(file.key).toMatch(
      new RegExp(`^journal/${first.at.slice(0, 13).replaceAll(/[-T]/g, '/')}/[0-9a-f]{32}\\.jsonl$`),
    );
    expect(exportFile([second, first, third])?.key).toBe(file.key);
    expect(exportFile([first])?.key).not.toBe(file.key);
    expect(file.body).not.toContain('Maria');
    expect(file.body).not.toContain('salt');
    expect(file.body.split('\n')).toHaveLength(4);
  });

  it('is none where there is nothing', () => {
    expect(exportFile([])).toBeUndefined();
  });

  it('tells of lines that are no entries, or not as their own hash says', () => {
    const into = new Map<string, Map<number, Set<string>>>();
    expect(
      readExported(`${JSON.stringify(first)}\n{"half":\n${JSON.stringify({ ...second, touch: false })}\n`, into),
    ).toBe(2);
    expect([...(into.get(after.id)?.keys() ?? [])]).toEqual([1]);
  });
});

describe('table and export', () => {
  it('agree, also where a batch came twice or divided in another way', () => {
    expect(
      compare(entries, [
        [first, second],
        [second, third],
      ]),
    ).toBeUndefined();
    expect(exported([first, second], [third]).unreadable).toBe(0);
  });

  it('agree while the last entries are on their way', () => {
    expect(compare(entries, [[first, second]], third.at)).toBeUndefined();
  });

  it.each<[string, readonly JournalEntry[], readonly JournalEntry[], number, RegExp]>([
    ['an entry is gone', [first, second], [first, second, third], 3, /not in the table/],
    ['all of them are gone', [], [first], 1, /not in the table/],
    [
      'the journal was written anew, whole in itself',
      [first, seal({ ...second, touch: false, previousHash: first.hash })],
      [first, second],
      2,
      /not the one that was exported/,
    ],
    ['an entry was never exported', entries, [first, third], 2, /never exported/],
    ['the case was never exported', entries, [], 1, /never exported/],
    ['the export has two of one', [first], [first, seal({ ...first, touch: !first.touch })], 1, /not the one/],
  ])('disagree where %s', (_what, stored, batch, sequence, problem) => {
    expect(compare(stored, [batch])).toMatchObject({ sequence, problem: expect.stringMatching(problem) });
  });
});
