import * as z from 'zod';
import { policyPublication, policyRelease } from './policy-publication.ts';
import { instant, offsetInstant, slug } from './primitives.ts';

/** What DynamoDB keeps in one item, less its key. */
const MOST_BYTES = 350_000;
const MOST_FILES = 60;

export const policyFiles = z
  .record(
    z
      .string()
      .regex(
        /^(overlays\/)?[a-z0-9][a-z0-9._-]{0,62}\.yaml$/,
        'name files as e.g. `severity.yaml` or `overlays/eu.yaml`',
      ),
    z.string(),
  )
  .refine((files) => Object.keys(files).length > 0, 'send the files of the pack')
  .refine((files) => Object.keys(files).length <= MOST_FILES, `at most ${String(MOST_FILES)} files`)
  .refine(
    (files) => Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= MOST_BYTES,
    `at most ${String(MOST_BYTES)} bytes in all`,
  )
  .meta({ id: 'PolicyFiles', description: 'The YAML files of a pack, by name.' });
export type PolicyFiles = z.infer<typeof policyFiles>;

export const draftState = z.enum(['draft', 'proposed', 'approved', 'published', 'discarded']);
export const draftAct = z.enum([
  'written',
  'proposed',
  'approved',
  'sent_back',
  'published',
  'publication_withdrawn',
  'discarded',
]);

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the files: what is approved is these very ones.' });
const title = z.string().trim().min(1).max(200);
const reason = z.string().trim().min(1).max(1000);
const base = z.int().min(0).meta({
  description: 'Number of the publication whose files it was made from, as GET /v1/policy says; 0 where there is none.',
});

/** A pack on its way: its files are kept beside it, under their digest. */
export const policyDraft = z
  .strictObject({
    contract: z.literal('policy-draft/1'),
    id: slug,
    revision: z.int().min(1),
    title,
    state: draftState,
    digest,
    base,
    writers: z
      .array(z.string())
      .meta({ description: 'Everybody who has written something of it; none of them may approve it.' }),
    approvedBy: z.string().optional(),
    publication: z.int().optional(),
    from: instant.optional().meta({ description: 'From when on it holds, or has held.' }),
    acts: z.array(
      z.strictObject({
        act: draftAct,
        at: instant,
        by: z.string(),
        digest,
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'PolicyDraft' });
export type PolicyDraft = z.infer<typeof policyDraft>;
export type DraftAct = z.infer<typeof draftAct>;

/** PUT /v1/policy/drafts/{draftId} */
export const draftWish = z.strictObject({ title, base, files: policyFiles });
export type DraftWish = z.infer<typeof draftWish>;

export const policyCheck = z.strictObject({ files: policyFiles });
export const draftApproval = z.strictObject({ digest });
export const draftReason = z.strictObject({ reason });
export const draftPublication = z.strictObject({
  at: offsetInstant.optional().meta({ description: 'From when on it holds; at once where it is left out.' }),
});

const checkProblem = z.strictObject({
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  pointer: z.string().meta({ description: 'JSON Pointer into the pack.' }),
  problem: z.string(),
  mend: z.string().optional().meta({ description: 'What to write instead.' }),
  offset: z.int().optional().meta({ description: 'Characters into the text that the pointer names.' }),
});

/** POST /v1/policy/check: what `npm run policy -- check DIR --json` says. */
export const policyCheckAnswer = z.union([
  z.strictObject({
    ok: z.literal(true),
    name: z.string(),
    warnings: z
      .array(checkProblem)
      .optional()
      .meta({ description: 'Right today, and not for long: calendars that end, rates that are old.' }),
  }),
  z.strictObject({
    ok: z.literal(false),
    problems: z.array(checkProblem),
  }),
]);

/** GET /v1/policy */
export const policyInForce = z.strictObject({
  current: policyRelease,
  next: policyRelease.optional().meta({ description: 'What will hold.' }),
  base: z.int().meta({ description: 'A draft that is written now names it.' }),
  files: policyFiles.optional().meta({
    description: 'Of the publication that is its base; absent where it was published without its files.',
  }),
});

/** GET /v1/policy/publications/{number} */
export const publicationShown = z.strictObject({ publication: policyPublication, files: policyFiles.optional() });

/** POST /v1/policy/rates */
export const ratesWish = z.strictObject({
  text: z.string().min(1).max(1_000_000).meta({
    description:
      'As the European Central Bank publishes them each day: eurofxref-daily.xml, eurofxref.csv or eurofxref-hist.csv.',
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR')
    .meta({ description: 'The reporting currency of the pack.' }),
});
