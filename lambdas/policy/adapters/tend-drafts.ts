import type { DraftWish, PolicyDraft, PolicyFiles, Result } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { approveDraft, digestOf, discardDraft, proposeDraft, sendDraftBack, writeDraft } from '../decide-draft.ts';
import type { By, DecidedDraft } from '../decide-draft.ts';
import { readPack } from '../read-pack.ts';
import type { ReadPack } from '../read-pack.ts';
import { policyProblem, unfitPolicy } from '../refuse.ts';
import { createDraftStore } from './draft-store.dynamo.ts';
import { policyTable } from './policy-items.ts';
import { createPublicationStore } from './publication-store.dynamo.ts';
import { untilWritten } from './until-written.ts';

/** The check that `npm run policy -- check DIR` makes, of files that lie nowhere. */
export function checkFiles(files: PolicyFiles): ReadPack {
  return readPack(
    Object.entries(files)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([file, text]) => ({ file, text })),
  );
}

/** Drafts: written, proposed, approved by somebody else, sent back, given up. */
export function draftKeeper(table: string) {
  const policy = policyTable(table);
  const drafts = createDraftStore(policy);
  const publications = createPublicationStore(policy);
  const find = async (id: string): Promise<Result<PolicyDraft>> => {
    const draft = await drafts.find(id);
    return draft === undefined
      ? { ok: false, problem: policyProblem('no-such-draft', id) }
      : { ok: true, value: draft };
  };

  /** Whoever meets somebody else decides again by what is there then. */
  const save = (decide: () => Promise<DecidedDraft>): Promise<Result<PolicyDraft>> =>
    untilWritten(async () => {
      const decided = await decide();
      if (!decided.ok) return decided;
      return !decided.changed || (await drafts.save(decided.draft)) ? { ok: true, value: decided.draft } : undefined;
    });
  const act =
    (decide: (draft: PolicyDraft, by: By) => DecidedDraft) =>
    (id: string, by: string): Promise<Result<PolicyDraft>> =>
      save(async () => {
        const found = await find(id);
        return found.ok ? decide(found.value, { by, at: nowInstant() }) : found;
      });

  return {
    list: drafts.list,
    find: async (id: string): Promise<Result<{ readonly draft: PolicyDraft; readonly files: PolicyFiles }>> => {
      const found = await find(id);
      if (!found.ok) return found;
      const files = await publications.files(found.value.digest);
      if (files === undefined) throw new Error(`the files of draft ${id} are gone`);
      return { ok: true, value: { draft: found.value, files } };
    },
    /** `seen` is the revision that the wish was made from; undefined where there was none. */
    write: async (id: string, wish: DraftWish, seen: number | undefined, by: string): Promise<Result<PolicyDraft>> => {
      await publications.keepFiles(digestOf(wish.files), wish.files);
      return save(async () => writeDraft(id, await drafts.find(id), wish, { by, at: nowInstant(), seen }));
    },
    /** Only what may be published is shown to somebody who is to approve it. */
    propose: (id: string, by: string): Promise<Result<PolicyDraft>> =>
      save(async () => {
        const found = await find(id);
        if (!found.ok) return found;
        const files = await publications.files(found.value.digest);
        const read = checkFiles(files ?? {});
        return read.ok
          ? proposeDraft(found.value, { by, at: nowInstant() })
          : { ok: false, problem: unfitPolicy(read.problems) };
      }),
    approve: (id: string, digest: string, by: string) => act((draft, who) => approveDraft(draft, digest, who))(id, by),
    sendBack: (id: string, reason: string, by: string) =>
      act((draft, who) => sendDraftBack(draft, reason, who))(id, by),
    discard: (id: string, reason: string, by: string) => act((draft, who) => discardDraft(draft, reason, who))(id, by),
  };
}
