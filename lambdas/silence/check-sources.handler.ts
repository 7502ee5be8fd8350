import * as z from 'zod';
import { createLastHeard, createSourceStore, raiser } from '../inbound/index.ts';
import { eventHandler, parseEnvironment, traceparentFrom } from '../platform/index.ts';
import { checkSources } from './adapters/check-sources.ts';
import { createSilentSources } from './adapters/silent-sources.dynamo.ts';

const { REFERENCE_TABLE } = parseEnvironment({ REFERENCE_TABLE: z.string() });
const checks = {
  sources: createSourceStore(REFERENCE_TABLE),
  heard: createLastHeard(REFERENCE_TABLE),
  silences: createSilentSources(REFERENCE_TABLE),
  raise: raiser('check-sources'),
};

/** Each minute: which sources have been silent for longer than they may, and which speak again. */
export const handler = eventHandler('check-sources', async (_event: unknown, { meters, log }) => {
  const checked = await checkSources(checks, traceparentFrom(undefined));
  if (checked.raised + checked.resumed > 0) log.warn('sources.checked', { ...checked });
  meters.count('SourcesSilent', checked.raised);
  meters.count('SourcesResumed', checked.resumed);
  return checked;
});
