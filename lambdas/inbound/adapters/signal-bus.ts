import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contracts/index.ts';
import type { Signal, SignalReceived } from '../../contracts/index.ts';
import { connect, random, sleep } from '../../platform/index.ts';
import type { Log } from '../../platform/index.ts';

/** PutEvents takes ten entries; a signal is far below the 100 KB that ten may have on average. */
const BATCH = 10;
/** The first time, and twice again: longer outages are for the sweep, the sender waits. */
const TRIES = 3;
/** Milliseconds, times the try: enough for a throttled second to pass, in parts. */
const LONGEST_PAUSE = 150;
/** Batches on their way at once. */
const PARALLEL = 5;

/** Publishes signals and answers those that the bus did not take. */
export type PublishSignals = (signals: readonly Signal[]) => Promise<readonly Signal[]>;

/** The bus may take some entries of a batch and refuse others: only those are tried again. */
export function signalBus(eventBus: string, log: Log): PublishSignals {
  const client = connect(EventBridgeClient);
  const tryOnce = async (signals: readonly Signal[]): Promise<readonly Signal[]> => {
    try {
      const Entries = signals.map((signal) => entryOf(signal, eventBus));
      const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries }));
      return signals.filter((_signal, index) => results[index]?.EventId === undefined);
    } catch (error) {
      log.error('bus.refused', { signals: signals.length }, error);
      return signals;
    }
  };
  const publishBatch = async (batch: readonly Signal[]): Promise<readonly Signal[]> => {
    let rest = await tryOnce(batch);
    for (let attempt = 2; rest.length > 0 && attempt <= TRIES; attempt += 1) {
      await sleep(Math.ceil(random() * LONGEST_PAUSE * attempt));
      rest = await tryOnce(rest);
    }
    return rest;
  };
  return async (signals) => {
    const unpublished: Signal[] = [];
    for (let start = 0; start < signals.length; start += BATCH * PARALLEL) {
      const some = signals.slice(start, start + BATCH * PARALLEL);
      const batches = Array.from({ length: Math.ceil(some.length / BATCH) }, (_, index) =>
        some.slice(index * BATCH, (index + 1) * BATCH),
      );
      unpublished.push(...(await Promise.all(batches.map(publishBatch))).flat());
      // The bus is down: what follows would only make the sender wait.
      if (unpublished.length >= BATCH * PARALLEL) return [...unpublished, ...signals.slice(start + BATCH * PARALLEL)];
    }
    if (unpublished.length > 0) log.warn('bus.left', { signals: unpublished.length });
    return unpublished;
  };
}

function entryOf(signal: Signal, eventBus: string) {
  const detail: SignalReceived = { contract: 'signal-received/1', signal };
  return {
    EventBusName: eventBus,
    Source: EVENT_SOURCE,
    DetailType: 'SignalReceived',
    Detail: JSON.stringify(detail),
    Time: new Date(signal.receivedAt),
  };
}
