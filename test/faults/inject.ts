import type { CallDescription, Interceptor } from '../../local/kernel/kernel.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import type { EngineOptions } from '../../local/engine.ts';
import type { Climate, FaultKind } from './climate.ts';
import type { Dice } from './dice.ts';
import { conflictOf, serverErrorOf, throttleOf } from './errors.ts';
import { placeOf } from './places.ts';
import type { Place } from './places.ts';

/** What the faults act on: the engine of now, which is another one after a kill. */
export interface Victim {
  sleep(milliseconds: number): Promise<void>;
  crash(requestId: string): boolean;
  /** Dies and starts again, soon. */
  kill(): void;
}

/** How often each kind of fault was done at each place; with what was reached and spared as `reached`. */
export type Tally = Map<string, Map<FaultKind | 'reached' | 'partner', number>>;

export interface Faults {
  readonly intercept: Interceptor;
  readonly failEntry: NonNullable<NonNullable<EngineOptions['faults']>['failEntry']>;
  readonly tally: Tally;
  /** Faults done to a function or workflow. */
  readonly doneTo: ReadonlyMap<string, number>;
  count(who: string, asks: string, kind: FaultKind | 'reached' | 'partner'): void;
  begin(victim: Victim): void;
  stop(): void;
}

type Proceed = () => Promise<unknown>;

const never = (): Promise<never> => new Promise(() => undefined);

export function createFaults(climate: Climate, dice: Dice): Faults {
  const tally: Tally = new Map();
  const doneTo = new Map<string, number>();
  const done = new Map<FaultKind, number>();
  let victim: Victim | undefined;

  const count: Faults['count'] = (who, asks, kind) => {
    const name = `${who} → ${asks}`;
    const place = tally.get(name) ?? new Map<FaultKind | 'reached' | 'partner', number>();
    tally.set(name, place);
    place.set(kind, (place.get(kind) ?? 0) + 1);
    if (kind !== 'reached') doneTo.set(who, (doneTo.get(who) ?? 0) + 1);
  };
  const isAllowed = (kind: FaultKind): boolean => (done.get(kind) ?? 0) < (climate.most[kind] ?? Infinity);
  const choose = (place: Place, call: CallDescription): FaultKind | undefined => {
    const seen = tally.get(`${place.who} → ${place.asks}`)?.get('reached') ?? 0;
    // What is called each minute must not have all the faults.
    const rarely = 1 / (1 + seen / 8);
    return possibleAt(place, call).find((kind) => dice.chance(climate.rates[kind] * rarely) && isAllowed(kind));
  };
  const mark = (place: Place, kind: FaultKind): void => {
    done.set(kind, (done.get(kind) ?? 0) + 1);
    count(place.who, place.asks, kind);
  };

  const suffer = async (kind: FaultKind, call: CallDescription, proceed: Proceed, of: Victim): Promise<unknown> => {
    const { principal, service, operation } = call;
    const requestId = principal.kind === 'role' ? (principal.invocation?.requestId ?? '') : '';
    switch (kind) {
      case 'crash before':
        of.crash(requestId);
        return never();
      case 'crash after':
        await Promise.allSettled([proceed()]);
        of.crash(requestId);
        return never();
      case 'kill before':
        of.kill();
        return never();
      case 'kill after':
        await Promise.allSettled([proceed()]);
        of.kill();
        return never();
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
      const place = victim === undefined ? undefined : placeOf(call);
      if (victim === undefined || place === undefined) return proceed();
      const kind = choose(place, call);
      count(place.who, place.asks, 'reached');
      if (kind === undefined) return proceed();
      mark(place, kind);
      return suffer(kind, call, proceed, victim);
    },
    failEntry: (entry) => {
      if (victim === undefined || !dice.chance(climate.rates['refused entry'])) return undefined;
      const isSignal = entry.DetailType === 'SignalReceived';
      mark({ who: 'bus', asks: isSignal ? 'SignalReceived' : 'case event', by: 'service' }, 'refused entry');
      const ErrorCode = dice.pick(['InternalFailure', 'ThrottlingException']);
      return { ErrorCode, ErrorMessage: 'Something went wrong inside.' };
    },
    begin: (given) => {
      victim = given;
    },
    stop: () => {
      victim = undefined;
    },
  };
}

/** SES has no way to be asked whether it took a mail, and its SDK repeats what got no answer; so that is left to crashes. */
const NOT_REPEATED = new Set(['sesv2', 'lambda', 'sfn']);
const DELIVERIES = new Set(['sqs:SendMessage', 'sqs:SendMessageBatch', 'lambda:Invoke', 'sns:Publish']);

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
