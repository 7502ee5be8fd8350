import * as z from 'zod';
import { waitingFor } from '../case.ts';
import { clockName, instant } from '../primitives.ts';

const seconds = z.int().min(0);

const measuredClock = z
  .strictObject({
    dueAt: instant,
    stands: z.enum(['running', 'waiting', 'kept', 'broken', 'dropped']).meta({
      description: '`waiting`: it is paused; `dropped`: the case ended otherwise before it was over.',
    }),
    pausedSeconds: seconds.meta({ description: 'In pauses, in its own hours; one that lasts counts until now.' }),
  })
  .meta({ id: 'MeasuredClock' });

const wait = z
  .strictObject({
    waitingFor,
    times: z.int().min(1),
    seconds: seconds.meta({ description: 'By the wall clock; a pause that lasts counts until now.' }),
    clocks: z
      .partialRecord(clockName, seconds)
      .meta({ description: 'What that took off each clock that was paused, in its own hours.' }),
  })
  .meta({ id: 'Wait', description: 'Pauses of one reason, together.' });

export const caseMeasures = z
  .strictObject({
    at: instant.meta({ description: 'What lasts counts until then.' }),
    secondsToAcknowledge: seconds
      .optional()
      .meta({ description: 'From its opening to the first who had it; absent: nobody has.' }),
    secondsToResolve: seconds
      .optional()
      .meta({ description: 'From its opening to its last solution, pauses included; absent: it is not solved.' }),
    touches: z.int().min(0).meta({ description: 'Acts of people on it.' }),
    reopened: z.int().min(0),
    clocks: z
      .strictObject({ acknowledge: measuredClock, resolve: measuredClock, communicate: measuredClock })
      .optional()
      .meta({ description: 'What was promised, and whether it was kept; absent before triage.' }),
    waits: z.array(wait).meta({ description: 'How long it waited for whom; none where it never did.' }),
  })
  .meta({ id: 'CaseMeasures', description: 'What of a case is measured: docs/measures.md has each formula.' });
export type CaseMeasures = Readonly<z.infer<typeof caseMeasures>>;
