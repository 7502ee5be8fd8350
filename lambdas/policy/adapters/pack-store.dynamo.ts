import * as z from 'zod';
import { publishedPack } from '../../contracts/index.ts';
import type { ActivePolicy, PolicyScope, PublishedPack } from '../../contracts/index.ts';
import { now, nowInstant } from '../../platform/index.ts';
import { releaseAt, versionIn } from '../release-at.ts';
import { policyKeys, policyTable } from './policy-items.ts';

/** How long a function goes on with what it knows to hold. Open cases keep theirs anyway. */
const KNOWN_FOR_MS = 60_000;

export type PackStore = ReturnType<typeof createPackStore>;

/** Published packs: versions never change, so each is read once per environment; which one holds is asked again every minute. */
export function createPackStore(...place: Parameters<typeof policyTable>) {
  const policy = policyTable(...place);
  const versions = new Map<string, PublishedPack>();
  let known: { readonly active: ActivePolicy; readonly until: number } | undefined;

  const load = async (version: string): Promise<PublishedPack> => {
    const loaded = versions.get(version);
    if (loaded !== undefined) return loaded;
    const item = await policy.read(policyKeys.version(version), z.object({ published: z.string() }));
    if (item === undefined) throw new Error(`there is no policy version ${version}`);
    const published = publishedPack.parse(JSON.parse(item.published));
    versions.set(version, published);
    return published;
  };

  return {
    load,
    /** What holds now, in a region and unit where something is otherwise there; one that was published for a time holds from that very time on. */
    active: async (scope: PolicyScope = {}): Promise<PublishedPack> => {
      if (known === undefined || known.until <= now()) {
        const active = await policy.active();
        if (active === undefined) throw new Error('no policy pack is published: run `npm run set-up`');
        known = { active, until: now() + KNOWN_FOR_MS };
      }
      return load(versionIn(releaseAt(known.active, nowInstant()), scope));
    },
  };
}
