import * as z from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Operation } from '../../lambdas/contracts/api/operation.ts';
import { PROBLEM_EXAMPLES } from './examples.ts';
import { GATEWAY_REFUSALS, PROBLEMS } from '../../lambdas/contracts/api/problems.ts';
import type { ProblemSlug } from '../../lambdas/contracts/api/problems.ts';
import { problem } from '../../lambdas/contracts/index.ts';

const TYPE = 'https://fairlead.dev/problems/';

const gatewayRefusal = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: "The gateway's own name for it, e.g. `UNAUTHORIZED`." }),
    status: z.int().optional().meta({ description: 'As that of the answer; absent where the gateway does not tell.' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'GatewayRefusal', description: 'What the gateway refuses by itself.' });

const retryAfter = z.object({
  'retry-after': z.string().meta({ description: 'Seconds to wait before sending again.' }),
});
const challenge = z.object({ 'www-authenticate': z.string().optional() });

/** Answers that every call may get, because the gateway gives them. */
const GATEWAY_REFUSAL: ZodOpenApiResponseObject = {
  id: 'GatewayRefusal',
  description: Object.entries(GATEWAY_REFUSALS)
    .map(([status, when]) => `${status}: ${when}`)
    .join(' '),
  content: {
    'application/json': {
      schema: gatewayRefusal,
      example: {
        type: 'about:blank',
        title: 'UNAUTHORIZED',
        status: 401,
        detail: 'Unauthorized: send an identity token of the user pool in the header authorization.',
      },
    },
  },
};
const TOO_MANY_REQUESTS: ZodOpenApiResponseObject = {
  id: 'TooManyRequests',
  description: problemText(['too-many-requests']),
  headers: retryAfter,
  content: { 'application/json': told(['too-many-requests']) },
};

/** The problems of a call by their status, each with its type, and what the gateway refuses. */
export function problemAnswers({ problems, answers }: Operation): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(problems, (slug) => String(PROBLEMS[slug][0]));
  // Where the operation tells of the status by itself, it has said what comes.
  const own = [...byStatus].filter(([status]) => !Object.hasOwn(answers, status));
  return {
    ...Object.fromEntries(own.map(([status, slugs]) => [status, problemAnswer(status, slugs)])),
    ...(byStatus.has('429') ? {} : { '429': TOO_MANY_REQUESTS }),
    default: GATEWAY_REFUSAL,
  };
}

/** Refusals of both the gateway and a function, which differ in their media type alone. */
const BY_BOTH = new Set(['429', '413']);

function problemAnswer(status: string, slugs: readonly ProblemSlug[]): ZodOpenApiResponseObject {
  return {
    description: problemText(slugs),
    ...(status === '429' || status === '503' ? { headers: retryAfter } : {}),
    ...(status === '401' ? { headers: challenge } : {}),
    content: {
      'application/problem+json': told(slugs),
      ...(BY_BOTH.has(status) ? { 'application/json': told(slugs) } : {}),
    },
  };
}

/** Examples stand once in the document, and each answer points at those of its problems. */
export function problemExamples(operations: readonly Operation[]) {
  const used = new Set<string>(['too-many-requests']);
  for (const { problems, answers } of operations)
    for (const slug of problems) if (!Object.hasOwn(answers, String(PROBLEMS[slug][0]))) used.add(slug);
  return Object.fromEntries(
    Object.entries(PROBLEM_EXAMPLES)
      .filter(([slug]) => used.has(slug))
      .map(([slug, value]) => [slug, { value }]),
  );
}

function told(slugs: readonly ProblemSlug[]) {
  const examples = slugs.map((slug) => [slug, { $ref: `#/components/examples/${slug}` }] as const);
  return { schema: problemOf(slugs), examples: Object.fromEntries(examples) };
}

function problemOf(slugs: readonly ProblemSlug[]): z.ZodType {
  return z.intersection(problem, z.object({ type: z.enum(slugs.map((slug) => `${TYPE}${slug}`)) }));
}

function problemText(slugs: readonly ProblemSlug[]): string {
  return slugs.map((slug) => `\`${slug}\`: ${PROBLEMS[slug][1]}`).join('\n\n');
}
