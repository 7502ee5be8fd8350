import * as z from 'zod';
import { ASKED_BEFORE, caseRecord, instant, journalEntry } from '../contracts/index.ts';
import type { Case, PolicyPack, PolicyScope, PublishedPack } from '../contracts/index.ts';
import { GENESIS } from '../case/chain.ts';
import { versionsOf } from '../policy/packs-of.ts';
import type { WholePack } from '../policy/packs-of.ts';
import { versionIn } from '../policy/release-at.ts';
import { versionOf } from '../policy/version-of.ts';

/** A case with its journal, as it was read: what a simulation goes by. One line of a file of past cases. */
export const pastCase = z.strictObject({
  contract: z.literal('past-case/1'),
  readAt: instant.meta({ description: 'Nothing is known of what came after.' }),
  record: caseRecord,
  entries: z.array(journalEntry).min(1),
});
export type PastCase = z.infer<typeof pastCase>;

/** What is simulated: a pack, and the version that its cases would name. */
export type Policy = Pick<PublishedPack, 'pack' | 'version'>;

/** A pack under the version that it has once it is published: the hash of its content. */
export function policyOf(pack: PolicyPack): Policy {
  return { pack, version: versionOf(pack) };
}

/** What holds in a region and unit; of nowhere: the global pack. */
export type PolicyIn = (scope: PolicyScope) => Policy;

export const everywhere =
  (policy: Policy): PolicyIn =>
  () =>
    policy;

/** A pack with its overlays, each case by the one that would have been its own. */
export function withOverlays(whole: WholePack): PolicyIn {
  const { packs, holds } = versionsOf(whole, { by: 'simulation', at: '' });
  return amongVersions(packs, holds);
}

export function amongVersions(packs: readonly Policy[], holds: Parameters<typeof versionIn>[0]): PolicyIn {
  const byVersion = new Map(packs.map((policy) => [policy.version, policy]));
  return (scope) => {
    const version = versionIn(holds, scope);
    const policy = byVersion.get(version);
    if (policy === undefined) throw new Error(`there is no version ${version} among those that hold`);
    return policy;
  };
}

/**
 * The case as it was before its first entry, under a policy. What reports have added since (an earlier time of the trouble, references) is there from the beginning: the
 * journal does not say when it came.
 */
export function asReported({ record }: Pick<PastCase, 'record'>, { pack, version }: Policy): Case {
  const { contract, id, type, title, references, correlationKeys, region, businessUnit } = record;
  const { place, carrier, reasonCode, reasonText, previousCase, causes, cause } = record;
  const { occurredAt, detectedAt, openedAt } = record;
  return {
    contract,
    id,
    version: 0,
    state: 'open',
    type,
    title,
    references,
    correlationKeys,
    ...(place === undefined ? {} : { place }),
    ...(carrier === undefined ? {} : { carrier }),
    region,
    businessUnit,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(reasonText === undefined ? {} : { reasonText }),
    policyVersion: version,
    asks: cause === undefined ? [...(pack.types[type]?.facts ?? ASKED_BEFORE)] : [],
    occurredAt,
    detectedAt,
    openedAt,
    signals: cause === undefined ? 1 : 0,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: { policy: pack.escalation[0]?.id ?? 'standard', generation: 1, round: 1, level: 0, nextStep: 0 },
    reopens: 0,
    ...(previousCase === undefined ? {} : { previousCase }),
    ...(causes === undefined ? {} : { causes }),
    ...(cause === undefined ? {} : { cause }),
    chainHash: GENESIS,
  };
}
