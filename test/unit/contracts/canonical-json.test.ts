import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../lambdas/contracts/index.ts';

/** As it is meant; hashes of journals that are years old are compared with it. */
function asMeant(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)))
      : member,
  );
}

test('the text of a value never changes, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.object({ maxDepth: 4, values: [fc.anything({ withDate: true }), fc.constant(undefined)] }),
      (value) => {
        expect(canonicalJson(value)).toBe(asMeant(value));
      },
    ),
  );
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: '2' }], 10: 0, 9: 0, Ä: 1, Z: 2 })).toBe(
    '{"9":0,"10":0,"Z":2,"a":[{"c":"2"}],"b":1,"Ä":1}',
  );
  // What a sender may write.
  expect(canonicalJson(JSON.parse('{"z":1,"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1},"z":1}');
});
