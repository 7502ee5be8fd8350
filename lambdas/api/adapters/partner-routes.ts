import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import type { CaseStore } from '../../case/index.ts';
import { partnerCommands } from '../../contracts/api/requests.ts';
import { askPartner, documentKey, linksOf, revokeLink, tellLinks } from '../../partner/index.ts';
import type { LinkRequest, LinkResult } from '../../partner/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { ok, problemOf, refuse } from '../answer.ts';
import { readBodyBy } from '../read-request.ts';
import { may } from '../rights.ts';
import { allowed } from './request.ts';
import type { Request, Route } from './request.ts';

/** Commands by which a partner without an account is asked about one case. */
export function partnerRoutes(cases: CaseStore): Readonly<Record<keyof typeof partnerCommands, Route>> {
  const route = <Body>(schema: z.ZodType<Body>, run: (by: LinkRequest, body: Body) => Promise<LinkResult>): Route =>
    allowed('ask-partner', async (request) => {
      const read = readBodyBy(schema, request.body);
      if (!read.ok) return refuse(read.problem);
      const result = await run(byOf(request), read.body);
      if (!result.ok) return refuse(result.problem);
      const { outcome, link } = result;
      return ok({ outcome, linkId: link.linkId, until: link.until });
    });
  return {
    'ask-partner': route(partnerCommands['ask-partner'], (by, wish) => askPartner(cases, by, wish)),
    'revoke-partner-link': route(partnerCommands['revoke-partner-link'], (by, { linkId }) =>
      revokeLink(cases, by, linkId),
    ),
  };
}

/** Whom a case has asked, and what they have answered. Addresses and words are personal data. */
export async function partnerLinksOf(cases: CaseStore, { caseId, caller }: Request) {
  const [links, journal] = await Promise.all([linksOf(cases, caseId), cases.journal(caseId)]);
  const told = tellLinks(links, journal, nowInstant());
  if (may(caller.roles, 'see-personal-data')) return { links: told };
  return {
    links: told.map((link) => ({
      ...link,
      address: undefined,
      asks: undefined,
      answers: link.answers.map((answer) => ({ ...answer, note: undefined })),
    })),
  };
}

/** A document as it was sent. Only what the journal of the case names is looked for. */
export function partnerDocument(cases: CaseStore, s3: S3Client, bucket: string): Route {
  return allowed('see-personal-data', async ({ caseId, event }) => {
    const wanted = event.pathParameters?.['sha256'] ?? '';
    const found = (await cases.journal(caseId))
      .map(({ happening }) => (happening.what === 'PartnerAnswered' ? happening.document : undefined))
      .find((document) => document?.sha256 === wanted);
    const bytes = found === undefined ? undefined : await read(s3, bucket, documentKey(caseId, found.sha256));
    if (found === undefined || bytes === undefined)
      return refuse(
        problemOf('no-such-document', 404, 'No such document', 'No partner has sent it, or it is not kept any more.'),
      );
    return {
      statusCode: 200,
      headers: {
        'content-type': found.contentType,
        // Somebody without an account has sent it: it is saved, and not shown as a page of ours.
        'content-disposition': `attachment; filename="${found.sha256.slice(0, 12)}.${found.contentType.split('/')[1] ?? 'bin'}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      isBase64Encoded: true,
      body: Buffer.from(bytes).toString('base64'),
    } satisfies APIGatewayProxyResult;
  });
}

async function read(s3: S3Client, bucket: string, key: string): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function byOf({ caller, requestId, traceparent, caseId }: Request): LinkRequest {
  return { actor: { kind: 'person', id: caller.id }, cause: { kind: 'command', id: requestId }, traceparent, caseId };
}
