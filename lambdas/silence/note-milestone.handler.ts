import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { signalReceived } from '../contracts/index.ts';
import { createSourceStore, raiser } from '../inbound/index.ts';
import { parseEnvironment, queueHandler } from '../platform/index.ts';
import { dueSettings } from './adapters/due-settings.ts';
import { createDueSchedules } from './adapters/due-schedules.ts';
import { createExpectationStore } from './adapters/expectation-store.dynamo.ts';
import { noteSignal } from './adapters/note-signal.ts';

const sources = createSourceStore(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);
const watch = {
  expectations: createExpectationStore(caseStore()),
  schedules: createDueSchedules(dueSettings()),
  source: (id: string) => sources.byId(id),
  raise: raiser('note-milestone'),
};
const envelope = z.object({ detail: signalReceived });

/** Consumer of the milestones queue: plans become promises, reports keep them. */
export const handler = queueHandler(
  'note-milestone',
  (text) => envelope.parse(JSON.parse(text)).detail.signal,
  async (signal, { meters }) => {
    const noted = await noteSignal(watch, signal);
    meters.count('MilestonesPromised', noted === 'promised' ? 1 : 0);
    meters.count('MilestonesMet', noted === 'met' ? 1 : 0);
  },
);
