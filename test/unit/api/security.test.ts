import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rights } from '../../../lambdas/api/rights.ts';
import type { Right } from '../../../lambdas/api/rights.ts';
import { role } from '../../../lambdas/contracts/index.ts';
import type { Role } from '../../../lambdas/contracts/index.ts';
import type { Operation, Proof } from '../../../lambdas/contracts/api/operation.ts';
import type { Route } from '../../../lambdas/contracts/api/routes.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { ask, CALLS as calls, claimsOf, closeCalls, eventOf, openCalls } from './every-call.ts';

/**
 * Each call of the table of calls, by each role, by somebody without one and by nobody. What is expected follows from the right that the call names and from the
 * matrix of roles, so that a call that is added without a right, or whose function asks for another one, fails here.
 */

/** Calls of people that take no right of their own, and why. */
const WITHOUT_RIGHT: Readonly<Record<string, string>> = {
  'GET /v1/me': 'whoever is known may ask who they are',
  'POST /v1/bulk': 'it takes the right of the command that it carries',
};
/** What a call without any proof gets from its function, where the gateway lets everybody in. */
const WITHOUT_PROOF: Readonly<Partial<Record<Proof, readonly number[]>>> = {
  link: [400, 403, 404, 410],
  slack: [401],
};

let fixture: StoreFixture;
beforeAll(async () => {
  fixture = await openCalls();
});
beforeEach(() => void (fixture.calls.length = 0));
afterAll(() => closeCalls(fixture));

const ofPeople = calls.filter(([, , { proof }]) => proof === 'person');
const call = (name: string, route: Route, claims?: object) => ask(fixture, route, eventOf(name, route, claims));

function isAllowed(name: string, { right }: Operation, roles: readonly Role[]): boolean {
  const asked = name === 'POST /v1/bulk' ? 'acknowledge' : right;
  return asked === undefined || roles.some((one) => rights[asked as Right].includes(one));
}

describe('each call of people', () => {
  test('takes a right, or is named here with the reason', () => {
    expect(ofPeople.flatMap(([name, , { right }]) => (right === undefined ? [name] : []))).toEqual(
      Object.keys(WITHOUT_RIGHT),
    );
    expect(ofPeople.length).toBeGreaterThan(70);
  });

  test.each(ofPeople)('%s', async (name, route, operation) => {
    const nobody = await call(name, route);
    expect([nobody.status, nobody.went]).toEqual([401, false]);
    // A claim that says nothing of who it is, and a group that is no role.
    expect((await call(name, route, {})).status).toBe(401);
    for (const roles of [[], ['root'], ...role.options.map((one) => [one])]) {
      fixture.calls.length = 0;
      const known = role.options.filter((one) => roles.includes(one));
      const { status, body, went } = await call(name, route, claimsOf(roles));
      const who = `${roles.join(',') || 'no role'}: ${body}`;
      if (isAllowed(name, operation, known)) expect([401, 403], who).not.toContain(status);
      else {
        expect([status, went], who).toEqual([403, false]);
        expect(JSON.parse(body).type).toBe('https://fairlead.dev/problems/not-allowed');
      }
    }
  });
});

test.each(calls.filter(([, , { proof }]) => WITHOUT_PROOF[proof] !== undefined))(
  '%s without a proof',
  async (name, route, { proof }) => {
    const { status, body } = await call(name, route);
    expect(WITHOUT_PROOF[proof], body).toContain(status);
    // A token may be looked up; nothing is changed.
    expect(
      fixture.calls.map(({ command }) => command).filter((one) => /^(Put|Update|Delete|Transact|Batch)/.test(one)),
    ).toEqual([]);
  },
);

test('no call is left without an expectation', () => {
  // Sources are let in by the gateway, which `test/infra/api.test.ts` holds it to; what takes no proof says the same to everybody.
  const kept: readonly Proof[] = ['person', 'source', 'source-by-name', 'nothing'];
  expect(calls.filter(([, , { proof }]) => !kept.includes(proof) && WITHOUT_PROOF[proof] === undefined)).toEqual([]);
});
