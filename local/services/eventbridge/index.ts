import type { Kernel, Service } from '../../kernel/types.ts';
import { createArchives } from './archive.ts';
import { createDeliveries } from './deliver.ts';
import { createDispatch } from './dispatch.ts';
import { createForwardEvent, createPutEvents } from './put-events.ts';
import type { FailEntry } from './put-events.ts';
import { createReplays } from './replay.ts';
import { createResourceTypes } from './resource-types.ts';
import { createBuses } from './rules.ts';
import { createScheduledRules } from './scheduled-rules.ts';

export type { FailEntry } from './put-events.ts';

export interface EventBridgeOptions {
  /** Fault runs: entries that EventBridge itself fails. */
  readonly failEntry?: FailEntry;
}

/** Amazon EventBridge: the event bus that AWS calls "Custom Event Bus Classic", rules, archives and replays. */
export function createEventBridge(kernel: Kernel, options: EventBridgeOptions = {}): Service {
  const buses = createBuses(kernel);
  const archives = createArchives(kernel);
  const deliveries = createDeliveries(kernel, (arn) => buses.findRule(arn));
  const dispatch = createDispatch(kernel, archives, deliveries);
  const scheduledRules = createScheduledRules(kernel, buses, deliveries);
  return {
    name: 'eventbridge',
    operations: {
      PutEvents: createPutEvents(kernel, buses, dispatch, options.failEntry ?? (() => undefined)),
      ForwardEvent: createForwardEvent(kernel, buses, dispatch),
      ...createReplays(kernel, buses, archives, dispatch),
    },
    resourceTypes: createResourceTypes(kernel, buses, archives),
    start: () => {
      archives.start();
      scheduledRules.start();
    },
  };
}
