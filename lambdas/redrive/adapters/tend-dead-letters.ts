import { deadLetterQueue, sha256Hex } from '../../contracts/index.ts';
import type { Actor, DeadLetterQueue, RedriveOutcome, RedriveRecord, Refusal, Result } from '../../contracts/index.ts';
import { now, nowInstant } from '../../platform/index.ts';
import { arnOf, wayBackOf } from '../letter.ts';
import type { Letter } from '../letter.ts';
import { redriveProblem } from '../refuse.ts';
import type { CallFunction, CallReader } from './call-function.ts';
import type { KeepLetter } from './keep-letter.ts';
import type { LetterBox } from './letters.sqs.ts';
import type { RedriveLog } from './redrive-log.dynamo.ts';

export interface RedriveDependencies {
  /** Of the template, in order. */
  readonly names: readonly string[];
  /** JSON of a `deadLetterQueue`. */
  readonly setting: (name: string) => Promise<string>;
  readonly box: LetterBox;
  readonly call: CallFunction;
  readonly callReader: CallReader;
  readonly keep: KeepLetter;
  readonly log: RedriveLog;
}

/** Whoever dies with letters in hand lets others wait so long. */
const IN_HAND_S = 60;
/** The gateway waits 29 seconds and the function 15: the rest is for the next call. */
const LONG_ENOUGH_MS = 6_000;
/** How many are looked through for one. */
const MOST_LOOKED_THROUGH = 200;

/**
 * What people do with dead letters. Each goes back by a new message or call and is dropped after that: whoever dies between the two has it sent twice, never lost. Twice is harmless, because nothing
 * that feeds a dead-letter queue delivers only once: signals, turns, notices and milestones are known by their ids, and what runs each minute decides from what is stored.
 */
export function deadLetterKeeper({ names, setting, box, call, callReader, keep, log }: RedriveDependencies) {
  const queueOf = async (name: string): Promise<DeadLetterQueue | undefined> =>
    names.includes(name) ? deadLetterQueue.parse(JSON.parse(await setting(`dead-letters/${name}`))) : undefined;
  const refuse = (...given: Parameters<typeof redriveProblem>): Refusal => ({
    ok: false,
    problem: redriveProblem(...given),
  });
  const recordOf = (
    queue: string,
    letter: Letter,
    actor: Actor,
    more: Pick<RedriveRecord, 'act'> & Partial<RedriveRecord>,
  ): RedriveRecord => ({
    contract: 'redrive/1',
    queue,
    letterId: letter.id,
    at: nowInstant(),
    actor,
    state: 'begun',
    buriedBy: letter.buriedBy,
    firstSentAt: letter.firstSentAt,
    digest: sha256Hex(letter.body),
    ...(letter.from === undefined ? {} : { from: letter.from }),
    ...more,
  });

  /** Recorded, sent, dropped, recorded as done: in this order. */
  const sendBack = async (
    name: string,
    queue: DeadLetterQueue,
    letter: Letter,
    actor: Actor,
  ): Promise<RedriveOutcome> => {
    const back = wayBackOf(letter, queue);
    if (back === undefined)
      return { id: letter.id, outcome: 'refused', why: redriveProblem('no-way-back', letter.id).detail ?? '' };
    const to = arnOf(back);
    const record = recordOf(name, letter, actor, { act: 'redriven', to });
    const end = await log.begin(record);
    const provenance = {
      'fairlead-redriven-from': name,
      'fairlead-redriven-at': record.at,
      'fairlead-redriven-by': actor.id,
      'fairlead-letter': letter.id,
    };
    if ('queue' in back) await box.send(back.queue.url, letter.body, provenance);
    else if ('function' in back) await call(back.function, letter.body);
    else if (!(await callReader(back.reader, letter.body))) {
      await end({ ...record, state: 'failed' });
      return { id: letter.id, outcome: 'refused', to, why: redriveProblem('failed-again', letter.id).detail ?? '' };
    }
    await box.drop(queue.url, letter);
    await end({ ...record, state: 'done' });
    return { id: letter.id, outcome: 'redriven', to };
  };

  /** Takes letters until it has enough, there are none, or time is over. Those that are not used are given back in any case. */
  const withLetters = async <Value>(
    { url }: DeadLetterQueue,
    most: number,
    use: (letter: Letter) => Promise<{ readonly used: boolean; readonly stop?: Value }>,
  ): Promise<Value | undefined> => {
    const began = now();
    const seen = new Map<string, Letter>();
    const all = new Set<string>();
    try {
      let taken = 0;
      while (taken < most && now() - began < LONG_ENOUGH_MS) {
        const letters = await box.take(url, most - taken, IN_HAND_S, all);
        if (letters.length === 0) return undefined;
        for (const letter of letters) {
          seen.set(letter.id, letter);
          all.add(letter.id);
        }
        for (const letter of letters) {
          taken += 1;
          const { used, stop } = await use(letter);
          if (used) seen.delete(letter.id);
          if (stop !== undefined) return stop;
        }
      }
      return undefined;
    } finally {
      await Promise.allSettled([...seen.values()].map((letter) => box.giveBack(url, letter)));
    }
  };

  const withOne = async <Value>(
    name: string,
    id: string,
    act: (queue: DeadLetterQueue, letter: Letter) => Promise<{ readonly used: boolean; readonly stop: Value }>,
  ): Promise<Result<Value>> => {
    const queue = await queueOf(name);
    if (queue === undefined) return refuse('no-such-queue', name);
    const direct = await box.find(queue.url, id);
    if (direct === undefined) return refuse('no-such-letter', id);
    if (direct !== 'unknown') return { ok: true, value: (await act(queue, direct)).stop };
    const found = await withLetters<Value>(queue, MOST_LOOKED_THROUGH, async (letter) =>
      letter.id === id ? act(queue, letter) : { used: false },
    );
    return found === undefined ? refuse('no-such-letter', id) : { ok: true, value: found };
  };

  return {
    /** All queues, also the empty ones. */
    list: () =>
      Promise.all(
        names.map(async (name) => {
          const queue = deadLetterQueue.parse(JSON.parse(await setting(`dead-letters/${name}`)));
          const counts = await box.count(queue.url);
          // Seen and not taken: with no time in hand others see them, too.
          const some = counts.letters === 0 ? [] : await box.take(queue.url, 10, 0, new Set());
          const [oldestSeen] = some.map(({ firstSentAt }) => firstSentAt).sort();
          return { name, ...counts, ...(oldestSeen === undefined ? {} : { oldestSeen }), runbook: queue.runbook };
        }),
      ),

    look: async (name: string, limit: number): Promise<Result<readonly Letter[]>> => {
      const queue = await queueOf(name);
      if (queue === undefined) return refuse('no-such-queue', name);
      const letters: Letter[] = [];
      await withLetters(queue, limit, (letter) => {
        letters.push(letter);
        return Promise.resolve({ used: false });
      });
      return { ok: true, value: letters };
    },

    history: async (name: string): Promise<Result<readonly RedriveRecord[]>> =>
      names.includes(name) ? { ok: true, value: await log.list(name) } : refuse('no-such-queue', name),

    redriveAll: async (name: string, limit: number, actor: Actor) => {
      const queue = await queueOf(name);
      if (queue === undefined) return refuse('no-such-queue', name);
      const items: RedriveOutcome[] = [];
      await withLetters(queue, limit, async (letter) => {
        const outcome = await sendBack(name, queue, letter, actor);
        items.push(outcome);
        return { used: outcome.outcome === 'redriven' };
      });
      const { letters } = await box.count(queue.url);
      const redriven = items.filter(({ outcome }) => outcome === 'redriven').length;
      return { ok: true, value: { redriven, left: letters, items } } as const;
    },

    redriveOne: (name: string, id: string, actor: Actor): Promise<Result<RedriveOutcome>> =>
      withOne(name, id, async (queue, letter) => {
        const stop = await sendBack(name, queue, letter, actor);
        return { used: stop.outcome === 'redriven', stop };
      }),

    /** It is kept before it is dropped. */
    discard: (name: string, id: string, actor: Actor, reason: string): Promise<Result<RedriveRecord>> =>
      withOne(name, id, async (queue, letter) => {
        const kept = await keep(name, letter);
        const record = recordOf(name, letter, actor, { act: 'discarded', reason, kept });
        const end = await log.begin(record);
        await box.drop(queue.url, letter);
        const stop: RedriveRecord = { ...record, state: 'done' };
        await end(stop);
        return { used: true, stop };
      }),
  };
}
