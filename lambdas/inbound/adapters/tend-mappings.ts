import type { Actor, Mapping, MappingTrial, MappingTrialAnswer, Problem, Result } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { checkMapping } from '../check-mapping.ts';
import { lookUp } from '../formats/look-up.ts';
import { mappedTranslators } from '../formats/mapped-records.ts';
import { shippedMapping } from '../mappings/index.ts';
import { invalidMapping, mappingProblem } from '../refuse-administration.ts';
import { createMappingHistory } from './mapping-history.dynamo.ts';
import { createMappingStore } from './mapping-store.dynamo.ts';

const MOST_SHOWN = 100;

/** What people do with mappings: each change is a version, and the one before it can be had again. */
export function mappingKeeper(table: string) {
  const store = createMappingStore(table);
  const history = createMappingHistory(table);
  const refuse = (problem: Problem) => ({ ok: false, problem }) as const;
  const save = async (
    mapping: Mapping,
    seen: number,
    saved: { readonly actor: Actor; readonly restores?: number },
  ): Promise<Result<Mapping>> => {
    const kept = await store.save(mapping, { seen, saved: { at: nowInstant(), ...saved } });
    return kept === undefined ? refuse(mappingProblem('changed-meanwhile', mapping.id)) : { ok: true, value: kept };
  };

  return {
    list: history.list,
    find: store.find,
    versions: history.versions,

    /** `seen` is the version that the wish was made from; undefined where there was none. */
    put: async (id: string, wish: unknown, seen: number | undefined, actor: Actor): Promise<Result<Mapping>> => {
      const checked = checkMapping(wish);
      if (!checked.ok) return refuse(invalidMapping(checked.errors));
      if (checked.mapping.id !== id)
        return refuse(invalidMapping([{ pointer: '/id', detail: `the path names ${id}: an id never changes` }]));
      const before = await store.find(id);
      if (before !== undefined && seen === undefined) return refuse(mappingProblem('version-required', id));
      if ((before?.version ?? 0) !== (seen ?? 0)) return refuse(mappingProblem('changed-meanwhile', id));
      return save(checked.mapping, seen ?? 0, { actor });
    },

    rollBack: async (id: string, version: number, actor: Actor): Promise<Result<Mapping>> => {
      const newest = await store.find(id);
      if (newest === undefined) return refuse(mappingProblem('no-such-mapping', id));
      const shipped = shippedMapping(id);
      const wanted = shipped?.version === version ? shipped : await store.version(id, version);
      if (wanted === undefined) return refuse(mappingProblem('no-such-version', `${id}/${String(version)}`));
      return save(wanted, newest.version, { actor, restores: version });
    },

    /** Reads a sample as a payload would be read, and keeps nothing. */
    tryOut: async (
      id: string,
      { text, base64, zone, mapping: draft }: MappingTrial,
    ): Promise<Result<MappingTrialAnswer>> => {
      const checked = draft === undefined ? undefined : checkMapping(draft);
      if (checked?.ok === false) return refuse(invalidMapping(checked.errors, '/mapping'));
      const mapping = checked?.mapping ?? (await store.find(id));
      if (mapping === undefined) return refuse(mappingProblem('no-such-mapping', id));
      const translate = lookUp(mappedTranslators, 'json');
      if (translate === undefined) throw new Error('the formats have no mapped records');
      const bytes = base64 === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(base64, 'base64');
      const sender = { sourceId: 'trial', issuer: 'trial', zone, receivedAt: nowInstant(), mapping };
      const { drafts, rejections, warnings } = translate({ bytes, contentType: '', headers: {} }, sender);
      return {
        ok: true,
        value: {
          version: mapping.version,
          counts: { signals: drafts.length, rejected: rejections.length },
          signals: drafts.slice(0, MOST_SHOWN).map((signal) => ({ ...signal })),
          rejections: rejections.slice(0, MOST_SHOWN).map(({ part, pointer, detail, mend }) => ({
            part,
            pointer,
            detail,
            ...(mend === undefined ? {} : { mend }),
          })),
          warnings: warnings.slice(0, MOST_SHOWN),
        },
      };
    },
  };
}
