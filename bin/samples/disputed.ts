import type { Outcome } from './manifest.ts';

export interface Disputed {
  /** What we hold the payload to say. */
  readonly ours: Outcome;
  readonly why: string;
}

/** Rows of the manifest that we hold to be wrong. They are told as such, not counted as expected, and come out exactly as is said here. */
export const disputed: ReadonlyMap<string, Disputed> = new Map([
  [
    'epcis/Documents_SensorData_with_combined_events.json',
    {
      ours: ['cargo.damaged'],
      why:
        'its 11th event has the disposition needs_replacement at the same step, for the same goods and order, as the event ' +
        'of Documents_TransactionEvent_with_sensorData.json, which the manifest holds to be damage',
    },
  ],
]);
