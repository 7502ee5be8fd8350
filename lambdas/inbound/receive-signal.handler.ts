import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { createLog, eventHandler, parseEnvironment, secretReader, traceparentFrom } from '../platform/index.ts';
import { answerTo } from './adapters/answer.ts';
import { createPublicKeys } from './adapters/public-keys.ts';
import { quarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { readPayload } from './adapters/read-payload.ts';
import { receive } from './adapters/receive.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const log = createLog('receive-signal');
const sources = createSourceStore(environment.REFERENCE_TABLE);
const dependencies = {
  raw: createRawStore(environment.RAW_BUCKET),
  publish: signalBus(environment.EVENT_BUS, log),
  quarantine: quarantine(environment.REFERENCE_TABLE),
  proofs: { secret: secretReader(), publicKeys: createPublicKeys() },
};

/** POST /v1/webhooks/{pathKey} and POST /v1/signals. The authorizer has found the source; the signature over the body is checked here. */
export const handler = eventHandler(
  'receive-signal',
  async (event: APIGatewayProxyEvent, { meters, requestId }): Promise<APIGatewayProxyResult> => {
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
    const answer = answerTo(received);
    const accepted = received.ok ? received.signals.length : 0;
    const rejected = received.ok ? received.rejections.length : received.rejections;
    meters.count('SignalsAccepted', accepted);
    meters.count('PayloadsQuarantined', rejected > 0 ? 1 : 0);
    log.info('signal.received', { sourceId, requestId, signals: accepted, rejected, status: answer.statusCode });
    return answer;
  },
);
