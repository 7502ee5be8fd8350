import { sha256Hex } from '../../contracts/index.ts';
import type { Actor, Refusal, SourceAudit, SourceRegistration, SourceWish } from '../../contracts/index.ts';
import { nowInstant, randomHex } from '../../platform/index.ts';
import { changedRegistration, changesBetween, needsClient, registrationOf } from '../decide-source-change.ts';
import { sourceProblem } from '../refuse-administration.ts';
import { needsSecret, secretFrom, secretIdOf, secretProblem } from '../signatures/secret.ts';
import { senderClients } from './sender-clients.ts';
import { sourceResources } from './source-resources.ts';
import type { SourceSettings } from './source-resources.ts';
import { createSourceStore } from './source-store.dynamo.ts';
import type { SourceStore } from './source-store.dynamo.ts';

export type SourceResult =
  | {
      readonly ok: true;
      readonly registration: SourceRegistration;
      /** Told once, by the act that has made it. */
      readonly secret?: string;
      readonly unchanged?: true;
    }
  | Refusal;

export interface SourceManager extends Pick<SourceStore, 'read' | 'list' | 'history'> {
  register(wish: SourceWish, actor: Actor, secret?: string): Promise<SourceResult>;
  change(wish: SourceWish, seen: number, actor: Actor): Promise<SourceResult>;
  switchTo(id: string, enabled: boolean, actor: Actor): Promise<SourceResult>;
  rotateSecret(id: string, actor: Actor, secret?: string): Promise<SourceResult>;
  retireSecret(id: string, actor: Actor): Promise<SourceResult>;
}

/**
 * Each act first claims its place, by a conditional write with its record, then does what is outside the table. Whoever dies between finds it begun when
 * asked again, and goes on.
 */
export function sourceManager(settings: SourceSettings): SourceManager {
  const store = createSourceStore(settings.referenceTable);
  const resources = sourceResources(settings);
  const clients = senderClients(settings.senders);
  const secretName = (id: string): string => `fairlead/${settings.stage}/source/${id}`;
  const refuse = (...given: Parameters<typeof sourceProblem>): SourceResult => ({
    ok: false,
    problem: sourceProblem(...given),
  });
  const auditOf = (
    { id: sourceId, version }: SourceRegistration,
    act: SourceAudit['act'],
    actor: Actor,
    changes: SourceAudit['changes'] = [],
  ): SourceAudit => ({ contract: 'source-audit/1', sourceId, version, at: nowInstant(), actor, act, changes });

  /** A registration whose sender fetches tokens, with the client that is made for it, and what is told of that client once. */
  const withClient = async (wished: SourceRegistration, given?: string): Promise<Made> => {
    const { id, authentication } = wished;
    if (authentication.scheme !== 'oauth' || !needsClient(authentication)) return { registration: wished };
    const secret = given ?? secretFrom(authentication, randomHex(32));
    const { secret: told, ...client } = await clients.ensure(id, authentication.scope, secret);
    return { registration: { ...wished, authentication: { ...authentication, ...client } }, told };
  };

  /** Its secret, client, key and place in a plan; then it is switched on. */
  const complete = async (wished: SourceRegistration, given: string | undefined): Promise<SourceResult> => {
    const { registration: begun, told } = await withClient(wished, given);
    const { id, authentication, limits } = begun;
    const secretId = secretIdOf(authentication);
    const pair =
      secretId === undefined
        ? undefined
        : await resources.ensureSecret(secretId, given ?? secretFrom(authentication, randomHex(32)));
    if (secretId !== undefined && given !== undefined && pair?.current !== given)
      await resources.putSecret(secretId, { current: given }, tokenOf(id, 'given', sha256Hex(given)));
    const key = await resources.ensureKey(id, limits.tier);
    const whole = { ...begun, apiKeyId: key.id, apiKeyValue: key.value, enabled: true };
    const isOurs = await store.complete(whole);
    const secret = told ?? given ?? pair?.current;
    // Somebody was faster, and may have changed it since.
    const registration = isOurs ? whole : ((await store.read(id)) ?? whole);
    return { ok: true, registration, ...(secret === undefined ? {} : { secret }) };
  };

  /** What a change asks for outside the table; also of one that died before it came to that. */
  const settle = async (registration: SourceRegistration) => {
    const { apiKeyId, authentication, limits } = registration;
    if (apiKeyId !== undefined) await resources.ensurePlan(apiKeyId, limits.tier);
    const secretId = secretIdOf(authentication);
    const made =
      secretId === undefined
        ? undefined
        : await resources.ensureSecret(secretId, secretFrom(authentication, randomHex(32)));
    return { ok: true, registration, ...(made?.isNew === true ? { secret: made.current } : {}) } as const;
  };

  /** The next version with its record, or the problem that somebody was faster. */
  const commit = async (
    next: SourceRegistration,
    act: SourceAudit['act'],
    actor: Actor,
    changes: SourceAudit['changes'] = [],
  ): Promise<SourceResult> =>
    (await store.change(next, auditOf(next, act, actor, changes)))
      ? { ok: true, registration: next }
      : refuse('changed-meanwhile', next.id);

  /** Asked again while two are good, what was given last is replaced: the answer that told it may have been lost, and nobody can read it any more. */
  const rotateOfClient = async (
    before: SourceRegistration,
    clientId: string,
    actor: Actor,
    given: string | undefined,
  ): Promise<SourceResult> => {
    const next = { ...before, secretsInRotation: true, version: before.version + 1 };
    const result = await commit(next, 'secret_rotated', actor);
    if (!result.ok) return result;
    const secret = given ?? secretFrom(before.authentication, randomHex(32));
    await clients.addSecret(clientId, secret);
    return { ...result, secret };
  };

  /** The secret goes first: whoever dies before the record finds two in rotation, and asks again. */
  const retireOfClient = async (before: SourceRegistration, clientId: string, actor: Actor): Promise<SourceResult> => {
    if (!before.secretsInRotation) return { ok: true, registration: before, unchanged: true };
    await clients.retireSecret(clientId);
    return commit({ ...before, secretsInRotation: false, version: before.version + 1 }, 'secret_retired', actor);
  };

  return {
    read: (id) => store.read(id),
    list: () => store.list(),
    history: (id) => store.history(id),
    register: async (wish, actor, secret) => {
      const why = secret === undefined ? undefined : secretProblem(wish.authentication, secret);
      if (why !== undefined) return refuse('secret-unfit', wish.id, why);
      const made = { pathKey: randomHex(24), secretId: secretName(wish.id) };
      const registration = registrationOf(wish, made);
      if (await store.create(registration, auditOf(registration, 'registered', actor)))
        return complete(registration, secret);
      const known = await store.read(wish.id);
      // Begun and not finished, with the same wish: go on. What is finished has a key.
      const isBegun = known !== undefined && known.apiKeyId === undefined;
      if (isBegun && changesBetween(known, registration).length === 0) return complete(known, secret);
      return refuse('exists-already', wish.id);
    },
    change: async (wish, seen, actor) => {
      const before = await store.read(wish.id);
      if (before === undefined) return refuse('no-such-source', wish.id);
      // Guard: nobody changes what they have not seen.
      if (before.version !== seen) return refuse('changed-meanwhile', wish.id);
      const { registration: after, told } = await withClient(changedRegistration(before, wish, secretName(wish.id)));
      const changes = changesBetween(before, after);
      if (changes.length === 0) return { ...(await settle(before)), unchanged: true };
      const hadSecret = secretIdOf(before.authentication);
      if (hadSecret !== undefined && needsSecret(after.authentication)) {
        const { current } = await resources.readSecret(hadSecret);
        const why = secretProblem(after.authentication, current);
        if (why !== undefined) return refuse('secret-unfit', wish.id, why);
      }
      const result = await commit(after, 'changed', actor, changes);
      if (!result.ok) return result;
      return { ...(await settle(after)), ...(told === undefined ? {} : { secret: told }) };
    },
    switchTo: async (id, enabled, actor) => {
      const before = await store.read(id);
      if (before === undefined) return refuse('no-such-source', id);
      if (before.enabled === enabled) return { ok: true, registration: before, unchanged: true };
      if (before.apiKeyId === undefined) return refuse('not-complete', id);
      const next = { ...before, enabled, version: before.version + 1 };
      return commit(next, enabled ? 'switched_on' : 'switched_off', actor);
    },
    rotateSecret: async (id, actor, given) => {
      const before = await store.read(id);
      if (before === undefined) return refuse('no-such-source', id);
      const why = given === undefined ? undefined : secretProblem(before.authentication, given);
      if (why !== undefined) return refuse('secret-unfit', id, why);
      const clientId = ownClientOf(before);
      if (clientId !== undefined) return rotateOfClient(before, clientId, actor, given);
      const secretId = secretIdOf(before.authentication);
      if (secretId === undefined) return refuse('no-secret', id);
      const pair = await resources.readSecret(secretId);
      // Guard: a secret is rotated once until the old one is retired.
      if (before.secretsInRotation && pair.previous !== undefined) return refuse('rotation-under-way', id);
      let claimed = before;
      if (!before.secretsInRotation) {
        const next = { ...before, secretsInRotation: true, version: before.version + 1 };
        const result = await commit(next, 'secret_rotated', actor);
        if (!result.ok) return result;
        claimed = next;
      }
      const secret = given ?? secretFrom(before.authentication, randomHex(32));
      const token = tokenOf(id, 'rotate', String(claimed.version));
      try {
        await resources.putSecret(secretId, { current: secret, previous: pair.current }, token);
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceExistsException') return refuse('rotation-under-way', id);
        throw error;
      }
      return { ok: true, registration: claimed, secret };
    },
    retireSecret: async (id, actor) => {
      const before = await store.read(id);
      if (before === undefined) return refuse('no-such-source', id);
      const clientId = ownClientOf(before);
      if (clientId !== undefined) return retireOfClient(before, clientId, actor);
      const secretId = secretIdOf(before.authentication);
      if (secretId === undefined) return refuse('no-secret', id);
      const pair = await resources.readSecret(secretId);
      if (!before.secretsInRotation && pair.previous === undefined)
        return { ok: true, registration: before, unchanged: true };
      let after = before;
      if (before.secretsInRotation) {
        after = { ...before, secretsInRotation: false, version: before.version + 1 };
        const result = await commit(after, 'secret_retired', actor);
        if (!result.ok) return result;
      }
      if (pair.previous !== undefined)
        await resources.putSecret(secretId, { current: pair.current }, tokenOf(id, 'retire', String(after.version)));
      return { ok: true, registration: after };
    },
  };
}

interface Made {
  readonly registration: SourceRegistration;
  readonly told?: string;
}

/** The client that was made for it in the pool of senders; where another pool is named, its owner gives secrets. */
function ownClientOf({ authentication }: SourceRegistration): string | undefined {
  return authentication.scheme === 'oauth' && authentication.tokenUrl !== undefined
    ? authentication.clientId
    : undefined;
}

/** Secrets Manager takes 32 to 64 characters, and does the same token's work once. */
function tokenOf(...parts: readonly string[]): string {
  // Guard: an act that is done again has its token.
  return sha256Hex(parts.join('#'));
}
