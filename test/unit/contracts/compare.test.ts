import { describe, expect, test } from 'vitest';
import { breakingChanges } from '../../../bin/contracts/compare-contracts.ts';
import { planPublishing } from '../../../bin/contracts/plan-publishing.ts';

const TODAY = '2026-03-02';

/** A small API: one call that takes and answers most kinds of things. */
const api = (): any => ({
  openapi: '3.1.1',
  info: { version: '1.0.0' },
  paths: {
    '/v1/boxes': {
      post: {
        operationId: 'sendBox',
        security: [{ person: [] }, { certificate: [] }],
        parameters: [
          { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 } },
        ],
        requestBody: {
          required: false,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/Wish' } },
            'text/csv': { schema: { type: 'string' } },
          },
        },
        responses: {
          200: {
            headers: { etag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Box' } } },
          },
          404: { $ref: '#/components/responses/Gone' },
        },
      },
      get: { operationId: 'listBoxes', security: [], responses: { 200: { description: 'All.' } } },
    },
  },
  components: {
    responses: { Gone: { content: { 'application/problem+json': { schema: { type: 'object' } } } } },
    schemas: {
      Wish: {
        type: 'object',
        additionalProperties: false,
        required: ['title'],
        properties: {
          title: { type: 'string', maxLength: 80 },
          colour: { enum: ['red', 'green'] },
          note: { type: 'string' },
          tags: { type: 'array', items: { type: 'string' }, minItems: 1 },
          size: { type: 'number', minimum: 0 },
        },
      },
      Box: {
        type: 'object',
        required: ['id', 'state'],
        properties: {
          id: { type: 'string', pattern: '^box_' },
          contract: { const: 'box/1' },
          state: { enum: ['open', 'closed'] },
          count: { type: 'integer' },
          parent: { $ref: '#/components/schemas/Box' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          happened: {
            oneOf: [
              { type: 'object', required: ['what'], properties: { what: { const: 'Opened' }, by: { type: 'string' } } },
              { type: 'object', required: ['what'], properties: { what: { const: 'Closed' } } },
            ],
          },
        },
      },
    },
  },
});

const call = (document: any): any => document.paths['/v1/boxes'].post;
const wish = (document: any): any => document.components.schemas.Wish;
const box = (document: any): any => document.components.schemas.Box;
const changed = (change: (document: any) => void): readonly string[] => {
  const after = api();
  change(after);
  return breakingChanges(api(), after, TODAY).map(({ where, what }) => `${where} ${what}`);
};

test('the same document breaks nobody', () => {
  expect(changed(() => undefined)).toEqual([]);
});

describe('what breaks', () => {
  test.each<[string, (document: any) => void, string]>([
    ['a call that is gone', (d) => delete d.paths['/v1/boxes'].get, 'GET /v1/boxes is gone'],
    ['a path that is gone', (d) => delete d.paths['/v1/boxes'], 'POST /v1/boxes is gone'],
    ['another name for clients', (d) => (call(d).operationId = 'x'), 'POST /v1/boxes has another operationId'],
    [
      'a proof that is taken no more',
      (d) => call(d).security.pop(),
      'POST /v1/boxes takes the proof certificate no more',
    ],
    [
      'a proof where none was',
      (d) => (d.paths['/v1/boxes'].get.security = [{ person: [] }]),
      'GET /v1/boxes wants a proof of who calls now',
    ],
    ['a parameter that is gone', (d) => (call(d).parameters = []), 'POST /v1/boxes query limit is gone'],
    [
      'a new parameter that is required',
      (d) => call(d).parameters.push({ in: 'header', name: 'if-match', required: true }),
      'POST /v1/boxes header if-match is required now',
    ],
    [
      'a parameter that is required now',
      (d) => (call(d).parameters[0].required = true),
      'POST /v1/boxes query limit is required now',
    ],
    [
      'a tighter parameter',
      (d) => (call(d).parameters[0].schema.maximum = 50),
      'POST /v1/boxes query limit has a tighter maximum',
    ],
    [
      'another default',
      (d) => (call(d).parameters[0].schema.default = 10),
      'POST /v1/boxes query limit has another default',
    ],
    [
      'a body that is required now',
      (d) => (call(d).requestBody.required = true),
      'POST /v1/boxes body is required now',
    ],
    ['a body that is gone', (d) => delete call(d).requestBody, 'POST /v1/boxes body is gone'],
    [
      'a media type that is taken no more',
      (d) => delete call(d).requestBody.content['text/csv'],
      'POST /v1/boxes body text/csv is gone',
    ],
    ['a field that is taken no more', (d) => delete wish(d).properties.note, 'Wish/note is gone'],
    [
      'a new field that is required',
      (d) => {
        wish(d).properties.zone = { type: 'string' };
        wish(d).required.push('zone');
      },
      'Wish/zone is required now',
    ],
    ['a field that is required now', (d) => wish(d).required.push('note'), 'Wish/note is required now'],
    [
      'a value that is taken no more',
      (d) => wish(d).properties.colour.enum.pop(),
      'Wish/colour takes no "green" any more',
    ],
    ['values where any were taken', (d) => (wish(d).properties.note.enum = ['a']), 'Wish/note takes "a" only'],
    [
      'another type that is taken',
      (d) => (wish(d).properties.title = { type: 'integer' }),
      'Wish/title takes no string any more',
    ],
    [
      'integers where numbers were taken',
      (d) => (wish(d).properties.size.type = 'integer'),
      'Wish/size takes no number any more',
    ],
    ['a shorter text', (d) => (wish(d).properties.title.maxLength = 40), 'Wish/title has a tighter maxLength'],
    ['a limit where none was', (d) => (wish(d).properties.note.maxLength = 40), 'Wish/note has a tighter maxLength'],
    ['a pattern where none was', (d) => (wish(d).properties.note.pattern = '^a'), 'Wish/note has another pattern'],
    ['more members that are wanted', (d) => (wish(d).properties.tags.minItems = 2), 'Wish/tags has a tighter minItems'],
    [
      'another type in a list',
      (d) => (wish(d).properties.tags.items.type = 'integer'),
      'Wish/tags[] takes no string any more',
    ],
    ['an answer that is gone', (d) => delete call(d).responses[404], 'POST /v1/boxes 404 is gone'],
    [
      'another media type',
      (d) => (d.components.responses.Gone.content = {}),
      'POST /v1/boxes 404 application/problem+json is gone',
    ],
    [
      'a header that is gone',
      (d) => delete call(d).responses[200].headers.etag,
      'POST /v1/boxes 200 header etag is gone',
    ],
    ['a field of an answer that is gone', (d) => delete box(d).properties.count, 'Box/count is gone'],
    ['a field of an answer that may be missing', (d) => box(d).required.pop(), 'Box/state may be missing now'],
    ['another type of an answer', (d) => (box(d).properties.count.type = 'string'), 'Box/count may be string now'],
    [
      'an answer that may be null',
      (d) => (box(d).properties.count.type = ['integer', 'null']),
      'Box/count may be null now',
    ],
    [
      'an answer that may be anything',
      (d) => delete box(d).properties.count.type,
      'Box/count may be array, boolean, null, number, object, string now',
    ],
    ['an id of another form', (d) => (box(d).properties.id.pattern = '^crate_'), 'Box/id has another pattern'],
    ['another meaning', (d) => (box(d).properties.contract.const = 'box/2'), 'Box/contract is "box/2" and was "box/1"'],
    [
      'another type behind free names',
      (d) => (box(d).properties.labels.additionalProperties.type = 'integer'),
      'Box/labels{} may be integer now',
    ],
    ['a variant that is gone', (d) => box(d).properties.happened.oneOf.pop(), 'Box/happened(what="Closed") is gone'],
    [
      'a field of a variant that is gone',
      (d) => delete box(d).properties.happened.oneOf[0].properties.by,
      'Box/happened(what="Opened")/by is gone',
    ],
  ])('%s', (_what, change, expected) => {
    expect(changed(change)).toContain(expected);
  });
  test('further fields, where they were taken', () => {
    const [before, after] = [api(), api()];
    delete wish(before).additionalProperties;
    expect(breakingChanges(before, after, TODAY)).toContainEqual({
      where: 'Wish',
      what: 'takes no further fields any more',
    });
  });
});

describe('what breaks nobody', () => {
  test.each<[string, (document: any) => void]>([
    ['a new call', (d) => (d.paths['/v1/crates'] = { get: {} })],
    ['another way to prove who calls', (d) => call(d).security.push({ token: [] })],
    ['no proof any more', (d) => (call(d).security = [])],
    ['a new parameter', (d) => call(d).parameters.push({ in: 'query', name: 'after' })],
    ['a wider limit', (d) => (call(d).parameters[0].schema.maximum = 500)],
    ['a new field that may be sent', (d) => (wish(d).properties.zone = { type: 'string' })],
    ['a field that need not be sent any more', (d) => (wish(d).required = [])],
    ['a new value that may be sent', (d) => wish(d).properties.colour.enum.push('blue')],
    ['a wider type that may be sent', (d) => (wish(d).properties.note.type = ['string', 'null'])],
    ['a new answer', (d) => (call(d).responses[409] = {})],
    ['a new field of an answer', (d) => (box(d).properties.weight = { type: 'number' })],
    ['a field that is always there now', (d) => box(d).required.push('count')],
    ['a new value of an answer', (d) => box(d).properties.state.enum.push('lost')],
    [
      'a new variant of an answer',
      (d) => box(d).properties.happened.oneOf.push({ type: 'object', properties: { what: { const: 'Lost' } } }),
    ],
    ['better words', (d) => (box(d).properties.id.description = 'Id')],
  ])('%s', (_what, change) => {
    expect(changed(change)).toEqual([]);
  });

  test('a call that was deprecated goes on the day of its sunset, and not before', () => {
    const before = api();
    Object.assign(before.paths['/v1/boxes'].get, { deprecated: true, 'x-sunset': TODAY });
    const after = api();
    delete after.paths['/v1/boxes'].get;
    expect(breakingChanges(before, after, TODAY)).toEqual([]);
    expect(breakingChanges(before, after, '2026-03-01')).toEqual([{ where: 'GET /v1/boxes', what: 'is gone' }]);
  });
});

describe('events', () => {
  const events = (): any => ({
    asyncapi: '3.0.0',
    info: { version: '1.0.0' },
    channels: { bus: { address: 'bus', messages: { BoxOpened: {}, BoxClosed: {} } } },
    components: {
      messages: {
        BoxOpened: {
          payload: { type: 'object', required: ['box'], properties: { box: { $ref: '#/components/schemas/Box' } } },
        },
        BoxClosed: { payload: { type: 'object' } },
      },
      schemas: { Box: { type: 'object', properties: { id: { type: 'string' }, count: { type: 'integer' } } } },
    },
  });
  test.each<[string, (document: any) => void, string]>([
    ['an event that is gone', (d) => delete d.channels.bus.messages.BoxClosed, 'event BoxClosed is gone'],
    ['a channel that is gone', (d) => (d.channels = {}), 'channel bus is gone'],
    ['another address', (d) => (d.channels.bus.address = 'other'), 'channel bus has another address'],
    ['a field that is gone', (d) => delete d.components.schemas.Box.properties.count, 'Box/count is gone'],
    [
      'a field that may be missing',
      (d) => (d.components.messages.BoxOpened.payload.required = []),
      'event BoxOpened/box may be missing now',
    ],
    ['another type', (d) => (d.components.schemas.Box.properties.id.type = 'integer'), 'Box/id may be integer now'],
  ])('%s breaks', (_what, change, expected) => {
    const after = events();
    change(after);
    expect(breakingChanges(events(), after, TODAY).map(({ where, what }) => `${where} ${what}`)).toContain(expected);
  });
  test('a new event and a new field break nobody', () => {
    const after = events();
    after.channels.bus.messages.BoxLost = {};
    after.components.schemas.Box.properties.lost = { type: 'boolean' };
    expect(breakingChanges(events(), after, TODAY)).toEqual([]);
  });
});

describe('publishing', () => {
  const path = 'docs/api/published/v1/openapi.yaml';
  const plan = (document: any, published: any, because?: string) =>
    planPublishing({ path: '', published: path, document, text: 'text' }, published, { today: TODAY, because });
  const of = (version: string, change: (document: any) => void = () => undefined): any => {
    const document = { ...api(), info: { version } };
    change(document);
    return document;
  };
  const adds = (document: any): any => (document.paths['/v1/crates'] = { get: {} });

  test('writes what is the first, and nothing where nothing has changed', () => {
    expect(plan(of('1.0.0'), undefined)).toMatchObject({ ok: true, files: { [path]: 'text' } });
    expect(plan(of('1.0.0'), of('1.0.0'))).toMatchObject({ ok: true, files: {} });
  });
  test('of something new wants a later version', () => {
    expect(plan(of('1.0.0', adds), of('1.0.0'))).toMatchObject({ ok: false });
    expect(plan(of('1.9.0', adds), of('1.10.0'))).toMatchObject({ ok: false });
    expect(plan(of('1.10.0', adds), of('1.9.0'))).toMatchObject({ ok: true, files: { [path]: 'text' } });
  });
  test('of what breaks somebody wants a reason, which is kept', () => {
    const broken = of('1.1.0', (d) => delete box(d).properties.count);
    expect(plan(broken, of('1.0.0'))).toMatchObject({ ok: false, refusals: [`${path}: Box/count is gone`] });
    const reasoned = plan(broken, of('1.0.0'), 'it was never filled');
    expect(reasoned).toMatchObject({ ok: true });
    expect(JSON.stringify(reasoned)).toContain('1.1.0: it was never filled');
  });
});
