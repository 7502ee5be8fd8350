import { NoSuchKey } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { partnerDocument } from '../../../lambdas/api/adapters/partner-routes.ts';
import type { Request } from '../../../lambdas/api/adapters/request.ts';
import type { CaseStore } from '../../../lambdas/case/index.ts';

const sha256 = 'a'.repeat(64);
const answered = { happening: { what: 'PartnerAnswered', document: { sha256, contentType: 'application/pdf' } } };
const ask = (send: () => Promise<unknown>, wanted = sha256) =>
  partnerDocument(
    { journal: () => Promise.resolve([answered]) } as unknown as CaseStore,
    { send } as unknown as S3Client,
    'raw',
  )({
    caller: { id: 'mei-tan', roles: ['lead'] },
    caseId: 'case_1',
    event: { pathParameters: { sha256: wanted } },
  } as unknown as Request);

it('a document that is not kept any more is not there, which is no failure of ours; anything else is', async () => {
  const gone = await ask(() => Promise.reject(new NoSuchKey({ message: 'gone', $metadata: {} })));
  expect(gone.statusCode).toBe(404);
  expect(gone.body).toContain('not kept any more');
  await expect(ask(() => Promise.reject(new Error('slow down')))).rejects.toThrow('slow down');
});

it('what no partner has sent is not looked for', async () => {
  const none = await ask(() => Promise.reject(new Error('looked for')), 'b'.repeat(64));
  expect(none.statusCode).toBe(404);
});
