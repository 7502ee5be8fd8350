import { AwsError } from '../../kernel/errors.ts';
import type { Job, Kernel } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import type { Archives } from './archive.ts';
import type { Accepted } from './bus-event.ts';
import { bury } from './deliver.ts';
import type { DeadLetter, Deliveries } from './deliver.ts';
import { errorCodeOf } from './retry-policy.ts';
import type { Bus, Rule } from './rules.ts';

const BURY = 'eventbridge.bury';

/** What a key has to allow for an archive beside: https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html */
const FOR_ARCHIVES = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] as const;
type ReEncrypt = (typeof FOR_ARCHIVES)[number];

/** Hands an accepted event to whoever asked for it. `only`: the rules that a replay names. */
export type Dispatch = (bus: Bus, accepted: Accepted, only?: (rule: Rule) => boolean) => void;

/**
 * The bus encrypts by its key as the service; where the key's policy does not let it, the event goes to the dead-letter queue of the bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
 */
function keyRefusal(
  kernel: Kernel,
  bus: Bus,
  keyId = bus.keyId,
  more: readonly ReEncrypt[] = [],
): AwsError | undefined {
  if (keyId === undefined) return undefined;
  try {
    kernel.access.assertAllowed(
      { kind: 'service', service: 'events.amazonaws.com', sourceArn: bus.arn },
      keyRequests(kernel, keyId, 'events', ['kms:GenerateDataKey', 'kms:Decrypt', ...more], {
        'aws:events:event-bus:arn': bus.arn,
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

export function createDispatch(kernel: Kernel, archives: Archives, deliveries: Deliveries): Dispatch {
  kernel.jobs.on(BURY, (job: Job) => bury(kernel, job.payload));
  return (bus, accepted, only = () => true) => {
    const { event } = accepted;
    const refusal = keyRefusal(kernel, bus);
    if (refusal !== undefined) {
      const letter: DeadLetter = {
        queueArn: bus.deadLetterArn,
        sourceArn: bus.arn,
        body: JSON.stringify(event),
        attributes: { ERROR_CODE: errorCodeOf(refusal), ERROR_MESSAGE: refusal.message },
      };
      kernel.jobs.add(BURY, kernel.now(), letter);
      return;
    }
    // The archive's own rule asks for events without a replay name: what is replayed is not archived again.
    if (event['replay-name'] === undefined) {
      for (const archive of bus.archives) {
        if (archive.matches?.(event) === false) continue;
        const refused = archive.keyId === undefined ? undefined : keyRefusal(kernel, bus, archive.keyId, FOR_ARCHIVES);
        if (refused === undefined) archives.keep(archive, event);
        else kernel.emit({ kind: 'eventbridge.archive-refused', archive: archive.arn, error: refused.message });
      }
    }
    for (const rule of bus.rules) {
      if (rule.matches?.(event) !== true || !only(rule)) continue;
      for (const target of rule.targets) deliveries.add(rule, target, accepted);
    }
  };
}
