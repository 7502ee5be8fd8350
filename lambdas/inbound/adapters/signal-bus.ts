import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contracts/index.ts';
import type { Signal, SignalReceived } from '../../contracts/index.ts';
import { connect, random, sleep } from '../../platform/index.ts';

/** PutEvents takes ten entries. */
const BATCH = 10;
const TRIES = 3;

export type PublishSignals = (signals: readonly Signal[]) => Promise<readonly Signal[]>;

/** Publishes signals and answers those that the bus did not take, after a few tries: it may take some of a batch and refuse others. */
export function signalBus(eventBus: string): PublishSignals {
  const client = connect(new EventBridgeClient({}));
  const tryOnce = async (signals: readonly Signal[]): Promise<readonly Signal[]> => {
    const Entries = signals.map((signal) => {
      const detail: SignalReceived = { contract: 'signal-received/1', signal };
      return {
        EventBusName: eventBus,
        Source: EVENT_SOURCE,
        DetailType: 'SignalReceived',
        Detail: JSON.stringify(detail),
        Time: new Date(signal.receivedAt),
      };
    });
    try {
      const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries }));
      return signals.filter((_signal, index) => results[index]?.ErrorCode !== undefined);
    } catch (error) {
      if (error instanceof Error) return signals;
      throw error;
    }
  };
  return async (signals) => {
    const unpublished: Signal[] = [];
    for (let start = 0; start < signals.length; start += BATCH) {
      let rest: readonly Signal[] = signals.slice(start, start + BATCH);
      for (let attempt = 1; rest.length > 0 && attempt <= TRIES; attempt += 1) {
        if (attempt > 1) await sleep(Math.ceil(random() * 100 * attempt));
        rest = await tryOnce(rest);
      }
      unpublished.push(...rest);
    }
    return unpublished;
  };
}
