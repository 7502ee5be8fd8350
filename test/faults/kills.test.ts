import { expect, test } from 'vitest';
import { withKills } from './kills.ts';

const killed = (heardAt: number, ...functions: string[]) => ({ kind: 'lambda.killed', heardAt, functions });
const invoked = (heardAt: number, name: string) => ({ kind: 'lambda.invoked', heardAt, function: name });
const UPDATE = 'fairlead-dev-engagement-UpdateSlackFunction3A74755C';
const SEND = 'fairlead-dev-engagement-SendSlackFunction1B74755D';

test('a kill is done to what is at work, and to what has ended at that very moment', () => {
  const all = withKills(new Map([['RelayJournal', [1]]]), [invoked(2, SEND), killed(2, UPDATE)]);
  expect([...all]).toEqual([
    ['RelayJournal', [1]],
    ['UpdateSlack', [2]],
    ['SendSlack', [2]],
  ]);
});

test('nothing is done to what ended before a kill or begins after it, and the one that it was aimed at is counted once', () => {
  const doneTo = new Map([['UpdateSlack', [2]]]);
  expect([...withKills(doneTo, [invoked(1, SEND), killed(2, UPDATE), invoked(3, SEND)])]).toEqual([
    ['UpdateSlack', [2]],
  ]);
});
