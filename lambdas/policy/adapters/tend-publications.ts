import { canonicalJson } from '../../contracts/index.ts';
import type { PolicyFiles, PolicyPublication, PolicyRelease, Result } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { digestOf, publishedDraft, unpublishedDraft } from '../decide-draft.ts';
import { baseOf, decidePublication, decideWithdrawal, isPending } from '../decide-publication.ts';
import { policyProblem, unfitPolicy } from '../refuse.ts';
import { releaseAt } from '../release-at.ts';
import { versionsOf } from '../packs-of.ts';
import type { WholePack } from '../packs-of.ts';
import { createDraftStore } from './draft-store.dynamo.ts';
import { createPackStore } from './pack-store.dynamo.ts';
import { policyTable } from './policy-items.ts';
import { createPublicationStore } from './publication-store.dynamo.ts';
import type { PublicationCommit } from './publication-store.dynamo.ts';
import { checkFiles } from './tend-drafts.ts';
import { untilWritten } from './until-written.ts';

/** What was done, or that it was so already. */
export interface Done {
  readonly outcome: 'changed' | 'unchanged';
  readonly publication: PolicyPublication;
}

export interface InForce {
  readonly current: PolicyRelease;
  readonly next?: PolicyRelease;
  readonly base: number;
  readonly files?: PolicyFiles;
}

/** The files of a pack, by their digest. */
export function policyFilesIn(table: string): (digest: string) => Promise<PolicyFiles | undefined> {
  return createPublicationStore(policyTable(table)).files;
}

/** What makes a pack hold: an approved draft, an earlier publication once more, a deployment that is set up. */
export function publicationKeeper(table: string) {
  const policy = policyTable(table);
  const drafts = createDraftStore(policy);
  const store = createPublicationStore(policy);
  const packs = createPackStore(table);

  const refuse = (slug: Parameters<typeof policyProblem>[0], id: string) =>
    ({ ok: false, problem: policyProblem(slug, id) }) as const;
  const find = async (number: number): Promise<Result<PolicyPublication>> => {
    const publication = await store.find(number);
    return publication === undefined ? refuse('no-such-publication', String(number)) : { ok: true, value: publication };
  };
  const unchanged = async (number: number): Promise<Result<Done>> => {
    const found = await find(number);
    return found.ok ? { ok: true, value: { outcome: 'unchanged', publication: found.value } } : found;
  };
  /** Undefined: somebody else was faster. */
  const commit = async (wanted: PublicationCommit): Promise<Result<Done> | undefined> =>
    (await store.commit(wanted)) === 'committed'
      ? { ok: true, value: { outcome: 'changed', publication: wanted.publication } }
      : undefined;
  const filesOf = async ({ digest }: PolicyPublication): Promise<PolicyFiles | undefined> =>
    digest === undefined ? undefined : store.files(digest);

  return {
    inForce: async (): Promise<Result<InForce>> => {
      const active = await store.active();
      if (active === undefined) return refuse('none-in-force', 'policy');
      const base = baseOf(active);
      const publication = await store.find(base);
      const files = publication === undefined ? undefined : await filesOf(publication);
      const at = nowInstant();
      return {
        ok: true,
        value: {
          current: releaseAt(active, at),
          ...(isPending(active, at) && active.next !== undefined ? { next: active.next } : {}),
          base,
          ...(files === undefined ? {} : { files }),
        },
      };
    },
    list: store.list,
    find: async (
      number: number,
    ): Promise<Result<{ readonly publication: PolicyPublication; readonly files?: PolicyFiles }>> => {
      const found = await find(number);
      if (!found.ok) return found;
      const files = await filesOf(found.value);
      return { ok: true, value: { publication: found.value, ...(files === undefined ? {} : { files }) } };
    },

    /** `from`: absent for at once. */
    publish: (id: string, from: string | undefined, by: string): Promise<Result<Done>> =>
      untilWritten(async () => {
        const [draft, before] = await Promise.all([drafts.find(id), store.active()]);
        if (draft === undefined) return refuse('no-such-draft', id);
        const at = nowInstant();
        const number = (before?.generation ?? 0) + 1;
        const published = publishedDraft(draft, number, from ?? at, { by, at });
        if (!published.ok) return published;
        // Guard: asked twice, it is published once.
        if (!published.changed) return unchanged(draft.publication ?? 0);
        const read = checkFiles((await store.files(draft.digest)) ?? {});
        if (!read.ok) return { ok: false, problem: unfitPolicy(read.problems) };
        const { packs: versions, holds } = versionsOf(read, { by, at });
        const { title, digest, writers, approvedBy = '' } = draft;
        const decided = decidePublication(
          before,
          { kind: 'draft', holds, title, digest, draft: id, writers, approvedBy },
          { by, at, base: draft.base, ...(from === undefined ? {} : { from }) },
        );
        if (!decided.ok) return decided;
        return commit({ ...decided.published, before, packs: versions, draft: published.draft });
      }),

    /** What an earlier publication said holds again, at once: it was approved then. */
    rollBack: (number: number, reason: string, by: string): Promise<Result<Done>> =>
      untilWritten(async () => {
        const [found, before] = await Promise.all([find(number), store.active()]);
        if (!found.ok) return found;
        const { kind, title, digest, release, draft } = found.value;
        const neverHeld =
          kind === 'withdrawal' || (draft !== undefined && (await drafts.find(draft))?.publication !== number);
        if (before === undefined || neverHeld) return refuse('no-such-publication', String(number));
        const at = nowInstant();
        // Guard: asked twice, it is done once.
        const current = releaseAt(before, at);
        if (!isPending(before, at) && isSame(current, release)) return unchanged(current.publication);
        // A version that this release of the product cannot read would stop every case: this throws then.
        const { version, overlays = [] } = release;
        await Promise.all([version, ...overlays.map((one) => one.version)].map((one) => packs.load(one)));
        const holds = { version, ...(overlays.length === 0 ? {} : { overlays }) };
        const decided = decidePublication(
          before,
          {
            kind: 'roll_back',
            holds,
            title,
            reason,
            of: number,
            ...(digest === undefined ? {} : { digest }),
          },
          { by, at },
        );
        return decided.ok ? commit({ ...decided.published, before }) : decided;
      }),

    withdraw: (number: number, reason: string, by: string): Promise<Result<Done>> =>
      untilWritten(async () => {
        const [found, before] = await Promise.all([find(number), store.active()]);
        if (!found.ok) return found;
        if (before === undefined) return refuse('no-such-publication', String(number));
        const at = nowInstant();
        const decided = decideWithdrawal(before, number, { by, at, reason });
        if (!decided.ok) return decided;
        const draft = found.value.draft === undefined ? undefined : await drafts.find(found.value.draft);
        return commit({
          ...decided.published,
          before,
          ...(draft === undefined ? {} : { draft: unpublishedDraft(draft, reason, { by, at }) }),
        });
      }),

    /** The pack of a folder, where no other holds, or where whoever sets up says `over`: on record as what it is. */
    setUp: (whole: WholePack, files: PolicyFiles, { by, over }: { readonly by: string; readonly over: boolean }) =>
      untilWritten(async (): Promise<Result<SetUp> | undefined> => {
        const before = await store.active();
        const at = nowInstant();
        const { packs: versions, holds } = versionsOf(whole, { by, at });
        const current = before === undefined ? undefined : releaseAt(before, at);
        if (current !== undefined && isSame(current, holds))
          return { ok: true, value: { outcome: 'unchanged', version: current.version } };
        if (current !== undefined && !over) return { ok: true, value: { outcome: 'kept', version: current.version } };
        const digest = digestOf(files);
        await store.keepFiles(digest, files);
        const wish = { kind: 'set-up', holds, title: whole.pack.name, digest } as const;
        const decided = decidePublication(before, wish, { by, at });
        if (!decided.ok) return decided;
        const done = await commit({ ...decided.published, before, packs: versions });
        return done?.ok === true ? { ok: true, value: { outcome: 'changed', version: holds.version } } : done;
      }),
  };
}

export interface SetUp {
  /** `kept`: another one holds, and goes on. */
  readonly outcome: 'changed' | 'unchanged' | 'kept';
  readonly version: string;
}

type Holds = Pick<PolicyRelease, 'version' | 'overlays'>;
function isSame(left: Holds, right: Holds): boolean {
  const said = ({ version, overlays = [] }: Holds): string => canonicalJson({ version, overlays });
  return said(left) === said(right);
}
