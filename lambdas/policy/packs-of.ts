import type { PolicyRelease, PublishedPack } from '../contracts/index.ts';
import type { EffectivePack } from './check-overlays.ts';
import type { By } from './decide-draft.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { versionOf } from './version-of.ts';

/** A pack that may be published, with what it is in regions and units where something is otherwise. */
export interface WholePack {
  readonly pack: PolicyPack;
  readonly overlays: readonly EffectivePack[];
}

/** What is published of it: each pack as a version, and which of them holds where. */
export interface Versions {
  readonly packs: readonly PublishedPack[];
  readonly holds: Pick<PolicyRelease, 'version' | 'overlays'>;
}

export function versionsOf({ pack, overlays }: WholePack, { by, at }: By): Versions {
  const said = { publishedAt: at, publishedBy: by };
  const global = { ...said, version: versionOf(pack), pack };
  const local = overlays.map(({ scope, overlays: files, pack: effective }) => ({
    scope,
    files: [...files],
    published: {
      ...said,
      version: versionOf(effective),
      pack: effective,
      global: global.version,
      overlays: [...files],
    },
  }));
  return {
    packs: [global, ...local.map(({ published }) => published)],
    holds: {
      version: global.version,
      ...(local.length === 0
        ? {}
        : { overlays: local.map(({ scope, files, published }) => ({ ...scope, version: published.version, files })) }),
    },
  };
}
