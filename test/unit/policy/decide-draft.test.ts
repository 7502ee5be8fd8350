import { describe, expect, test } from 'vitest';
import type { PolicyDraft } from '../../../lambdas/contracts/index.ts';
import {
  approveDraft,
  digestOf,
  discardDraft,
  proposeDraft,
  publishedDraft,
  sendDraftBack,
  unpublishedDraft,
  writeDraft,
} from '../../../lambdas/policy/decide-draft.ts';
import type { DecidedDraft } from '../../../lambdas/policy/decide-draft.ts';

const at = '2026-03-02T09:00:00.000Z';
const wish = { title: 'Calmer nights', base: 1, files: { 'pack.yaml': 'name: Calm\n' } };
const digest = digestOf(wish.files);
const by = (id: string) => ({ by: id, at });

function must(decided: DecidedDraft): PolicyDraft {
  if (!decided.ok) throw new Error(decided.problem.title);
  return decided.draft;
}
const kindOf = (decided: DecidedDraft): string =>
  decided.ok ? (decided.changed ? decided.draft.state : 'unchanged') : (decided.problem.type.split('/').at(-1) ?? '');

const written = must(writeDraft('calm', undefined, wish, { ...by('ada'), seen: undefined }));
const proposed = must(proposeDraft(written, by('ada')));
const approved = must(approveDraft(proposed, digest, by('ben')));
const published = must(publishedDraft(approved, 2, at, by('ben')));
const discarded = must(discardDraft(proposed, 'Not needed', by('ada')));
const drafts = { written, proposed, approved, published, discarded };

describe('what can be done in which state', () => {
  const acts: Readonly<Record<string, (draft: PolicyDraft) => DecidedDraft>> = {
    write: (draft) => writeDraft('calm', draft, { ...wish, title: 'Other' }, { ...by('ada'), seen: draft.revision }),
    propose: (draft) => proposeDraft(draft, by('ada')),
    approve: (draft) => approveDraft(draft, digest, by('cyd')),
    'send back': (draft) => sendDraftBack(draft, 'Why so?', by('cyd')),
    discard: (draft) => discardDraft(draft, 'Not needed', by('ada')),
    publish: (draft) => publishedDraft(draft, 2, at, by('cyd')),
  };
  const no = 'policy-not-possible-now';
  test.each([
    ['written', ['draft', 'proposed', no, 'unchanged', 'discarded', no]],
    ['proposed', ['draft', 'unchanged', 'approved', 'draft', 'discarded', no]],
    ['approved', ['draft', no, no, 'draft', 'discarded', 'published']],
    ['published', [no, no, no, no, no, 'unchanged']],
    ['discarded', [no, no, no, no, 'unchanged', no]],
  ] as const)('%s', (name, expected) => {
    expect(Object.values(acts).map((act) => kindOf(act(drafts[name])))).toEqual(expected);
  });
});

describe('four eyes', () => {
  test('nobody approves what they have written, nor what they have written one word of', () => {
    expect(kindOf(approveDraft(proposed, digest, by('ada')))).toBe('policy-own-draft');
    const files = { 'pack.yaml': 'name: Calmer\n' };
    const helped = must(writeDraft('calm', proposed, { ...wish, files }, { ...by('ben'), seen: proposed.revision }));
    const again = must(proposeDraft(helped, by('ada')));
    expect(kindOf(approveDraft(again, digestOf(files), by('ben')))).toBe('policy-own-draft');
    expect(kindOf(approveDraft(again, digestOf(files), by('cyd')))).toBe('approved');
  });

  test('what was read is what is approved', () => {
    expect(kindOf(approveDraft(proposed, digestOf({ 'pack.yaml': 'name: Other\n' }), by('ben')))).toBe(
      'policy-other-content',
    );
  });

  test('other words after the approval need another one', () => {
    const files = { 'pack.yaml': 'name: Slipped in\n' };
    const changed = must(writeDraft('calm', approved, { ...wish, files }, { ...by('ada'), seen: approved.revision }));
    expect(changed).not.toHaveProperty('approvedBy');
    expect(kindOf(publishedDraft(changed, 2, at, by('ben')))).toBe('policy-not-possible-now');
    // Nor by a state that somebody has written with an approval of their own.
    expect(kindOf(publishedDraft({ ...approved, approvedBy: 'ada' }, 2, at, by('ben')))).toBe(
      'policy-not-possible-now',
    );
  });
});

test('written twice it is written once; another revision than the one that was seen is not written over', () => {
  expect(kindOf(writeDraft('calm', written, wish, { ...by('ada'), seen: undefined }))).toBe('unchanged');
  const other = { ...wish, title: 'Other' };
  expect(kindOf(writeDraft('calm', written, other, { ...by('ada'), seen: undefined }))).toBe('policy-version-required');
  expect(kindOf(writeDraft('calm', proposed, other, { ...by('ada'), seen: 1 }))).toBe('policy-changed-meanwhile');
  expect(kindOf(writeDraft('calm', undefined, wish, { ...by('ada'), seen: 1 }))).toBe('policy-no-such-draft');
});

test('every act is on record with the digest that it was about', () => {
  expect(published.acts.map(({ act, by: who }) => `${act} ${who}`)).toEqual([
    'written ada',
    'proposed ada',
    'approved ben',
    'published ben',
  ]);
  expect(new Set(published.acts.map((entry) => entry.digest))).toEqual(new Set([digest]));
  expect(published.revision).toBe(4);
  const back = unpublishedDraft(published, 'Too early', by('ben'));
  expect(back).toMatchObject({ state: 'approved', approvedBy: 'ben', revision: 5 });
  expect(back).not.toHaveProperty('publication');
  expect(back.acts.at(-1)).toMatchObject({ act: 'publication_withdrawn', reason: 'Too early' });
});

test('asked for twice it is done once: approved by the same person, discarded, published', () => {
  expect(kindOf(approveDraft(approved, digest, by('ben')))).toBe('unchanged');
  // By another one it is approved already, and by one who comes back to another draft it is not.
  expect(kindOf(approveDraft(approved, digest, by('cyd')))).toBe('policy-not-possible-now');
  expect(kindOf(approveDraft({ ...proposed, approvedBy: 'ben' }, digest, by('ben')))).toBe('approved');
});

test('made from another publication, it is another wish, though it says the same', () => {
  const rebased = writeDraft('calm', proposed, { ...wish, base: 2 }, { ...by('ada'), seen: proposed.revision });
  expect(kindOf(rebased)).toBe('draft');
  expect(must(rebased)).toMatchObject({ base: 2, revision: 3, writers: ['ada'] });
});

test('each act is on record by its name, with who, when, and the reason where one is given', () => {
  const last = (draft: PolicyDraft) => draft.acts.at(-1);
  const other = must(writeDraft('calm', proposed, { ...wish, title: 'Other' }, { ...by('ben'), seen: 2 }));
  expect(last(other)).toStrictEqual({ act: 'written', at, by: 'ben', digest });
  expect(last(must(sendDraftBack(proposed, 'Why so?', by('cyd'))))).toStrictEqual({
    act: 'sent_back',
    at,
    by: 'cyd',
    digest,
    reason: 'Why so?',
  });
  expect(last(discarded)).toStrictEqual({ act: 'discarded', at, by: 'ada', digest, reason: 'Not needed' });
  expect(must(sendDraftBack(approved, 'Why so?', by('cyd')))).not.toHaveProperty('approvedBy');
});

test('the record is as long as an item of the table bears: what was first goes first', () => {
  const long = { ...proposed, acts: Array.from({ length: 500 }, () => written.acts[0]!) };
  const { acts } = must(approveDraft(long, digest, by('ben')));
  expect(acts).toHaveLength(500);
  expect(acts.at(-1)).toMatchObject({ act: 'approved' });
});

test('what is not possible says in which state it is', () => {
  const refusal = proposeDraft(approved, by('ada'));
  expect(refusal.ok ? '' : refusal.problem.detail).toMatch(/^calm: It is approved\. GET/);
});

test('nothing is published that nobody has agreed to', () => {
  const { approvedBy: _approvedBy, ...nobody } = approved;
  expect(kindOf(publishedDraft(nobody, 2, at, by('cyd')))).toBe('policy-not-possible-now');
});
