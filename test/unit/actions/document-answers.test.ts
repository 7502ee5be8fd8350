import { describe, expect, it } from 'vitest';
import { writtenOf } from '../../../lambdas/actions/adapters/document-answers.ts';

const answer = (status: number, headers: Record<string, string> = {}) =>
  writtenOf('ERP', new Response(status === 204 ? null : '', { status, headers }));

describe('what an answer to a change means', () => {
  it.each([200, 201, 204])('%i: it is done', (status) => {
    expect(answer(status)).toEqual({ answer: 'done' });
  });

  // Read again, and decided again: 428 wants a tag that the document had none of when it was read.
  it.each([412, 428])('%i: somebody was at it meanwhile', (status) => {
    expect(answer(status)).toEqual({ answer: 'changed-meanwhile' });
  });

  it.each([400, 401, 403, 404, 409, 422])('%i: another try would meet the same', (status) => {
    expect(answer(status)).toEqual({ answer: 'refused', reason: `ERP refused the change with ${String(status)}.` });
  });

  it('429 and 503 with a time: it has done nothing, and says when to come back', () => {
    expect(answer(429, { 'retry-after': '7' })).toMatchObject({ answer: 'later', seconds: 7 });
    expect(answer(429)).toMatchObject({ answer: 'later', seconds: 60 });
    expect(answer(503, { 'retry-after': '9' })).toMatchObject({ answer: 'later', seconds: 9 });
  });

  it.each([408, 500, 502, 503, 504])(
    '%i: nobody knows whether it was written, so it is looked up before anything is sent again',
    (status) => {
      expect(() => answer(status)).toThrow(`ERP answered ${String(status)} to a change`);
    },
  );
});
