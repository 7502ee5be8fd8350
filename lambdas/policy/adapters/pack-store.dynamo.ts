import * as z from 'zod';
import { publishedPack } from '../../contracts/index.ts';
import type { ActivePolicy, PolicyRelease, PolicyScope, PublishedPack, RotaChange } from '../../contracts/index.ts';
import { now, nowInstant } from '../../platform/index.ts';
import { releaseAt, versionIn } from '../release-at.ts';
import { withRotaChanges } from '../../routing/index.ts';
import { policyKeys, policyTable } from './policy-items.ts';
import { rotaChangeStore } from './rota-changes.dynamo.ts';

/** How long a function goes on with what it knows to hold. Open cases keep theirs anyway. */
const KNOWN_FOR_MS = 60_000;

export type PackStore = ReturnType<typeof createPackStore>;

/** Published packs: versions never change, so each is read once per environment; which one holds, and what was changed of rotas, is asked again every minute. */
export function createPackStore(...place: Parameters<typeof policyTable>) {
  const policy = policyTable(...place);
  const rotas = rotaChangeStore(policy);
  const versions = new Map<string, PublishedPack>();
  let known: { readonly active: ActivePolicy; readonly until: number } | undefined;
  let changes:
    { readonly list: readonly RotaChange[]; readonly generation: number; readonly until: number } | undefined;
  /** Packs as people have changed their rotas, by version: made anew when somebody changes one. */
  let staffed = new Map<string, PublishedPack>();

  const asPublished = async (version: string): Promise<PublishedPack> => {
    const loaded = versions.get(version);
    if (loaded !== undefined) return loaded;
    const item = await policy.read(policyKeys.version(version), z.object({ published: z.string() }));
    if (item === undefined) throw new Error(`there is no policy version ${version}`);
    const published = publishedPack.parse(JSON.parse(item.published));
    versions.set(version, published);
    return published;
  };

  const rotaChanges = async (): Promise<readonly RotaChange[]> => {
    if (changes !== undefined && changes.until > now()) return changes.list;
    const { changes: list, generation } = await rotas.current();
    if (generation !== changes?.generation) staffed = new Map();
    changes = { list, generation, until: now() + KNOWN_FOR_MS };
    return list;
  };

  const load = async (version: string): Promise<PublishedPack> => {
    const [published, list] = await Promise.all([asPublished(version), rotaChanges()]);
    const before = staffed.get(version);
    if (before !== undefined) return before;
    const after = { ...published, pack: withRotaChanges(published.pack, list) };
    staffed.set(version, after);
    return after;
  };

  const release = async (): Promise<PolicyRelease> => {
    if (known === undefined || known.until <= now()) {
      const active = await policy.active();
      if (active === undefined) throw new Error('no policy pack is published: run `npm run set-up`');
      known = { active, until: now() + KNOWN_FOR_MS };
    }
    return releaseAt(known.active, nowInstant());
  };

  return {
    /** A version, with what people have changed of its rotas by now. */
    load,
    asPublished,
    rotaChanges,
    /** What holds now. */
    release,
    /** What holds now, in a region and unit where something is otherwise there; one that was published for a time holds from that very time on. */
    active: async (scope: PolicyScope = {}): Promise<PublishedPack> => load(versionIn(await release(), scope)),
    /** What holds now, anywhere: the global pack, and what is otherwise in some region or unit. */
    holding: async (): Promise<readonly PublishedPack[]> => {
      const { version, overlays = [] } = await release();
      return Promise.all([version, ...overlays.map((overlay) => overlay.version)].map(load));
    },
  };
}
