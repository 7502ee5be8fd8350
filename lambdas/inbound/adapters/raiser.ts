import * as z from 'zod';
import type { Signal } from '../../contracts/index.ts';
import { createLog, parseEnvironment } from '../../platform/index.ts';
import { signalBus } from './signal-bus.ts';

/** Puts a signal of our own on the bus as if a system had reported it. The bus may refuse it: then it throws, and whoever raised it is tried again. */
export function raiser(room: string): (signal: Signal) => Promise<void> {
  const publish = signalBus(parseEnvironment({ EVENT_BUS: z.string() }).EVENT_BUS, createLog(room));
  return async (signal) => {
    const refused = await publish([signal]);
    if (refused.length > 0) throw new Error(`the bus did not take ${signal.id}`);
  };
}
