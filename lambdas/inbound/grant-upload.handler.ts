import * as z from 'zod';
import { createLog, httpHandler, parseEnvironment, secretReader } from '../platform/index.ts';
import { problemAnswer } from './adapters/answer.ts';
import { grantUpload } from './adapters/grant-upload.ts';
import { createPublicKeys } from './adapters/public-keys.ts';
import { readPayload } from './adapters/read-payload.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';
import { countRequest } from './adapters/source-usage.dynamo.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string() });
const log = createLog('grant-upload');
const sources = createSourceStore(environment.REFERENCE_TABLE);
const dependencies = {
  proofs: { secret: secretReader(), publicKeys: createPublicKeys() },
  bucket: environment.RAW_BUCKET,
  count: countRequest(environment.REFERENCE_TABLE),
  log,
};

/** POST /v1/sources/{sourceId}/uploads: an address for a file that is too large for a request. The authorizer has found the source; its proof is checked here. */
export const handler = httpHandler('grant-upload', async (event, { meters, note }) => {
  const sourceId = z.string().parse(event.requestContext.authorizer?.['sourceId']);
  const source = await sources.byId(sourceId);
  if (source === undefined) throw new Error(`the authorizer let in the unknown source ${sourceId}`);
  const granted = await grantUpload(dependencies, {
    source,
    payload: readPayload(event),
    certificate: event.requestContext.identity.clientCert ?? undefined,
  });
  const answer = granted.ok
    ? {
        statusCode: 201,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify(granted.grant),
      }
    : problemAnswer(granted.problem);
  meters.count('UploadsGranted', granted.ok ? 1 : 0);
  note({ sourceId });
  return { ...answer, headers: { ...answer.headers, ...granted.headers } };
});
