import { expect, test } from 'vitest';
import { askToErase } from '../../../bin/audit/erase.ts';

const erasure = { api: 'https://api.example/dev/', token: 't1', caseId: 'case_1', reason: 'Asked for' };
const answers = (status: number, body: unknown) => {
  const asked: (readonly [string, RequestInit | undefined])[] = [];
  const send = (url: string | URL | Request, init?: RequestInit) => {
    asked.push([url instanceof Request ? url.url : url.toString(), init]);
    return Promise.resolve(Response.json(body, { status }));
  };
  return { asked, send };
};

test('asks the API as whoever has the token, with the reason', async () => {
  const { asked, send } = answers(200, { outcome: 'changed', case: {} });
  expect(await askToErase(erasure, send)).toMatchObject({ done: true, line: expect.stringContaining('is erased') });
  expect(asked).toEqual([
    [
      'https://api.example/dev/v1/cases/case_1/erase',
      expect.objectContaining({
        method: 'POST',
        body: '{"reason":"Asked for"}',
        headers: expect.objectContaining({ authorization: 'Bearer t1' }),
      }),
    ],
  ]);
});

test.each([
  [200, { outcome: 'unchanged', why: 'Nothing is left.' }, true, 'Nothing is left.'],
  [403, { title: 'Not allowed', detail: 'None of your roles may erase personal data.' }, false, 'erase personal data'],
  [404, { title: 'No such case' }, false, 'No such case'],
  [502, 'no problem details', false, '(502)'],
])('%i says what came of it', async (status, body, done, words) => {
  const { line, done: isDone } = await askToErase(erasure, answers(status, body).send);
  expect([isDone, line]).toEqual([done, expect.stringContaining(words)]);
});
