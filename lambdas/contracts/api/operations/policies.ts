import * as z from 'zod';
import {
  draftApproval,
  draftPublication,
  draftReason,
  draftWish,
  policyCheck,
  policyCheckAnswer,
  policyDraft,
  policyFiles,
  policyInForce,
  publicationShown,
} from '../../policy-draft.ts';
import { policyPublication } from '../../policy-publication.ts';
import { page } from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';

const SEES = { tag: 'Policies', proof: 'person', right: 'see-policy' } as const;
const WRITES = { tag: 'Policies', proof: 'person', right: 'write-policy' } as const;
const PUBLISHES = { tag: 'Policies', proof: 'person', right: 'publish-policy' } as const;
const next = z
  .string()
  .optional()
  .meta({ description: 'Goes into `after` for the next page; absent on the last one.' });
const query = z.object({ after: z.string().optional().meta({ description: '`next` of the page before.' }) });
const revision = z.object({ etag: z.string().meta({ description: 'Revision; a change names it in If-Match.' }) });
const draft = {
  description: 'The draft.',
  content: json(z.strictObject({ draft: policyDraft })),
  headers: revision,
};
const published = {
  description: 'What holds by it, and from when on.',
  content: json(
    z.strictObject({
      outcome: z.enum(['changed', 'unchanged']).meta({ description: '`unchanged`: it was so already.' }),
      publication: policyPublication,
    }),
  ),
};
const ON_DRAFTS = [...PERSON, 'invalid-request', 'policy-no-such-draft', 'policy-not-possible-now'] as const;
const ON_PUBLICATIONS = [
  ...PERSON,
  'invalid-request',
  'policy-no-such-publication',
  'policy-in-force-already',
] as const;

export const policyOperations = {
  'GET /v1/policy': {
    ...SEES,
    id: 'readPolicy',
    summary: 'Read the policy in force',
    answers: { 200: { description: 'What holds, what will, and its files.', content: json(policyInForce) } },
    problems: [...PERSON, 'policy-none-in-force'],
  },
  'POST /v1/policy/check': {
    ...SEES,
    id: 'checkPolicy',
    summary: 'Check files of a pack',
    description: 'The same as `npm run policy -- check DIR --json`. Nothing is kept.',
    body: bodyOf(policyCheck),
    answers: { 200: { description: 'All that is wrong, or nothing.', content: json(policyCheckAnswer) } },
    problems: [...PERSON, 'invalid-request'],
  },
  'GET /v1/policy/drafts': {
    ...SEES,
    id: 'listPolicyDrafts',
    summary: 'List drafts',
    query,
    answers: { 200: { description: 'By id.', content: json(page(policyDraft).extend({ next })) } },
    problems: PERSON,
  },
  'GET /v1/policy/drafts/{draftId}': {
    ...SEES,
    id: 'readPolicyDraft',
    summary: 'Read a draft',
    answers: {
      200: {
        description: 'The draft with its files.',
        content: json(z.strictObject({ draft: policyDraft, files: policyFiles })),
        headers: revision,
      },
    },
    problems: [...PERSON, 'policy-no-such-draft'],
  },
  'PUT /v1/policy/drafts/{draftId}': {
    ...WRITES,
    id: 'writePolicyDraft',
    summary: 'Write a draft',
    description:
      'All files of the pack. It may have problems until it is proposed. If-Match names the revision that was seen; a new draft needs none. What was approved before is approved no more.',
    headers: z.object({ 'if-match': z.string().optional().meta({ description: 'What GET has said in ETag.' }) }),
    body: bodyOf(draftWish),
    answers: { 200: draft },
    problems: [...ON_DRAFTS, 'policy-changed-meanwhile', 'policy-version-required'],
  },
  'POST /v1/policy/drafts/{draftId}/propose': {
    ...WRITES,
    id: 'proposePolicyDraft',
    summary: 'Propose a draft',
    description: 'Somebody else is to approve it. It is refused while the check has problems.',
    answers: { 200: draft },
    problems: [...ON_DRAFTS, 'policy-unfit'],
  },
  'POST /v1/policy/drafts/{draftId}/discard': {
    ...WRITES,
    id: 'discardPolicyDraft',
    summary: 'Give a draft up',
    body: bodyOf(draftReason),
    answers: { 200: draft },
    problems: ON_DRAFTS,
  },
  'POST /v1/policy/drafts/{draftId}/approve': {
    ...PUBLISHES,
    id: 'approvePolicyDraft',
    summary: 'Approve a draft',
    description: 'The digest is that of the files that were read. Nobody approves what they have written of.',
    body: bodyOf(draftApproval),
    answers: { 200: draft },
    problems: [...ON_DRAFTS, 'policy-own-draft', 'policy-other-content'],
  },
  'POST /v1/policy/drafts/{draftId}/send-back': {
    ...PUBLISHES,
    id: 'sendPolicyDraftBack',
    summary: 'Send a draft back',
    body: bodyOf(draftReason),
    answers: { 200: draft },
    problems: ON_DRAFTS,
  },
  'POST /v1/policy/drafts/{draftId}/publish': {
    ...PUBLISHES,
    id: 'publishPolicyDraft',
    summary: 'Publish a draft',
    description: 'At once, or at a time. Cases that are open keep the version that they were opened with.',
    body: bodyOf(draftPublication),
    answers: { 200: published },
    problems: [...ON_DRAFTS, 'policy-unfit', 'policy-time-unfit', 'policy-base-passed', 'policy-publication-pending'],
  },
  'GET /v1/policy/publications': {
    ...SEES,
    id: 'listPolicyPublications',
    summary: 'List publications',
    query,
    answers: { 200: { description: 'The newest first.', content: json(page(policyPublication).extend({ next })) } },
    problems: PERSON,
  },
  'GET /v1/policy/publications/{number}': {
    ...SEES,
    id: 'readPolicyPublication',
    summary: 'Read a publication',
    answers: { 200: { description: 'With its files.', content: json(publicationShown) } },
    problems: [...PERSON, 'policy-no-such-publication'],
  },
  'POST /v1/policy/publications/{number}/roll-back': {
    ...PUBLISHES,
    id: 'rollPolicyBack',
    summary: 'Go back to an earlier publication',
    description: 'What it said holds again, at once, as a publication of its own.',
    body: bodyOf(draftReason),
    answers: { 200: published },
    problems: [...ON_PUBLICATIONS, 'policy-publication-pending'],
  },
  'POST /v1/policy/publications/{number}/withdraw': {
    ...PUBLISHES,
    id: 'withdrawPolicyPublication',
    summary: 'Take back a publication that does not hold yet',
    body: bodyOf(draftReason),
    answers: { 200: published },
    problems: ON_PUBLICATIONS,
  },
} satisfies Readonly<Record<string, Operation>>;
