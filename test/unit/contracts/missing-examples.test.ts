import { describe, expect, test } from 'vitest';
import { missingExamples } from '../../../bin/contracts/missing-examples.ts';

const json = (more: object) => ({ content: { 'application/json': { schema: {}, ...more } } });
const problem = (more: object) => ({ content: { 'application/problem+json': { schema: {}, ...more } } });
const operation = {
  summary: 'Open a box',
  description: 'It stays open.',
  requestBody: json({ example: {} }),
  responses: { '200': json({ example: {} }), '404': problem({ examples: { 'no-such-box': {} } }) },
};
const missing = (given: object, components: object = {}) =>
  missingExamples({ paths: { '/boxes': { post: given } }, components });

describe('what an integrator would miss', () => {
  test('is nothing where each answer has an example', () => {
    expect(missing(operation)).toEqual([]);
  });

  test.each([
    ['POST /boxes has no description', { description: ' ' }],
    ['POST /boxes has no example of its body', { requestBody: json({}) }],
    ['POST /boxes has no example of its answer 200', { responses: { '200': json({}) } }],
    ['POST /boxes has no example of its answer 404', { responses: { '404': problem({}) } }],
    [
      'POST /boxes has no problem document as its answer 409',
      { responses: { '409': { content: { 'text/plain': { example: 'No' } } } } },
    ],
  ])('%s', (what, change) => {
    expect(missing({ ...operation, ...change })).toEqual([what]);
  });

  test('is found behind a reference', () => {
    const responses = { default: { $ref: '#/components/responses/Refusal' } };
    const behind = (one: object) => missing({ ...operation, responses }, { responses: { Refusal: one } });
    expect(behind(json({ example: {} }))).toEqual([]);
    expect(behind(json({}))).toEqual(['POST /boxes has no example of its answer default']);
  });

  test('is no page, no bytes and no answer that says nothing', () => {
    const responses = { '200': { content: { 'text/html': {} } }, '304': {}, '410': { content: { 'text/html': {} } } };
    expect(missing({ ...operation, responses })).toEqual([]);
  });
});
