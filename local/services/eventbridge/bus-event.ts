/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface BusEvent {
  readonly version: string;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Whole seconds, UTC. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly 'replay-name'?: string;
}

/** An event on its way, with what is kept beside it. */
export interface Accepted {
  readonly event: BusEvent;
  /** When the bus took it. */
  readonly ingestedAt: number;
  readonly trace: string | undefined;
}

/** `2026-03-02T08:00:00Z` */
export function toSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
