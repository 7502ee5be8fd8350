import * as z from 'zod';
import type { Content, Operation } from '../operation.ts';

const description = (id: string, summary: string, content: Content): Operation => ({
  id,
  tag: 'Contracts',
  summary,
  description: 'For everybody. Fresh for five minutes; ask again with If-None-Match.',
  proof: 'nothing',
  headers: z.object({ 'if-none-match': z.string().optional().meta({ description: 'ETag of the answer before.' }) }),
  answers: {
    200: { description: summary, content, headers: z.object({ etag: z.string() }) },
    304: { description: 'It is what you have.' },
  },
  problems: ['too-many-requests'],
});

const yaml = { 'application/yaml': z.string() };
const json = { 'application/json': z.looseObject({}) };

export const contractOperations = {
  'GET /v1/openapi.yaml': description('readOpenApiYaml', 'This description, OpenAPI 3.1', yaml),
  'GET /v1/openapi.json': description('readOpenApiJson', 'This description in JSON', json),
  'GET /v1/asyncapi.yaml': description('readAsyncApiYaml', 'Events on the bus, AsyncAPI 3', yaml),
  'GET /v1/asyncapi.json': description('readAsyncApiJson', 'Events on the bus, in JSON', json),
  'GET /v1/docs': description('readDocs', 'The reference as a page', { 'text/html': z.string() }),
} satisfies Readonly<Record<string, Operation>>;
