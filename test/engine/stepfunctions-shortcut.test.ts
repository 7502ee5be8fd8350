import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { shortcutOf } from '../../local/services/stepfunctions/expression-shortcut.ts';

const json = fc.jsonValue({ maxDepth: 3 });
/** Names that the expressions below use, so that paths lead somewhere. */
const states = fc.record({
  input: fc.oneof(json, fc.record({ a: json, b: fc.record({ a: json }) }), fc.array(fc.record({ a: json }))),
});

describe('a shortcut says what JSONata says, or nothing', () => {
  test.each([
    '$x',
    '$states.input',
    '$states.input.a',
    '$states.input.b.a',
    "$states.input.a = 'x'",
    '$states.input.a = $x',
    '$states.input.a = 1',
    '$x = $states.input.b.a',
    "'text'",
    '17',
  ])('%s', async (text) => {
    const expression = jsonata(text);
    const shortcut = shortcutOf(expression.ast());
    expect(shortcut).toBeDefined();
    await fc.assert(
      fc.asyncProperty(states, json, async (given, x) => {
        const found = shortcut?.({ states: given, x });
        if (found === undefined) return;
        // JSONata marks what it makes; the values are compared.
        expect(JSON.stringify(found)).toBe(JSON.stringify(await expression.evaluate(undefined, { states: given, x })));
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  '$states.input.a[0]',
  '$states.input.a[]',
  '$states.input.a^(b)',
  '$states.input{"k": a}',
  '$states.input.a@$v.b',
  '$states.input.a#$i.b',
  '$states.input.*',
  '$states.input.a.$string()',
  '$count($states.input)',
  '($states.input)',
  '$',
  '$.a',
  '$$',
  'a.b',
  "$x != 'a'",
  '$x and $states',
])('there is none for %s', (text) => {
  expect(shortcutOf(jsonata(text).ast())).toBeUndefined();
});

test.each([
  ['a list on the way', '$x.a', { x: [{ a: 1 }] }],
  ['a list at the end', '$x.a', { x: { a: [1] } }],
  ['what is not there', '$x.a', { x: {} }],
  ['the length of a text', '$x.length', { x: 'text' }],
  ['a name that every object has', '$x.constructor', { x: {} }],
  ['objects that are compared', '$x = $y', { x: { a: 1 }, y: { a: 1 } }],
  ['a variable that is not there', '$x', {}],
])('JSONata has to say of %s', (_what, text, bindings) => {
  expect(shortcutOf(jsonata(text).ast())?.(bindings)).toBeUndefined();
});
