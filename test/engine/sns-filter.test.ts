import { describe, expect, test } from 'vitest';
import { AwsError, UnsupportedError } from '../../local/kernel/errors.ts';
import { compileFilter } from '../../local/services/sns/filter-policy.ts';
import type { MessageAttributes } from '../../local/services/sns/message.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const list = (...values: unknown[]) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) });

const passes = (policy: unknown, attributes: MessageAttributes): boolean =>
  compileFilter(policy)?.({ body: '{}', attributes }) ?? true;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html and the pages on string, numeric and key matching below it */
describe('on attributes', () => {
  const cases: readonly (readonly [name: string, policy: object, attributes: MessageAttributes, passes: boolean])[] = [
    ['one of the values', { channel: ['email', 'slack'] }, { channel: text('slack') }, true],
    ['none of the values', { channel: ['email'] }, { channel: text('slack') }, false],
    ['upper case is another value', { channel: ['email'] }, { channel: text('Email') }, false],
    ['the attribute is missing', { channel: ['email'] }, {}, false],
    ['attributes not named do not matter', { channel: ['email'] }, { channel: text('email'), other: text('x') }, true],
    ['all keys must match', { channel: ['email'], kind: ['a'] }, { channel: text('email'), kind: text('b') }, false],
    ['an element of a list', { hobby: ['rugby'] }, { hobby: list('tennis', 'rugby') }, true],
    ['no element of a list', { hobby: ['rugby'] }, { hobby: list('tennis') }, false],
    ['anything but', { hobby: [{ 'anything-but': ['rugby'] }] }, { hobby: text('tennis') }, true],
    ['anything but, the value', { hobby: [{ 'anything-but': ['rugby'] }] }, { hobby: text('rugby') }, false],
    ['anything but, missing', { hobby: [{ 'anything-but': ['rugby'] }] }, {}, false],
    ['anything but a prefix', { hobby: [{ 'anything-but': { prefix: 'ten' } }] }, { hobby: text('tennis') }, false],
    ['prefix', { hobby: [{ prefix: 'bas' }] }, { hobby: text('baseball') }, true],
    ['suffix', { hobby: [{ suffix: 'ball' }] }, { hobby: text('baseball') }, true],
    ['case ignored', { hobby: [{ 'equals-ignore-case': 'TENNIS' }] }, { hobby: text('tennis') }, true],
    ['address block', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: text('10.0.0.9') }, true],
    ['numbers compare as numbers', { price: [{ numeric: ['=', 301.5] }] }, { price: number('3.015e2') }, true],
    ['in a range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('150') }, true],
    ['outside of a range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('151') }, false],
    ['a number as text is no number', { price: [{ numeric: ['=', 5] }] }, { price: text('5') }, false],
    ['exists', { shop: [{ exists: true }] }, { shop: text('x') }, true],
    ['exists not', { shop: [{ exists: false }] }, { shop: text('x') }, false],
    ['exists not, missing', { shop: [{ exists: false }] }, {}, true],
    [
      'binary attributes are not seen',
      { shop: [{ exists: true }] },
      { shop: { DataType: 'Binary', binary: 'eA==' } },
      false,
    ],
    ['$or', { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: text('2') }, true],
    ['$or, none', { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: text('1') }, false],
  ];
  test.each(cases)('%s', (_, policy, attributes, expected) => {
    expect(passes(policy, attributes)).toBe(expected);
    expect(passes(JSON.stringify(policy), attributes)).toBe(expected);
  });

  test('no policy, or an empty one, lets everything through', () => {
    expect(compileFilter(undefined)).toBeUndefined();
    expect(compileFilter('')).toBeUndefined();
    expect(compileFilter({})).toBeUndefined();
  });

  test('the body is not looked at', () => {
    const filter = compileFilter({ channel: ['email'] });
    expect(filter?.({ body: JSON.stringify({ channel: 'email' }), attributes: {} })).toBe(false);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html */
describe('on the body', () => {
  const cases: readonly (readonly [name: string, policy: object, body: string, passes: boolean])[] = [
    ['nested', { order: { state: ['late'] } }, '{"order":{"state":"late"}}', true],
    ['nested, other value', { order: { state: ['late'] } }, '{"order":{"state":"early"}}', false],
    ['null and booleans', { a: [null], b: [true] }, '{"a":null,"b":true}', true],
    ['text that is no JSON is not delivered', { a: ['1'] }, 'hello', false],
    ['nor is a list', { a: ['1'] }, '[{"a":"1"}]', false],
  ];
  test.each(cases)('%s', (_, policy, body, expected) => {
    const filter = compileFilter(policy, 'MessageBody');
    expect(filter?.({ body, attributes: { a: text('1') } })).toBe(expected);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
describe('refuses', () => {
  const keys = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']]));
  const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
  test.each([
    ['more than five keys', keys],
    ['more than 150 combinations', { a: values(51), b: values(3) }],
    ['a value that is no list', { a: 'x' }],
    ['nesting, about attributes', { a: { b: ['x'] } }],
    ['a list', ['x']],
  ])('%s', (_, policy) => {
    expect(() => compileFilter(policy)).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
    expect(() => compileFilter(policy)).toThrow(AwsError);
  });

  test('the same sizes at their limit are taken', () => {
    const { f: _, ...five } = keys;
    expect(() => compileFilter(five)).not.toThrow();
    expect(() => compileFilter({ a: values(50), b: values(3) })).not.toThrow();
  });

  test.each([
    ['an operator that it does not know', { a: [{ near: 'x' }] }, 'MessageAttributes'],
    ['a scope that it does not know', { a: ['x'] }, 'Headers'],
  ])('%s', (_, policy, scope) => {
    expect(() => compileFilter(policy, scope)).toThrow(UnsupportedError);
  });
});
