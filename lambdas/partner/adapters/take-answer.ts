import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { perform } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { sha256Hex } from '../../contracts/index.ts';
import type { PartnerDocument } from '../../contracts/index.ts';
import { decideAnswer } from '../decide-answer.ts';
import type { AnswerDecision } from '../decide-answer.ts';
import type { PartnerLink } from '../partner-link.ts';
import type { PartnerAnswer } from '../read-answer.ts';
import { changeLink, findLink } from './partner-links.dynamo.ts';

export interface AnswerTargets {
  readonly cases: CaseStore;
  readonly s3: S3Client;
  readonly rawBucket: string;
}

export type Taken = 'taken' | Extract<AnswerDecision, { do: 'nothing' }>['why'];

/**
 * The document first, under a name that follows from it, then link and journal in one transaction: should we die in between, a document lies there that nobody knows, and the partner sends again.
 * What follows from the answer (the report, telling whoever has the case) follows from the journal.
 */
export async function takeAnswer(
  { cases, s3, rawBucket }: AnswerTargets,
  { caseId, linkId }: PartnerLink,
  answer: PartnerAnswer,
  traceparent: string,
): Promise<Taken> {
  const document = answer.document === undefined ? undefined : await keep(s3, rawBucket, caseId, answer.document);
  const taken = await perform<Taken>(cases, { caseId, traceparent }, async (record, at) => {
    const [before, journal, tasks] = await Promise.all([
      findLink(cases, { caseId, linkId }),
      cases.journal(caseId),
      cases.tasks(caseId),
    ]);
    if (before === undefined) return { commit: false, answer: 'revoked' };
    const decision = decideAnswer(record, before, journal, { ...answer, document }, at, tasks);
    if (decision.do === 'nothing') return { commit: false, answer: decision.why };
    return {
      commit: true,
      acts: decision.acts,
      with: { extra: [changeLink(cases.table, before, decision.link)] },
      answer: () => 'taken',
    };
  });
  return taken ?? 'revoked';
}

async function keep(
  s3: S3Client,
  bucket: string,
  caseId: string,
  { bytes, contentType }: NonNullable<PartnerAnswer['document']>,
): Promise<PartnerDocument> {
  const sha256 = sha256Hex(bytes);
  const key = documentKey(caseId, sha256);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }));
  return { key, contentType, bytes: bytes.length, sha256 };
}

export function documentKey(caseId: string, sha256: string): string {
  return `raw/partner/${caseId}/${sha256}`;
}
