import { describe, expect, it } from 'vitest';
import { decisionOf, unfitTypes } from '../../../lambdas/api/read-mail-request.ts';
import { mailCommands } from '../../../lambdas/contracts/api/requests.ts';
import type { Case, PolicyPack } from '../../../lambdas/contracts/index.ts';

const references = [{ kind: 'shipment' as const, value: 'SO-1', issuer: 'tms' }];
const caseOf = (state: string) => ({ type: 'transport.delay', state, references }) as unknown as Case;
const attach = mailCommands.decide.parse({ act: 'attach', caseId: `case_${'0'.repeat(32)}`, text: 'Belongs here.' });

describe('what a person asks about a mail', () => {
  it.each(['open', 'triaged', 'acknowledged', 'in_progress', 'resolved'])(
    'joins a case that is %s by its references',
    (state) => {
      expect(decisionOf(attach, caseOf(state))).toEqual({
        act: 'report',
        reports: [{ type: 'transport.delay', references, text: 'Belongs here.' }],
      });
    },
  );

  it.each(['closed', 'merged', 'withdrawn'])('joins none that is %s', (state) => {
    expect(decisionOf(attach, caseOf(state))).toBeUndefined();
    expect(decisionOf(attach, undefined)).toBeUndefined();
  });

  it.each([
    [{ act: 'report', reports: [] }],
    [{ act: 'report', reports: [{ type: 'transport.delay', references: [] }] }],
    [{ act: 'report', reports: [{ type: 'transport.delay', references, occurredAt: 'yesterday' }] }],
    [{ act: 'no-trouble' }],
    [{ act: 'discard', reason: ' ' }],
    [{ act: 'forget', reason: 'x' }],
  ])('%j does not fit', (body) => {
    expect(mailCommands.decide.safeParse(body).success).toBe(false);
  });

  it('reports only types that the policy knows, and none of our own', () => {
    const pack = {
      types: {
        'transport.delay': {},
        'integration.mail_to_read': {},
        'incident.storm': {},
        'integration.source_silent': {},
      },
    } as unknown as PolicyPack;
    const types = [
      'transport.delay',
      'transport.x',
      'integration.mail_to_read',
      'incident.storm',
      'integration.source_silent',
    ];
    const decision = { act: 'report' as const, reports: types.map((type) => ({ type, references })) };
    expect(unfitTypes(decision, pack).map(({ pointer }) => pointer)).toEqual(
      [1, 2, 3, 4].map((at) => `/reports/${String(at)}/type`),
    );
    expect(unfitTypes({ act: 'discard', reason: 'x' }, pack)).toEqual([]);
  });
});
