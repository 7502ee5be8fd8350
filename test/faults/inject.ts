import type { CallDescription, Interceptor } from '../../local/kernel/kernel.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import type { EngineOptions } from '../../local/engine.ts';
import type { Invocation } from '../../local/kernel/types.ts';
import type { Climate, FaultKind, WeatherKind } from './climate.ts';
import type { Dice } from './dice.ts';
import { conflictOf, serverErrorOf, throttleOf } from './errors.ts';
import { placeOf, shortName } from './places.ts';
import type { DeathAtWrite } from './plan-writes.ts';
import type { Place } from './places.ts';

/** What the faults act on: the engine of now, which is another one after a kill. */
export interface Victim {
  /** Names of its state machines. */
  readonly workflows: ReadonlySet<string>;
  sleep(milliseconds: number): Promise<void>;
  crash(requestId: string): boolean;
  /** Dies and starts again, soon. */
  kill(): void;
}

type Counted = FaultKind | WeatherKind | 'reached';

/** How often each kind of fault was done at each place; with how often the place was reached as `reached`. */
export type Tally = Map<string, Map<Counted, number>>;

export interface Faults {
  readonly intercept: Interceptor;
  readonly failEntry: NonNullable<NonNullable<EngineOptions['faults']>['failEntry']>;
  readonly tally: Tally;
  /** When faults were done to a function or workflow. */
  readonly doneTo: ReadonlyMap<string, readonly number[]>;
  count(who: string, asks: string, kind: Counted): void;
  /** Stands around a request to a partner. */
  fetching(
    place: Pick<Place, 'who' | 'asks'>,
    caller: Invocation | undefined,
    answer: () => Promise<Response>,
  ): Promise<Response>;
  begin(victim: Victim): void;
  stop(): void;
}

/** What nobody has to survive: none of these makes a call fail. */
const EXPLAINING_NOTHING: ReadonlySet<Counted> = new Set(['reached', 'any order', 'late index', 'bounced', 'replied']);

const WRITE = /^fetch \w+ (?:PATCH|POST|PUT|DELETE)$/;

type Proceed = () => Promise<unknown>;

const never = (): Promise<never> => new Promise(() => undefined);

/** Which places suffer most, by chance and the same for a whole history. */
function createSores(dice: Dice): { isSore(place: string): boolean } {
  const known = new Map<string, boolean>();
  return {
    isSore: (place) => {
      const is = known.get(place) ?? dice.chance(0.12);
      known.set(place, is);
      return is;
    },
  };
}

export function createFaults(climate: Climate, dice: Dice, now: () => number, death?: DeathAtWrite): Faults {
  const sores = createSores(dice);
  const tally: Tally = new Map();
  const doneTo = new Map<string, number[]>();
  const done = new Map<FaultKind, number>();
  let victim: Victim | undefined;

  const count: Faults['count'] = (who, asks, kind) => {
    const name = `${who} → ${asks}`;
    const place = tally.get(name) ?? new Map<Counted, number>();
    tally.set(name, place);
    place.set(kind, (place.get(kind) ?? 0) + 1);
    if (EXPLAINING_NOTHING.has(kind)) return;
    // A delivery that fails is done to whom it was for.
    const forWhom = /^(?:lambda|sqs):\w+ ([\w…]+)$/.exec(asks)?.[1];
    for (const name of new Set([who, forWhom ?? who])) doneTo.set(name, [...(doneTo.get(name) ?? []), now()]);
  };
  const isAllowed = (kind: FaultKind): boolean => (done.get(kind) ?? 0) < (climate.most[kind] ?? Infinity);
  const choose = (place: Place, possible: readonly FaultKind[]): FaultKind | undefined => {
    const name = `${place.who} → ${place.asks}`;
    const seen = tally.get(name)?.get('reached') ?? 0;
    // What is called each minute must not have all the faults, nor what is called first; so each history has its own sore places.
    const weight = (sores.isSore(name) ? 6 : 0.4) / (1 + (seen / 8) ** 1.5);
    return possible.find((kind) => dice.chance(Math.min(0.5, climate.rates[kind] * weight)) && isAllowed(kind));
  };
  let writes = 0;
  /** What is planned for just this change in a system of record, whatever the dice say. */
  const planned = ({ who, asks }: Place): FaultKind | undefined => {
    if (who !== 'ActionsExecuteAction' || !WRITE.test(asks)) return undefined;
    writes += 1;
    return writes === death?.nth ? death.kind : undefined;
  };
  const mark = (place: Place, kind: FaultKind): void => {
    done.set(kind, (done.get(kind) ?? 0) + 1);
    count(place.who, place.asks, kind);
  };

  const die = (kind: FaultKind, requestId: string, of: Victim): Promise<never> => {
    if (kind.startsWith('kill')) of.kill();
    else of.crash(requestId);
    return never();
  };
  const sufferOutside = async (
    kind: FaultKind,
    requestId: string,
    answer: () => Promise<Response>,
    of: Victim,
  ): Promise<Response> => {
    switch (kind) {
      case 'delay':
        await of.sleep(dice.between(5, 4_000));
        return answer();
      case 'lost answer':
        await answer();
        throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
      case 'crash after':
      case 'kill after':
        await Promise.allSettled([answer()]);
        return die(kind, requestId, of);
      default:
        return die(kind, requestId, of);
    }
  };
  const suffer = async (kind: FaultKind, call: CallDescription, proceed: Proceed, of: Victim): Promise<unknown> => {
    const { principal, service, operation } = call;
    const requestId = principal.kind === 'role' ? (principal.invocation?.requestId ?? '') : '';
    switch (kind) {
      case 'crash before':
      case 'kill before':
        return die(kind, requestId, of);
      case 'crash after':
      case 'kill after':
        await Promise.allSettled([proceed()]);
        return die(kind, requestId, of);
      case 'throttle':
        throw throttleOf(service, operation);
      case 'server error':
        throw serverErrorOf(service);
      case 'conflict':
        throw conflictOf(call.input);
      case 'lost answer':
        await proceed();
        throw serverErrorOf(service);
      case 'delay':
        // A call within a function waits shortly, as for a slow network; a delivery may take its time.
        await of.sleep(requestId === '' ? dice.between(500, 90_000) : dice.between(5, 2_000));
        return proceed();
      case 'duplicate': {
        const first = await proceed();
        if (dice.chance(0.5)) await of.sleep(dice.between(10, 60_000));
        await proceed();
        return first;
      }
      case 'refused entry':
        throw new AwsError('InternalException', 'not at a call');
    }
  };

  return {
    tally,
    doneTo,
    count,
    intercept: async (call, proceed) => {
      const place = victim === undefined ? undefined : placeOf(call, victim.workflows);
      if (victim === undefined || place === undefined) return proceed();
      const kind = choose(place, possibleAt(place, call));
      count(place.who, place.asks, 'reached');
      if (climate.indexLag > 0 && isOnIndex(call)) count(place.who, place.asks, 'late index');
      if (climate.shuffleQueues && call.operation === 'ReceiveMessage') count(place.who, place.asks, 'any order');
      if (kind === undefined) return proceed();
      mark(place, kind);
      return suffer(kind, call, proceed, victim);
    },
    failEntry: (entry, { principal }) => {
      if (victim === undefined || !dice.chance(climate.rates['refused entry'])) return undefined;
      // Done to whoever puts it: its try has failed.
      const who = principal.kind === 'role' ? shortName(principal.invocation?.functionName ?? '') : 'bus';
      const isSignal = entry.DetailType === 'SignalReceived';
      mark({ who, asks: isSignal ? 'bus SignalReceived' : 'bus case event', by: 'function' }, 'refused entry');
      const ErrorCode = dice.pick(['InternalFailure', 'ThrottlingException']);
      return { ErrorCode, ErrorMessage: 'Something went wrong inside.' };
    },
    fetching: async (given, caller, answer) => {
      const place: Place = { ...given, by: 'partner' };
      if (victim === undefined || caller === undefined) return answer();
      const kind =
        planned(place) ??
        choose(place, ['crash before', 'crash after', 'kill before', 'kill after', 'lost answer', 'delay']);
      count(place.who, place.asks, 'reached');
      if (kind === undefined) return answer();
      mark(place, kind);
      return sufferOutside(kind, caller.requestId, answer, victim);
    },
    begin: (given) => {
      victim = given;
    },
    stop: () => {
      victim = undefined;
    },
  };
}

/** What their SDK repeats although nothing tells the second from the first. SES and End User Messaging are asked once (ADR 0026). */
const NOT_REPEATED = new Set(['lambda', 'sfn']);
const DELIVERIES = new Set(['sqs:SendMessage', 'sqs:SendMessageBatch', 'lambda:Invoke', 'sns:Publish']);

function isOnIndex({ input }: CallDescription): boolean {
  return typeof input === 'object' && input !== null && 'IndexName' in input;
}

function possibleAt(place: Place, { service, operation }: CallDescription): readonly FaultKind[] {
  const repeatable: readonly FaultKind[] = NOT_REPEATED.has(service) ? [] : ['lost answer'];
  const conflict: readonly FaultKind[] = operation === 'TransactWriteItems' ? ['conflict'] : [];
  switch (place.by) {
    case 'function':
      return [
        'crash before',
        'crash after',
        'kill before',
        'kill after',
        'throttle',
        'server error',
        ...repeatable,
        ...conflict,
        'delay',
      ];
    case 'workflow':
      return ['kill before', 'kill after', 'throttle', 'server error', ...repeatable, ...conflict, 'delay'];
    case 'partner':
      return [];
    case 'poller':
      return operation === 'DeleteMessageBatch' ? ['kill before', 'kill after', 'server error'] : [];
    case 'service': {
      // A person or a sender waits for the answer: nothing behind the gateway is invoked twice or late.
      if (place.who === 'apigateway') return ['kill before', 'kill after', 'throttle'];
      if (!DELIVERIES.has(`${service}:${operation}`)) return [];
      return ['kill before', 'kill after', 'throttle', 'duplicate', 'delay'];
    }
  }
}
