import type { World, WorldOptions } from './world.ts';

/** What only reads leaves nothing behind: a death there is the death before the next call that writes. Fault histories die at those too. */
export const changes = (operation: string): boolean =>
  !/^(?:Get|BatchGet|Query|Scan|List|Describe|Head)/.test(operation);

/** Once armed, dies at the n-th call of the line that changes something and starts again; what was in flight never completes. */
export function dyingAt(n: number): {
  options: WorldOptions;
  arm(world: World): void;
  readonly died: () => string | undefined;
} {
  let world: World | undefined;
  let calls = 0;
  let died: string | undefined;
  return {
    options: {
      intercept: async (call, proceed) => {
        if (world === undefined || died !== undefined || !changes(call.operation)) return proceed();
        calls += 1;
        if (calls !== n) return proceed();
        // Half of the deaths come after the call has had its effect, half before.
        died = `${call.service}:${call.operation} ${n % 2 === 0 ? 'after' : 'before'}`;
        if (n % 2 === 0) await proceed();
        const dead = world;
        queueMicrotask(() => {
          dead.restart();
        });
        return new Promise(() => undefined);
      },
    },
    arm: (opened) => {
      world = opened;
    },
    died: () => died,
  };
}
