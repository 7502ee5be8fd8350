import type { SystemInstance } from '../../contracts/index.ts';
import { now, random, sleep } from '../../platform/index.ts';
import { outcomeOf, pauseBeforeNext } from '../decide-try.ts';
import { healthAfter, mayAsk } from '../health.ts';
import type { Outcome } from '../health.ts';
import type { CallSystem, SystemConnector } from './connect-to.ts';
import type { HealthStore, KnownHealth } from './health-store.dynamo.ts';
import type { Place } from './place-store.dynamo.ts';

/** So often another function was faster in telling how the system is; then it is told well enough. */
const WRITES = 3;
/** Where all places are taken, other looks after about so long; then it is left, or those who wait for one instance would hold the functions that others need. */
const WAITING_MS = 300;
const LOOKS = 4;
/** A place is kept for so long beyond the time of its request: for an answer that comes at the last moment, and the way back. */
const LEAVING_MS = 1_000;

export type Get = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * GET against an instance, as long as its budget lasts: not while the instance is left alone, within its rate, no more at once than it can bear, with a time-out for each try, and again where it is worth it. How it went
 * is told to all functions that ask this instance. Only questions go this way: a change is never repeated here, and never held back.
 */
export function askProtected(
  connector: SystemConnector,
  instance: SystemInstance,
  store: HealthStore,
  budgetMs = 6_500,
): Get {
  const { limits, name } = instance;
  const deadline = now() + budgetMs;
  const refuse = (why: string, until?: number): never => {
    throw new Error(`${name} is not asked${until === undefined ? '' : ` until ${clock(until)}`}: ${why}`);
  };
  const tell = async (outcome: Outcome, known?: KnownHealth): Promise<void> => {
    for (let writes = 0; writes < WRITES; writes += 1) {
      const current = known !== undefined && writes === 0 ? known : await store.read(name);
      const next = healthAfter(current.health, outcome, now(), limits.breaker);
      if (next === current.health || (await store.write(name, current, next, now()))) return;
    }
  };
  const admit = async (): Promise<KnownHealth> => {
    const known = await store.read(name);
    const admission = mayAsk(known.health, now());
    if (admission.kind === 'wait') return refuse(admission.why, admission.until);
    if (admission.kind === 'ask') return known;
    if (!(await store.write(name, known, admission.claim, now()))) return refuse('it is being tried out');
    return { health: admission.claim, version: known.version + 1 };
  };
  const take = async (): Promise<void> => {
    const { rate } = limits;
    if (rate === undefined || (await store.take(name, rate, now()))) return;
    const next = (Math.floor(now() / 1_000 / rate.seconds) + 1) * rate.seconds * 1_000;
    // Not all at once when the window opens.
    const pause = next - now() + random() * Math.min(500, rate.seconds * 500);
    if (now() + pause + limits.timeoutMs > deadline) refuse('its rate is used up', next);
    await sleep(pause);
    if (!(await store.take(name, rate, now()))) refuse('its rate is used up');
  };
  const enter = async (atOnce: number): Promise<Place> => {
    for (let looks = 1; ; looks += 1) {
      const place = await store.enter(name, atOnce, now(), deadline + LEAVING_MS);
      if (place !== undefined) return place;
      const pause = WAITING_MS * (0.5 + random());
      if (looks === LOOKS || now() + pause + limits.timeoutMs > deadline)
        return refuse(`${String(atOnce)} questions are under way, as many as it can bear`);
      await sleep(pause);
    }
  };
  const within = async (request: () => Promise<Tried>): Promise<Tried> => {
    if (limits.atOnce === undefined) return request();
    const place = await enter(limits.atOnce);
    const tried = await request();
    // A place that could not be given back is free when its time is over: an answer is not lost for that.
    await store.leave(name, place).catch(() => false);
    return tried;
  };
  const patienceMs = (): number => Math.max(1, Math.min(limits.timeoutMs, deadline - now()));
  let admitted: KnownHealth | undefined;
  return async (path, init = {}) => {
    // A question that follows another one is of the same visit.
    admitted ??= await admit();
    for (let tries = 1; ; tries += 1) {
      await take();
      const { answer, outcome, problem } = await within(() =>
        tryOnce(connector.call(instance, patienceMs()), path, init),
      );
      if (outcome.kind === 'answered' && answer !== undefined) {
        await tell(outcome, admitted);
        return answer;
      }
      const remainingMs = deadline - now();
      const pause = pauseBeforeNext(outcome, { tries, maxTries: limits.tries, remainingMs, dice: random() });
      if (pause === undefined) {
        await tell(outcome);
        throw new Error(`${name.toUpperCase()} ${problem}`);
      }
      await sleep(pause);
    }
  };
}

interface Tried {
  readonly answer?: Response;
  readonly outcome: Outcome;
  readonly problem: string;
}

/** The body is read here, so that one that breaks off counts as no answer. */
async function tryOnce(call: CallSystem, path: string, init: RequestInit): Promise<Tried> {
  try {
    const answer = await call(path, init);
    const body = await answer.text();
    const outcome = outcomeOf(answer.status, answer.headers.get('retry-after'), now());
    const { status, headers } = answer;
    const isEmpty = status === 204 || status === 304;
    return {
      outcome,
      answer: new Response(isEmpty ? null : body, { status, headers }),
      problem: `answered ${String(status)}`,
    };
  } catch (error) {
    return { outcome: { kind: 'failed' }, problem: error instanceof Error ? error.message : 'gave no answer' };
  }
}

function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
