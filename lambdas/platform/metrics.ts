import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export interface Meters {
  /** Counts; call it with 0 too, so that an alarm can tell "none" from "not running". */
  count(name: string, value: number): void;
  /** Milliseconds. */
  time(name: string, milliseconds: number): void;
  flush(): void;
}

export function createMeters(room: string): Meters {
  // The namespace is one of the stage: POWERTOOLS_METRICS_NAMESPACE.
  const metrics = new Metrics({ serviceName: room });
  return {
    count: (name, value) => {
      metrics.addMetric(name, MetricUnit.Count, value);
    },
    time: (name, milliseconds) => {
      metrics.addMetric(name, MetricUnit.Milliseconds, milliseconds);
    },
    flush: () => {
      metrics.publishStoredMetrics();
    },
  };
}
