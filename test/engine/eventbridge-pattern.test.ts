import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../local/services/eventbridge/pattern.ts';

type Case = readonly [name: string, pattern: unknown, matching: readonly unknown[], other: readonly unknown[]];

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
const operators: readonly Case[] = [
  ['exact text', { a: ['x', 'y'] }, [{ a: 'x' }, { a: 'y', b: 1 }], [{ a: 'X' }, {}, { a: null }, { a: { x: 'x' } }]],
  ['exact number, not its text', { a: [100] }, [{ a: 100 }], [{ a: '100' }, { a: 101 }]],
  ['null and empty text are two things', { a: [null] }, [{ a: null }], [{ a: '' }, {}]],
  ['empty text', { a: [''] }, [{ a: '' }], [{ a: null }, {}]],
  ['booleans', { a: [true] }, [{ a: true }], [{ a: 'true' }, { a: false }]],
  ['prefix', { a: [{ prefix: 'us-' }] }, [{ a: 'us-east-1' }], [{ a: 'eu-us-' }, { a: 5 }, {}]],
  ['prefix of any case', { a: [{ prefix: { 'equals-ignore-case': 'EC2.' } }] }, [{ a: 'ec2.x' }], [{ a: 'xec2.' }]],
  ['suffix', { a: [{ suffix: '.png' }] }, [{ a: 'b.png' }], [{ a: 'b.PNG' }, { a: '.png.txt' }]],
  ['suffix of any case', { a: [{ suffix: { 'equals-ignore-case': '.png' } }] }, [{ a: 'b.PNG' }], [{ a: 'b.jpg' }]],
  ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'Alice' }] }, [{ a: 'aLICE' }], [{ a: 'alicea' }]],
  ['anything-but text', { a: [{ 'anything-but': 'x' }] }, [{ a: 'y' }, { a: 1 }, { a: null }], [{ a: 'x' }, {}]],
  ['anything-but list', { a: [{ 'anything-but': ['x', 'y'] }] }, [{ a: 'z' }], [{ a: 'x' }, { a: 'y' }, {}]],
  ['anything-but numbers', { a: [{ 'anything-but': [1, 2] }] }, [{ a: 3 }, { a: '1' }], [{ a: 1 }, { a: 2 }]],
  ['anything-but prefix', { a: [{ 'anything-but': { prefix: 'in' } }] }, [{ a: 'out' }, { a: 1 }], [{ a: 'init' }, {}]],
  [
    'anything-but prefixes',
    { a: [{ 'anything-but': { prefix: ['i', 'o'] } }] },
    [{ a: 'x' }],
    [{ a: 'in' }, { a: 'o' }],
  ],
  ['anything-but suffix', { a: [{ 'anything-but': { suffix: ['.txt'] } }] }, [{ a: 'a.rtf' }], [{ a: 'a.txt' }]],
  [
    'anything-but equals-ignore-case',
    { a: [{ 'anything-but': { 'equals-ignore-case': ['init', 'error'] } }] },
    [{ a: 'ok' }],
    [{ a: 'INIT' }, { a: 'Error' }],
  ],
  ['anything-but wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, [{ a: 'a/x' }], [{ a: 'a/lib/b' }]],
  ['numeric =', { a: [{ numeric: ['=', 3.018e2] }] }, [{ a: 301.8 }], [{ a: '301.8' }, { a: 301 }]],
  [
    'numeric range',
    { a: [{ numeric: ['>', 0, '<=', 5] }] },
    [{ a: 0.1 }, { a: 5 }],
    [{ a: 0 }, { a: 5.1 }, { a: '3' }],
  ],
  ['numeric <', { a: [{ numeric: ['<', 10] }] }, [{ a: -1 }], [{ a: 10 }, {}]],
  ['cidr', { a: [{ cidr: '10.0.0.0/24' }] }, [{ a: '10.0.0.255' }], [{ a: '10.0.1.0' }, { a: 'ten' }, { a: '::1' }]],
  [
    'cidr of IPv6',
    { a: [{ cidr: '2001:db8::/32' }] },
    [{ a: '2001:db8:1::7' }],
    [{ a: '2001:db9::' }, { a: '1.2.3.4' }],
  ],
  ['exists', { a: [{ exists: true }] }, [{ a: 1 }, { a: null }, { a: [0] }], [{}, { a: { b: 1 } }, { a: [] }]],
  ['exists not', { a: { b: [{ exists: false }] } }, [{}, { a: {} }, { a: 1 }, { a: { b: {} } }], [{ a: { b: null } }]],
  ['exists not, or a value', { a: [{ exists: false }, 'x'] }, [{}, { a: 'x' }], [{ a: 'y' }]],
  [
    'wildcard',
    { a: [{ wildcard: 'dir/*.png' }] },
    [{ a: 'dir/.png' }, { a: 'dir/a/b.png' }],
    [{ a: 'dir.png' }, { a: 1 }],
  ],
  ['wildcard in the middle', { a: [{ wildcard: '*a*b*' }] }, [{ a: 'xaxbx' }, { a: 'ab' }], [{ a: 'ba' }]],
  ['wildcard does not overlap', { a: [{ wildcard: 'ab*ba' }] }, [{ a: 'abba' }], [{ a: 'aba' }]],
  ['wildcard escaped', { a: [{ wildcard: '\\*a\\\\*' }] }, [{ a: '*a\\' }, { a: '*a\\b' }], [{ a: 'xa\\' }]],
  ['alternatives of many kinds', { a: [{ prefix: 'x' }, 7, null] }, [{ a: 'xy' }, { a: 7 }, { a: null }], [{ a: 8 }]],
];

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html and eb-create-pattern.html
const shapes: readonly Case[] = [
  ['all fields together', { a: [1], b: [2] }, [{ a: 1, b: 2 }], [{ a: 1 }, { a: 1, b: 3 }]],
  ['a list in the event: one is enough', { a: ['x'] }, [{ a: ['y', 'x'] }, { a: [['x']] }], [{ a: ['y'] }, { a: [] }]],
  [
    'anything-but of a list: one other is enough',
    { a: [{ 'anything-but': 'x' }] },
    [{ a: ['x', 'y'] }],
    [{ a: ['x'] }],
  ],
  ['nested', { a: { b: { c: [1] } } }, [{ a: { b: { c: 1 } } }], [{ a: { c: 1 } }, { a: null }, { a: { b: [] } }]],
  [
    'a list of objects: one element has it all',
    { a: { b: [1], c: [2] } },
    [{ a: [{ b: 0 }, { b: 1, c: 2 }] }],
    [
      { a: [{ b: 1 }, { c: 2 }] },
      {
        a: [
          { b: 1, c: 3 },
          { b: 0, c: 2 },
        ],
      },
    ],
  ],
  [
    '$or beside another field',
    { s: ['x'], $or: [{ a: [1] }, { b: [{ numeric: ['>', 5] }] }] },
    [
      { s: 'x', a: 1 },
      { s: 'x', b: 6, a: 2 },
    ],
    [{ s: 'x' }, { s: 'y', a: 1 }, { s: 'x', b: 5 }],
  ],
  ['$or below', { d: { $or: [{ a: [1] }, { b: [1] }] } }, [{ d: { b: 1 } }], [{ b: 1 }, { d: {} }]],
];

describe.each([...operators, ...shapes])('%s', (_name, pattern, matching, other) => {
  const matches = compilePattern(pattern);
  test.each(matching.map((event) => [JSON.stringify(event), event]))('matches %s', (_text, event) => {
    expect(matches(event)).toBe(true);
  });
  test.each(other.map((event) => [JSON.stringify(event), event]))('does not match %s', (_text, event) => {
    expect(matches(event)).toBe(false);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
test.each([
  ['a value that is no list', { a: 'x' }],
  ['an empty list', { a: [] }],
  ['an empty object', { a: {} }],
  ['nothing', {}],
  ['a text', 'source'],
  ['two operators in one', { a: [{ prefix: 'x', suffix: 'y' }] }],
  ['a prefix that is no text', { a: [{ prefix: 5 }] }],
  ['a list in a list', { a: [['x']] }],
  ['mixed anything-but', { a: [{ 'anything-but': ['x', 5] }] }],
  ['anything-but of nothing', { a: [{ 'anything-but': [] }] }],
  ['a number that is a text', { a: [{ numeric: ['=', '5'] }] }],
  ['a numeric operator that is none', { a: [{ numeric: ['~', 5] }] }],
  ['upper bound before lower', { a: [{ numeric: ['<', 5, '>', 0] }] }],
  ['numbers out of range', { a: [{ numeric: ['<', 5.1e9] }] }],
  ['a CIDR without a mask', { a: [{ cidr: '10.0.0.0' }] }],
  ['a CIDR out of range', { a: [{ cidr: '10.0.0.0/33' }] }],
  ['two wildcards in a row', { a: [{ wildcard: 'a**b' }] }],
  ['an escape of nothing', { a: [{ wildcard: 'a\\b' }] }],
  ['exists with a text', { a: [{ exists: 'yes' }] }],
  ['$or of one', { $or: [{ a: [1] }] }],
])('refuses %s', (_name, pattern) => {
  expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ name: 'InvalidEventPatternException' }));
});

test('refuses an operator that it does not know', () => {
  expect(() => compilePattern({ a: [{ regex: '.*' }] })).toThrow(expect.objectContaining({ name: 'UnsupportedError' }));
});
