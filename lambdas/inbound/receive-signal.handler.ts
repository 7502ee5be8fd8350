import * as z from 'zod';
import { createLog, httpHandler, parseEnvironment, secretReader, traceparentFrom } from '../platform/index.ts';
import { answerTo } from './adapters/answer.ts';
import { createMappingStore } from './adapters/mapping-store.dynamo.ts';
import { createPublicKeys } from './adapters/public-keys.ts';
import { createLastHeard } from './adapters/last-heard.dynamo.ts';
import { createQuarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { readPayload } from './adapters/read-payload.ts';
import { receive } from './adapters/receive.ts';
import type { TakenBefore } from './adapters/receive.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';
import { countRequest } from './adapters/source-usage.dynamo.ts';
import type { Received } from './adapters/take-in.ts';
import { createTakenBodies } from './adapters/taken-bodies.dynamo.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const log = createLog('receive-signal');
const sources = createSourceStore(environment.REFERENCE_TABLE);
const heard = createLastHeard(environment.REFERENCE_TABLE);
const dependencies = {
  raw: createRawStore(environment.RAW_BUCKET),
  publish: signalBus(environment.EVENT_BUS, log),
  quarantine: createQuarantine(environment.REFERENCE_TABLE),
  mappings: createMappingStore(environment.REFERENCE_TABLE),
  count: countRequest(environment.REFERENCE_TABLE),
  taken: createTakenBodies(environment.REFERENCE_TABLE),
  log,
  proofs: { secret: secretReader(), publicKeys: createPublicKeys() },
};

/** POST /v1/webhooks/{pathKey} and POST /v1/signals. The authorizer has found the source; the signature over the body is checked here. */
export const handler = httpHandler('receive-signal', async (event, { meters, note }) => {
  const sourceId = z.string().parse(event.requestContext.authorizer?.['sourceId']);
  const source = await sources.byId(sourceId);
  if (source === undefined) throw new Error(`the authorizer let in the unknown source ${sourceId}`);
  const payload = readPayload(event);
  const received = await receive(dependencies, {
    source,
    payload,
    certificate: event.requestContext.identity.clientCert ?? undefined,
    traceparent: traceparentFrom(payload.headers['traceparent']),
  });
  // Whatever it says, and however often: it is not silent.
  if (received.ok) await heard.note(source);
  const answer = answerTo(received);
  const { accepted, rejected } = countOf(received);
  meters.count('SignalsAccepted', accepted);
  meters.count('PayloadsQuarantined', rejected > 0 ? 1 : 0);
  meters.count('DeliveriesRepeated', 'before' in received ? 1 : 0);
  note({ sourceId, signals: accepted, rejected, bytes: payload.bytes.length });
  return answer;
});

function countOf(received: Received | TakenBefore): { readonly accepted: number; readonly rejected: number } {
  if (!received.ok) return { accepted: 0, rejected: received.rejections };
  if ('before' in received) return { accepted: 0, rejected: 0 };
  return { accepted: received.signals.length, rejected: received.rejections.length };
}
