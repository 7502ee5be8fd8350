import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiParameters, ZodOpenApiResponsesObject } from 'zod-openapi';
import { OPERATIONS } from '../../lambdas/contracts/api/operations/index.ts';
import type { Operation } from '../../lambdas/contracts/api/operation.ts';
import { pathParameters } from '../../lambdas/contracts/api/requests.ts';
import { ROUTES } from '../../lambdas/contracts/api/routes.ts';
import type { Route, Routes } from '../../lambdas/contracts/api/routes.ts';
import { CONTRACT_VERSION } from '../../lambdas/contracts/api/version.ts';
import { rights } from '../../lambdas/api/rights.ts';
import './name-events.ts';
import { readDocument } from './document.ts';
import type { Json } from './document.ts';
import { examplesOf } from './examples.ts';
import { linksOf } from './links.ts';
import { problemAnswers, problemExamples } from './problem-answers.ts';
import { INFO, SECURITY, SECURITY_SCHEMES, TAGS } from './texts.ts';

/** OpenAPI 3.1 of these routes: what a call takes and answers comes from its schemas, what it is for from its operation. */
export function buildOpenApi(
  routes: Routes = ROUTES,
  operations: Readonly<Record<string, Operation>> = OPERATIONS,
): Json {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const [method = '', path = ''] = name.split(' ');
    const operation = operations[name];
    if (operation === undefined) throw new Error(`${name} stands in the table of routes and has no operation`);
    (paths[path] ??= {})[method.toLowerCase()] = operationObject(name, route, operation);
  }
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: { ...INFO, version: CONTRACT_VERSION },
      servers: [
        {
          url: 'https://{apiId}.execute-api.{region}.amazonaws.com/{stage}',
          description: 'A stage; `npm start` prints the address of the one on your machine.',
          variables: {
            apiId: { default: 'abcde12345', description: 'Output `ApiId` of the stack `fairlead-<stage>-api`.' },
            region: { default: 'eu-central-1' },
            stage: { default: 'prod', enum: ['dev', 'prod'] },
          },
        },
      ],
      tags: TAGS,
      paths,
      components: { securitySchemes: SECURITY_SCHEMES, examples: problemExamples(Object.values(operations)) },
    },
    { override: openAnswers, outputIdSuffix: 'Answer' },
  );
  return readDocument(document);
}

/** Who reads an answer must bear a field that it does not know: only what is sent to us is closed. */
function openAnswers({
  jsonSchema,
  io,
}: {
  jsonSchema: { additionalProperties?: unknown };
  io: 'input' | 'output';
}): void {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function operationObject(name: string, { deprecated }: Route, operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, proof, body } = operation;
  const { request } = examplesOf(name);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: describe(operation, deprecated),
    security: SECURITY[proof],
    ...(deprecated === undefined ? {} : deprecation(deprecated)),
    requestParams: parametersOf(name, operation),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: Object.fromEntries(
              Object.entries(body.content).map(([mediaType, schema]) => [
                mediaType,
                { schema, ...(request[mediaType] === undefined ? {} : { example: request[mediaType] }) },
              ]),
            ),
          },
        }),
    responses: { ...answersOf(name, operation), ...problemAnswers(operation) },
  };
}

function describe({ summary, description, right }: Operation, deprecated: Route['deprecated']): string {
  const roles = Object.entries(rights).find(([name]) => name === right)?.[1];
  return [
    ...(deprecated === undefined ? [] : [deprecationText(deprecated)]),
    description ?? `${summary}.`,
    ...(roles === undefined ? [] : [`Right \`${right ?? ''}\`: ${roles.join(', ')}.`]),
  ].join('\n\n');
}

function deprecationText({ since, sunset, instead }: NonNullable<Route['deprecated']>): string {
  const end = sunset === undefined ? '' : ` It may be gone from ${sunset} on.`;
  return `Deprecated since ${since}.${end}${instead === undefined ? '' : ` Call \`${instead}\` instead.`}`;
}

const deprecation = ({ since, sunset }: NonNullable<Route['deprecated']>) => ({
  deprecated: true,
  'x-deprecated-since': since,
  ...(sunset === undefined ? {} : { 'x-sunset': sunset }),
});

function parametersOf(name: string, { query, headers }: Operation): ZodOpenApiParameters {
  const known: Readonly<Record<string, z.ZodType>> = pathParameters;
  const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => {
    const schema = known[parameter];
    if (schema === undefined) throw new Error(`${name}: nobody has said what ${parameter} is`);
    return [parameter, schema] as const;
  });
  return {
    ...(inPath.length === 0 ? {} : { path: z.object(Object.fromEntries(inPath)) }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { header: headers }),
  };
}

function answersOf(name: string, { answers }: Operation): ZodOpenApiResponsesObject {
  const { answers: examples } = examplesOf(name);
  const entries = Object.entries(answers).map(([status, { description, content, headers }]) => {
    const example = examples[status];
    return [
      status,
      {
        description,
        ...(headers === undefined ? {} : { headers }),
        ...linksOf(name, status),
        ...(content === undefined
          ? {}
          : {
              content: Object.fromEntries(
                Object.entries(content).map(([mediaType, schema]) => [
                  mediaType,
                  { schema, ...(isOfType(example, mediaType) ? { example } : {}) },
                ]),
              ),
            }),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** Examples stand by status: a text is that of an answer which is one, e.g. a calendar. */
function isOfType(example: unknown, mediaType: string): boolean {
  return example !== undefined && (typeof example === 'string') !== mediaType.endsWith('json');
}
