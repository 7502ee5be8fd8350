import * as z from 'zod';
import { canonicalSignal } from '../../canonical-signal.ts';
import { cloudEvent, cloudEventHeaders } from '../../cloud-event.ts';
import { sourceId } from '../../primitives.ts';
import { problem } from '../../problem.ts';
import { uploadGrant, uploadWish } from '../../upload.ts';
import { received } from '../answers.ts';
import { bodyOf, json } from '../operation.ts';
import type { Operation } from '../operation.ts';
import type { ProblemSlug } from '../problems.ts';

const PROOFS: readonly ProblemSlug[] = [
  'signature-missing',
  'signature-malformed',
  'signature-stale',
  'signature-wrong',
  'certificate-missing',
  'certificate-unknown',
];
const PROBLEMS: readonly ProblemSlug[] = [
  ...PROOFS,
  'payload-too-large',
  'media-type',
  'no-translator',
  'unreadable-payload',
  'quota-exceeded',
  'too-many-requests',
  'try-again',
];

const traceparent = z
  .string()
  .optional()
  .meta({ description: 'W3C trace context; every event that follows carries it on.' });
const quota = z.object({
  ratelimit: z.string().optional().meta({
    description:
      'Where we count a quota: what is left of the day, and seconds until it begins anew, as in `"day";r=4711;t=3600`.',
  }),
  'ratelimit-policy': z.string().optional().meta({
    description: 'Where we count a quota: requests a day, and the seconds of a day, as in `"day";q=50000;w=86400`.',
  }),
});

const edi = z.string().meta({ description: 'A functional acknowledgement, 997 or 999.' });
const answers: Operation['answers'] = {
  202: {
    description:
      'At least one part was read, kept, and is on its way. Who sends X12 and `Accept: application/edi-x12` gets a functional acknowledgement instead (`;set=999` for a 999).',
    content: { 'application/json': received, 'application/edi-x12': edi },
    headers: quota,
  },
  422: {
    description: 'Nothing could be read; the payload is kept in quarantine.',
    content: { 'application/problem+json': problem, 'application/edi-x12': edi },
    headers: quota,
  },
};

const bytes = z.string().meta({ description: 'The bytes, as the sender has them.' });
const attributes = cloudEventHeaders.shape;
const binaryMode = {
  'ce-specversion': attributes['ce-specversion']
    .optional()
    .meta({ description: 'CloudEvents in binary mode: `1.0`; the body is then the data.' }),
  'ce-id': attributes['ce-id'].optional(),
  'ce-source': attributes['ce-source'].optional(),
  'ce-type': attributes['ce-type'].optional(),
};
const event = cloudEvent.extend({ data: canonicalSignal.optional() }).meta({
  id: 'CloudEvent',
  description: 'CloudEvents 1.0 in the JSON event format, with a report in our own shape as its data.',
});

export const reportOperations = {
  'POST /v1/webhooks/{pathKey}': {
    id: 'receiveWebhook',
    tag: 'Reports',
    summary: 'Report by webhook',
    description:
      "For senders that cannot send our headers: the path says who it is, and the signature of the vendor over the raw body proves it. What the body is, the registration of the source says: X12, EDIFACT, a carrier's XML or JSON, a table … At most 4,000,000 bytes. The same body twice is taken once.",
    proof: 'source',
    headers: z.object({ ...binaryMode, traceparent }),
    body: {
      required: true,
      content: {
        '*/*': bytes,
        'application/json': z.unknown().meta({ description: 'As the format of the source says.' }),
        'application/edi-x12': bytes,
        'application/edifact': bytes,
        'application/xml': bytes,
        'text/csv': bytes,
        'application/cloudevents+json': event,
        'application/cloudevents-batch+json': z.array(event).max(100),
      },
    },
    answers,
    problems: PROBLEMS,
  },
  'POST /v1/signals': {
    id: 'receiveSignals',
    tag: 'Reports',
    summary: 'Report in our own shape',
    description:
      'One report, a list of them, or CloudEvents 1.0 in structured, batched or binary mode (then the attributes are headers `ce-…`, and the body is the report). At most 100 reports and 4,000,000 bytes. The same report twice is one signal.',
    proof: 'source-by-name',
    headers: z.object({
      'fairlead-source': sourceId.meta({ description: 'Id of the source; its format is `canonical`.' }),
      ...binaryMode,
      traceparent,
    }),
    body: {
      required: true,
      content: {
        'application/json': z.union([
          canonicalSignal,
          z.looseObject({ signals: z.array(canonicalSignal).min(1).max(100) }),
        ]),
        'application/cloudevents+json': event,
        'application/cloudevents-batch+json': z.array(event).max(100),
      },
    },
    answers,
    problems: PROBLEMS,
  },
  'POST /v1/sources/{sourceId}/uploads': {
    id: 'askForUpload',
    tag: 'Reports',
    summary: 'Ask for an upload',
    description:
      'For what is too large for a request. Signed as reports are; answered with an address to which this one content can be put, and nothing else. What became of it is told by the report, which has an address too, and by the list of files.',
    proof: 'source-by-name',
    body: bodyOf(uploadWish),
    answers: {
      201: {
        description: 'Put the file there, with these headers, before it expires.',
        content: json(uploadGrant),
        headers: quota,
      },
    },
    problems: [
      ...PROOFS,
      'invalid-request',
      'file-too-large',
      'payload-too-large',
      'quota-exceeded',
      'too-many-requests',
    ],
  },
} satisfies Readonly<Record<string, Operation>>;
