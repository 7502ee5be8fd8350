import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { DraftAct, DraftWish, PolicyDraft, PolicyFiles, Refusal } from '../contracts/index.ts';
import { policyProblem } from './refuse.ts';

/** `changed: false`: it was so already, so nothing is written. */
export type DecidedDraft = { readonly ok: true; readonly changed: boolean; readonly draft: PolicyDraft } | Refusal;

/** Who does something, and when. */
export interface By {
  readonly by: string;
  readonly at: string;
}

type State = PolicyDraft['state'];

/** In which states an act is possible. What was published or discarded stays as it is. */
const POSSIBLE: Readonly<
  Record<'write' | 'propose' | 'approve' | 'sendBack' | 'discard' | 'publish', readonly State[]>
> = {
  write: ['draft', 'proposed', 'approved'],
  propose: ['draft'],
  approve: ['proposed'],
  sendBack: ['proposed', 'approved'],
  discard: ['draft', 'proposed', 'approved'],
  publish: ['approved'],
};

export function digestOf(files: PolicyFiles): string {
  return sha256Hex(canonicalJson(files));
}

/** A new draft, or other words for one. Whatever was agreed to before is agreed to no more. `seen` is the revision that the wish was made from. */
export function writeDraft(
  id: string,
  before: PolicyDraft | undefined,
  { title, base, files }: DraftWish,
  { by, at, seen }: By & { readonly seen: number | undefined },
): DecidedDraft {
  const digest = digestOf(files);
  if (before === undefined) {
    if (seen !== undefined) return refused('no-such-draft', id);
    const contract = 'policy-draft/1' as const;
    const acts = [{ act: 'written' as const, at, by, digest }];
    return changed({ contract, id, revision: 1, title, state: 'draft', digest, base, writers: [by], acts });
  }
  const isSame = before.digest === digest && before.title === title && before.base === base;
  // Guard: sent twice, it is written once.
  if (isSame) return unchanged(before);
  if (seen === undefined) return refused('version-required', id);
  if (seen !== before.revision) return refused('changed-meanwhile', id);
  if (!POSSIBLE.write.includes(before.state)) return notNow(before);
  const { approvedBy: _approvedBy, ...rest } = before;
  const writers = [...new Set([...before.writers, by])];
  return changed(done({ ...rest, title, base, digest, writers, state: 'draft' }, 'written', { by, at }));
}

export function proposeDraft(draft: PolicyDraft, by: By): DecidedDraft {
  if (draft.state === 'proposed') return unchanged(draft);
  return POSSIBLE.propose.includes(draft.state)
    ? changed(done({ ...draft, state: 'proposed' }, 'proposed', by))
    : notNow(draft);
}

/** What is approved is what the digest names, and never by somebody who has written of it. */
export function approveDraft(draft: PolicyDraft, digest: string, by: By): DecidedDraft {
  if (draft.writers.includes(by.by)) return refused('own-draft', draft.id);
  if (draft.digest !== digest) return refused('other-content', draft.id);
  if (draft.state === 'approved' && draft.approvedBy === by.by) return unchanged(draft);
  return POSSIBLE.approve.includes(draft.state)
    ? changed(done({ ...draft, state: 'approved', approvedBy: by.by }, 'approved', by))
    : notNow(draft);
}

export function sendDraftBack(draft: PolicyDraft, reason: string, by: By): DecidedDraft {
  if (!POSSIBLE.sendBack.includes(draft.state)) return draft.state === 'draft' ? unchanged(draft) : notNow(draft);
  const { approvedBy: _approvedBy, ...rest } = draft;
  return changed(done({ ...rest, state: 'draft' }, 'sent_back', by, reason));
}

export function discardDraft(draft: PolicyDraft, reason: string, by: By): DecidedDraft {
  if (draft.state === 'discarded') return unchanged(draft);
  return POSSIBLE.discard.includes(draft.state)
    ? changed(done({ ...draft, state: 'discarded' }, 'discarded', by, reason))
    : notNow(draft);
}

/** The draft as a publication leaves it. */
export function publishedDraft(draft: PolicyDraft, publication: number, from: string, by: By): DecidedDraft {
  if (draft.state === 'published') return unchanged(draft);
  // Guard: nothing holds that nobody else has agreed to.
  const isAgreed = draft.approvedBy !== undefined && !draft.writers.includes(draft.approvedBy);
  if (!POSSIBLE.publish.includes(draft.state) || !isAgreed) return notNow(draft);
  return changed(done({ ...draft, state: 'published', publication, from }, 'published', by));
}

/** A publication that was taken back before it held leaves the draft as it was approved. */
export function unpublishedDraft(draft: PolicyDraft, reason: string, by: By): PolicyDraft {
  const { publication: _publication, from: _from, ...rest } = draft;
  return done({ ...rest, state: 'approved' }, 'publication_withdrawn', by, reason);
}

/** An item of DynamoDB does not grow for ever; what came before are the revisions of a draft that is given up. */
const MOST_ACTS = 500;

function done(draft: PolicyDraft, act: DraftAct, { by, at }: By, reason?: string): PolicyDraft {
  const entry = { act, at, by, digest: draft.digest, ...(reason === undefined ? {} : { reason }) };
  return { ...draft, revision: draft.revision + 1, acts: [...draft.acts, entry].slice(-MOST_ACTS) };
}

const changed = (draft: PolicyDraft): DecidedDraft => ({ ok: true, changed: true, draft });
const unchanged = (draft: PolicyDraft): DecidedDraft => ({ ok: true, changed: false, draft });

function refused(slug: Parameters<typeof policyProblem>[0], id: string, why?: string): DecidedDraft {
  return { ok: false, problem: policyProblem(slug, id, why) };
}

function notNow({ id, state }: PolicyDraft): DecidedDraft {
  return refused('not-possible-now', id, `It is ${state}`);
}
