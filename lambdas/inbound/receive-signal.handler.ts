import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod';
import { createLog, createMeters, parseEnvironment, secretReader, traceparentFrom } from '../platform/index.ts';
import { quarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { receive } from './adapters/receive.ts';
import type { Received } from './adapters/receive.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const sources = createSourceStore(environment.REFERENCE_TABLE);
const dependencies = {
  raw: createRawStore(environment.RAW_BUCKET),
  publish: signalBus(environment.EVENT_BUS),
  quarantine: quarantine(environment.REFERENCE_TABLE),
  secret: secretReader(),
};
const log = createLog('receive-signal');
const meters = createMeters('receive-signal');

/** POST /v1/webhooks/{pathKey} and POST /v1/signals. The authorizer has found the source; the signature over the body is checked here. */
export const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  const sourceId = z.string().parse(event.requestContext.authorizer?.['sourceId']);
  const source = await sources.byId(sourceId);
  if (source === undefined) throw new Error(`the authorizer let in the unknown source ${sourceId}`);
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const received = await receive(
    dependencies,
    source,
    { bytes, contentType: headers['content-type'] ?? '', headers },
    traceparentFrom(headers['traceparent']),
  );
  const rejected = received.ok ? received.rejections.length : received.rejections;
  meters.count('SignalsAccepted', received.ok ? received.signals.length : 0);
  meters.count('PayloadsQuarantined', rejected > 0 ? 1 : 0);
  meters.flush();
  log.info('signal.received', {
    sourceId,
    requestId: context.awsRequestId,
    signals: received.ok ? received.signals.length : 0,
    rejected,
    status: received.ok ? 202 : received.problem.status,
  });
  return answer(received);
};

function answer(received: Received): APIGatewayProxyResult {
  if (!received.ok) {
    const { status } = received.problem;
    return {
      statusCode: status,
      headers: { 'content-type': 'application/problem+json', ...(status === 503 ? { 'retry-after': '30' } : {}) },
      body: JSON.stringify(received.problem),
    };
  }
  const { signals, rejections, quarantineId } = received;
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      signals: signals.map((signal) => ({
        id: signal.id,
        kind: signal.kind,
        ...('type' in signal ? { type: signal.type } : {}),
        occurredAt: signal.occurredAt,
        links: { case: `/v1/cases?signal=${signal.id}` },
      })),
      quarantined: rejections.map(({ part, pointer, detail, mend }) => ({
        id: quarantineId,
        part,
        pointer,
        detail,
        mend,
      })),
    }),
  };
}
