import type { Kernel, Principal } from '../../kernel/types.ts';
import type { Topic } from './topics.ts';

/** For so long a data key serves again: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sse-estimate-kms-usage-costs */
const REUSE = 300_000;
/** Making a data key, and opening it again. */
const REQUESTS = 2;

const publisherOf = (principal: Principal): string =>
  principal.kind === 'role' ? principal.roleArn : principal.kind === 'service' ? principal.service : 'root';

/** What the key of a topic is billed for, by each of its publishers. */
export function createKeyMeter(kernel: Kernel): (topic: Topic, principal: Principal) => void {
  const reusedUntil = new Map<string, number>();
  return (topic, principal) => {
    if (topic.keyId === undefined) return;
    const user = `${topic.name} ${publisherOf(principal)}`;
    if ((reusedUntil.get(user) ?? 0) > kernel.now()) return;
    reusedUntil.set(user, kernel.now() + REUSE);
    kernel.meter.count('kms', 'Requests', REQUESTS, topic.name);
  };
}
