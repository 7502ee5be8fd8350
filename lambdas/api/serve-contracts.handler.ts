import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { parse } from 'yaml';
import asyncapi from '../../docs/api/asyncapi.yaml';
import openapi from '../../docs/api/openapi.yaml';
import { sha256Hex } from '../contracts/index.ts';
import { httpHandler } from '../platform/index.ts';
import { problemOf, refuse } from './answer.ts';
import { renderReference } from './render-reference.ts';

interface Served {
  readonly contentType: string;
  readonly body: string;
  readonly etag: string;
}

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';
const made = new Map<string, Served>();

/** By resource; made when it is asked for first. */
const makers: Readonly<Record<string, () => readonly [contentType: string, body: string]>> = {
  '/v1/openapi.yaml': () => [YAML_TYPE, openapi],
  '/v1/openapi.json': () => [JSON_TYPE, JSON.stringify(parse(openapi))],
  '/v1/asyncapi.yaml': () => [YAML_TYPE, asyncapi],
  '/v1/asyncapi.json': () => [JSON_TYPE, JSON.stringify(parse(asyncapi))],
  '/v1/docs': () => ['text/html; charset=utf-8', renderReference(parse(openapi), parse(asyncapi))],
};

/** The descriptions of API and events, for everybody: they say nothing that is secret. */
export const handler = httpHandler('serve-contracts', (event) => Promise.resolve(serve(event)));

function serve({ resource, headers }: APIGatewayProxyEvent): APIGatewayProxyResult {
  const served = servedAt(resource);
  if (served === undefined) return refuse(problemOf('no-such-route', 404, 'No such route', resource));
  const { contentType, body, etag } = served;
  const seen = Object.entries(headers).find(([name]) => name.toLowerCase() === 'if-none-match')?.[1];
  const shared = { etag, 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' };
  if (seen === etag) return { statusCode: 304, headers: shared, body: '' };
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
  return {
    statusCode: 200,
    headers: { ...shared, 'content-type': contentType, 'content-security-policy': policy },
    body,
  };
}

function servedAt(resource: string): Served | undefined {
  const known = made.get(resource);
  if (known !== undefined || !Object.hasOwn(makers, resource)) return known;
  const [contentType, body] = makers[resource]?.() ?? ['', ''];
  const served = { contentType, body, etag: `"${sha256Hex(body).slice(0, 32)}"` };
  made.set(resource, served);
  return served;
}
