import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erasePersonal, seal, verifyChain } from '../../../lambdas/case/chain.ts';
import { journalEntry } from '../../../lambdas/contracts/index.ts';
import type { JournalEntry } from '../../../lambdas/contracts/index.ts';
import { applyAll, by, byPerson, opened, seedCase } from './history.ts';

const { after, entries } = applyAll(seedCase(), [
  by(opened),
  byPerson({ what: 'CaseAcknowledged', via: 'link' }),
  byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called the consignee', phone: '+1 555' } }),
  byPerson({ what: 'CaseResolved', via: 'api', resolution: 'redelivered', reopenUntil: '2026-03-09T00:00:00.000Z' }),
  by({ what: 'CaseClosed' }),
]);
const at = (sequence: number): JournalEntry => entries[sequence - 1]!;
const altered = (sequence: number, change: object): JournalEntry[] =>
  entries.map((entry) => (entry.sequence === sequence ? { ...entry, ...change } : entry));

describe('the journal chain', () => {
  it('is whole as it was written, also as it comes back from JSON', () => {
    expect(verifyChain(entries, after.chainHash)).toEqual({ whole: true, entries: 5 });
    const stored = entries.map((entry) => journalEntry.parse(JSON.parse(JSON.stringify(entry))));
    expect(verifyChain(stored, after.chainHash)).toEqual({ whole: true, entries: 5 });
  });

  it.each<[string, JournalEntry[], number]>([
    ['another actor', altered(2, { actor: { kind: 'person', id: 'eve' } }), 2],
    ['another time', altered(1, { at: '2020-01-01T00:00:00.000Z' }), 1],
    ['another cause', altered(4, { cause: { kind: 'command', id: 'other' } }), 4],
    ['another happening', altered(4, { happening: { ...at(4).happening, resolution: 'lost' } }), 4],
    ['touch left out', altered(3, { touch: false }), 3],
    ['an amount put in', altered(3, { amount: { amount: '1.00', currency: 'EUR' } }), 3],
    ['a digest changed', altered(3, { personal: { ...at(3).personal, text: { digest: 'f'.repeat(64) } } }), 3],
    ['personal data put in', altered(2, { personal: { text: { digest: 'f'.repeat(64) } } }), 2],
    ['personal data left out', altered(3, { personal: undefined }), 3],
    [
      'a personal value changed under its digest',
      altered(3, { personal: { ...at(3).personal, text: { ...at(3).personal!['text'], value: 'x' } } }),
      3,
    ],
    ['the first entry gone', entries.slice(1), 1],
    ['one in the middle gone', entries.filter(({ sequence }) => sequence !== 3), 3],
    ['the last gone', entries.slice(0, 4), 5],
    ['two exchanged', [at(1), at(3), at(2), at(4), at(5)], 2],
    ['one twice', [at(1), at(2), at(2), at(3), at(4), at(5)], 3],
    ['all gone', [], 1],
  ])('tells of %s at the first place', (_name, journal, sequence) => {
    expect(verifyChain(journal, after.chainHash)).toMatchObject({ whole: false, sequence });
  });

  it('tells of an entry that was altered and sealed again, by the one after it', () => {
    const { hash: _hash, ...rest } = at(2);
    const forged = seal({ ...rest, actor: { kind: 'person', id: 'eve' } });
    const journal = entries.map((entry) => (entry.sequence === 2 ? forged : entry));
    expect(verifyChain(journal, after.chainHash)).toMatchObject({ whole: false, sequence: 3 });
    expect(verifyChain(journal.slice(0, 2), at(2).hash)).toMatchObject({ whole: false, sequence: 3 });
  });

  it('stays whole when personal data is erased, which then is nowhere', () => {
    const erased = entries.map(erasePersonal);
    expect(verifyChain(erased, after.chainHash)).toEqual({ whole: true, entries: 5 });
    expect(JSON.stringify(erased)).not.toMatch(/Maria called|555|salt/);
    expect(Object.keys(erased[2]!.personal!)).toEqual(['text', 'phone']);
  });

  it('has another digest for the same words in another entry', () => {
    const note = (): ReturnType<typeof byPerson> =>
      byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'same' } });
    const { entries: two } = applyAll(seedCase(), [by(opened), note(), note()]);
    expect(two[1]!.personal!['text']!.digest).not.toBe(two[2]!.personal!['text']!.digest);
  });

  it('finds any change of any text in any entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(), (sequence, place) => {
        const text = JSON.stringify(at(sequence));
        const positions = [...text.matchAll(/:"([^"]+)"/g)].filter(([, value]) => value !== 'journal/1');
        const chosen = positions[place % positions.length]!;
        const changed = `${text.slice(0, chosen.index + 2)}~${text.slice(chosen.index + 3)}`;
        const journal = entries.map((entry) =>
          entry.sequence === sequence ? (JSON.parse(changed) as JournalEntry) : entry,
        );
        if (changed === text) return;
        const verdict = verifyChain(journal, after.chainHash);
        // A salt alone proves nothing and is not in the chain: with it the value does not fit its digest any more.
        expect(verdict).toMatchObject({ whole: false, sequence });
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
