import * as z from 'zod';
import { escapeHtml } from '../notification/mail-html.ts';
import { anchorOf } from '../contracts/api/deprecation.ts';
import { renderSchema, renderSchemas } from './render-schema.ts';
import { paragraphs } from './render-text.ts';

/** Of an OpenAPI document what the page shows; the rest may be anything. */
const content = z.record(
  z.string(),
  z.looseObject({ schema: z.unknown().optional(), example: z.unknown().optional() }),
);
const answer = z.looseObject({
  $ref: z.string().optional(),
  description: z.string().default(''),
  content: content.default({}),
});
const operation = z.looseObject({
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  deprecated: z.boolean().default(false),
  security: z.array(z.record(z.string(), z.unknown())).default([]),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().default(''),
        schema: z.unknown().optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content }).optional(),
  responses: z.record(z.string(), answer),
});
const openapiShape = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().default('') }),
  tags: z.array(z.looseObject({ name: z.string(), description: z.string().default('') })).default([]),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), answer).default({}),
    securitySchemes: z.record(z.string(), z.looseObject({ description: z.string().default('') })).default({}),
  }),
});
const asyncapiShape = z.looseObject({
  info: z.looseObject({ description: z.string().default('') }),
  components: z.looseObject({
    messages: z.record(z.string(), z.looseObject({ summary: z.string().default('') })),
    schemas: z.record(z.string(), z.unknown()),
  }),
});

type OpenApi = z.infer<typeof openapiShape>;
type Operation = z.infer<typeof operation>;
type Answer = z.infer<typeof answer>;

/** The reference of API and events as one page: no script, nothing from elsewhere. Its texts and examples are made by us, and are escaped all the same. */
export function renderReference(openapi: unknown, asyncapi: unknown): string {
  const api = openapiShape.parse(openapi);
  const events = asyncapiShape.parse(asyncapi);
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, given]) => ({ name: `${method.toUpperCase()} ${path}`, given })),
  );
  const groups = api.tags.map((tag) => ({ ...tag, calls: calls.filter(({ given }) => given.tags.includes(tag.name)) }));
  const parts = [
    `<header><h1>${escapeHtml(api.info.title)} ${escapeHtml(api.info.version)}</h1>${paragraphs(api.info.description)}<p><a href="openapi.yaml">openapi.yaml</a> <a href="openapi.json">openapi.json</a> <a href="asyncapi.yaml">asyncapi.yaml</a> <a href="asyncapi.json">asyncapi.json</a></p></header>`,
    `<nav>${groups.map((group) => `<h3>${escapeHtml(group.name)}</h3><ul>${group.calls.map(({ name, given }) => `<li><a href="#${anchorOf(name)}">${escapeHtml(given.summary)}</a></li>`).join('')}</ul>`).join('')}<h3>More</h3><ul><li><a href="#proofs">Proofs</a></li><li><a href="#events">Events</a></li><li><a href="#schemas">Schemas</a></li></ul></nav>`,
    ...groups.map(
      (group) =>
        `<h2>${escapeHtml(group.name)}</h2>${paragraphs(group.description)}${group.calls.map(({ name, given }) => renderCall(api, name, given)).join('')}`,
    ),
    `<h2 id="proofs">Proofs</h2>${Object.entries(api.components.securitySchemes)
      .map(([name, { description }]) => `<h4><code>${escapeHtml(name)}</code></h4>${paragraphs(description)}`)
      .join('')}`,
    `<h2 id="events">Events</h2>${paragraphs(events.info.description)}<ul>${Object.entries(events.components.messages)
      .map(
        ([name, { summary }]) =>
          `<li><a href="#schema-${escapeHtml(name === 'SignalReceived' ? 'Signal' : name)}"><code>${escapeHtml(name)}</code></a> ${escapeHtml(summary)}</li>`,
      )
      .join('')}</ul>`,
    `<h2 id="schemas">Schemas</h2>${renderSchemas({ ...events.components.schemas, ...api.components.schemas })}`,
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(api.info.title)} API</title><style>${STYLE}</style></head><body><main>${parts.join('')}</main></body></html>`;
}

function renderCall(api: OpenApi, name: string, given: Operation): string {
  const [method = '', path = ''] = name.split(' ');
  const proofs = given.security.map((way) => Object.keys(way).join(' and ')).join(' or ');
  return `<section id="${anchorOf(name)}"><h3>${escapeHtml(given.summary)}${given.deprecated ? ' <em>deprecated</em>' : ''}</h3><p class="call"><b>${method}</b> <code>${escapeHtml(path)}</code></p>${paragraphs(given.description)}${
    proofs === '' ? '' : `<p>Proof: <a href="#proofs">${escapeHtml(proofs)}</a></p>`
  }${renderParameters(given)}${renderBody(given)}<h4>Answers</h4>${Object.entries(given.responses)
    .map(([status, told]) => renderAnswer(status, follow(api, told)))
    .join('')}</section>`;
}

function follow(api: OpenApi, told: Answer): Answer {
  const name = told.$ref?.split('/').at(-1);
  return name === undefined ? told : (api.components.responses[name] ?? told);
}

function renderParameters({ parameters }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: where, required, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required ? ' *' : ''}</td><td>${escapeHtml(where)}</td><td>${renderSchema(schema)}${description === '' ? '' : `<br>${escapeHtml(description)}`}</td></tr>`,
  );
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
}

function renderBody({ requestBody }: Operation): string {
  if (requestBody === undefined) return '';
  return `<h4>Body${requestBody.required ? ' *' : ''}</h4>${renderContent(requestBody.content)}`;
}

function renderAnswer(status: string, told: Answer): string {
  return `<details><summary><b>${escapeHtml(status)}</b> ${escapeHtml(told.description.split('\n')[0] ?? '')}</summary>${paragraphs(told.description)}${renderContent(told.content)}</details>`;
}

function renderContent(given: z.infer<typeof content>): string {
  return Object.entries(given)
    .map(
      ([mediaType, { schema, example }]) =>
        `<div class="content"><p><code>${escapeHtml(mediaType)}</code></p>${renderSchema(schema)}${example === undefined ? '' : `<pre>${escapeHtml(typeof example === 'string' ? example : JSON.stringify(example, null, 2))}</pre>`}</div>`,
    )
    .join('');
}

const STYLE =
  ':root{color-scheme:light dark}body{margin:0;font:15px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}main{max-width:62rem;margin:0 auto;padding:1rem 1.25rem 6rem}h2{margin-top:3rem;border-bottom:2px solid}section{margin:2rem 0;padding-top:.5rem;border-top:1px solid GrayText}nav{columns:3 14rem}nav h3{margin:.75rem 0 0;break-after:avoid}nav ul{margin:0;padding-left:1rem}code,pre{font:13px/1.4 ui-monospace,monospace}pre{overflow:auto;max-height:24rem;padding:.75rem;border:1px solid GrayText}table{border-collapse:collapse}td{padding:.2rem .75rem .2rem 0;vertical-align:top}.call b{padding:.1rem .5rem;background:#1f5fa8;color:#fff}.content{margin-left:1rem}details{margin:.25rem 0}ul.fields{margin:.25rem 0;padding-left:1.25rem}';
