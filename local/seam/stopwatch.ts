import type { Kernel } from '../kernel/types.ts';

/** What computing takes: the engine's time when virtual, and what the processor really took otherwise. In milliseconds, from any origin. */
export function createStopwatch(kernel: Kernel): () => number {
  if (kernel.virtual) return () => kernel.now();
  return () => performance.now();
}
