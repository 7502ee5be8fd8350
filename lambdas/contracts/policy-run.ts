import * as z from 'zod';
import { actionId } from './action.ts';
import { policyRelease, policyVersion } from './policy-publication.ts';
import { uploadGrant } from './upload.ts';
import { caseId, clockName, instant, offsetInstant, slug } from './primitives.ts';

/** So many cases at a time: more are told as left out. */
export const MOST_SIMULATED = 10_000;

const runState = z.enum(['waiting', 'done', 'failed']);
const behind = z.string().meta({ description: 'Goes into `behind` of the cases: they are those of this number.' });
const numbered = z.strictObject({ count: z.int(), behind });
const change = z.strictObject({ from: z.string(), to: z.string() });
const move = z.strictObject({ about: z.string(), ...change.shape, count: z.int(), behind });

/** Ten thousand reports with what systems say of each. */
export const MOST_SIGNAL_BYTES = 50_000_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 hex digits, as sha256sum prints it');

/** POST /v1/policy/signal-files: a file of reports that is to be uploaded, a signal on each line. */
export const signalFileWish = z
  .strictObject({
    bytes: z.int().min(1).max(MOST_SIGNAL_BYTES).meta({ description: 'Its size, to the byte.' }),
    sha256: sha256.meta({ description: 'Digest of its content; a simulation names the file by it.' }),
  })
  .meta({ id: 'SignalFileWish' });
export type SignalFileWish = z.infer<typeof signalFileWish>;

/** Where to put it, and how. */
export const signalFileGrant = uploadGrant.omit({ file: true, links: true, report: true }).extend({
  signals: sha256.meta({ description: 'Goes into `signals` of a simulation when it is uploaded.' }),
});
export type SignalFileGrant = z.infer<typeof signalFileGrant>;

/** PUT /v1/policy/simulations/{simulationId} */
export const simulationWish = z
  .strictObject({
    draft: slug.optional().meta({ description: 'What is simulated, with its overlays.' }),
    publication: z.int().min(1).optional().meta({ description: 'Instead of a draft: an earlier publication.' }),
    against: z.enum(['history', 'in-force']).default('history').meta({
      description:
        '`history`: with what has happened. `in-force`: with what the policy in force would have made of it.',
    }),
    openedFrom: offsetInstant.optional(),
    openedTo: offsetInstant.optional(),
    signals: sha256.optional().meta({
      description:
        'Instead of past cases: the reports of a file that was uploaded by POST /v1/policy/signal-files, all of them. With `against: in-force`, as nothing has happened with them.',
    }),
  })
  .refine(({ draft, publication }) => (draft === undefined) !== (publication === undefined), {
    message: 'name a draft or a publication',
    path: ['draft'],
  })
  .refine(({ signals, against }) => signals === undefined || against === 'in-force', {
    message: 'nothing has happened with a file of reports: write in-force',
    path: ['against'],
  })
  .refine(({ signals, openedFrom, openedTo }) => signals === undefined || (openedFrom ?? openedTo) === undefined, {
    message: 'all reports of a file are simulated: leave openedFrom and openedTo out',
    path: ['signals'],
  });
export type SimulationWish = z.infer<typeof simulationWish>;

/** What becomes otherwise of reports, before there are cases. */
const simulatedReports = z.strictObject({
  replayed: z.int(),
  casesBefore: z.int(),
  casesAfter: z.int(),
  changes: z.array(
    z.strictObject({
      what: z.enum(['type', 'place', 'other_case', 'settled', 'reopened', 'flaps']),
      from: z.string().optional(),
      to: z.string().optional(),
      text: z.string().meta({ description: 'The same as a sentence.' }),
      ...numbered.shape,
    }),
  ),
  incidents: z.array(
    z.strictObject({
      change: z.enum(['opens', 'not_opened', 'grows', 'shrinks', 'differs']),
      title: z.string(),
      at: instant,
      before: z.int(),
      after: z.int(),
      text: z.string(),
      behind,
    }),
  ),
  notReplayed: z.array(z.strictObject({ why: z.enum(['not_kept', 'read_by_a_rule', 'too_many']), ...numbered.shape })),
});

/** What a simulation found, without the ids behind its numbers. */
export const simulationSummary = z.strictObject({
  version: policyVersion.meta({ description: 'Of the global pack that was simulated.' }),
  against: z.string(),
  from: instant.optional(),
  to: instant.optional(),
  cases: z.int(),
  unchanged: z.int(),
  leftOut: z.int().meta({ description: `Cases beyond ${String(MOST_SIMULATED)}: name a shorter time.` }),
  changed: z.record(z.string(), numbered),
  moves: z.array(move),
  rows: z.array(z.strictObject({ about: z.string(), name: z.string(), before: numbered, after: numbered })),
  usd: z.strictObject({ before: z.number(), after: z.number() }),
  limits: z.record(z.string(), numbered),
  reports: simulatedReports.optional().meta({
    description:
      'What the draft makes otherwise of the reports of that time: what their codes mean, which case they join, what settles it, which cases are one incident. Absent in simulations of before.',
  }),
  table: z.string().meta({ description: 'The same as a table for people.' }),
});
export type SimulationSummary = z.infer<typeof simulationSummary>;

export const policySimulation = z
  .strictObject({
    contract: z.literal('policy-simulation/1'),
    id: slug,
    wish: simulationWish,
    digest: z.string().meta({ description: 'SHA-256 of the files: a draft that is written again is another one.' }),
    by: z.string(),
    at: instant,
    state: runState,
    endedAt: instant.optional(),
    problem: z.string().optional(),
    summary: simulationSummary.optional(),
  })
  .meta({ id: 'PolicySimulation' });
export type PolicySimulation = z.infer<typeof policySimulation>;

/** PUT /v1/policy/moves/{moveId} */
export const moveWish = z.strictObject({
  cases: z
    .array(caseId)
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'Absent: all open cases that have another version than holds where they are.' }),
});
export type MoveWish = z.infer<typeof moveWish>;

/** What another version makes otherwise of a case. */
export const moveChange = z.strictObject({
  severity: change.optional(),
  owner: change.optional(),
  ladder: change.optional(),
  clocks: z.array(z.strictObject({ clock: clockName, from: instant.optional(), to: instant })).optional(),
  approvals: z
    .array(z.strictObject({ actionId, type: z.string(), ...change.shape }))
    .optional()
    .meta({ description: 'Who has to agree to what is proposed.' }),
});
export type MoveChange = z.infer<typeof moveChange>;
export const moveKind = z.enum(['severity', 'owner', 'ladder', 'clocks', 'approvals']);
export type MoveKind = z.infer<typeof moveKind>;

export const movePreview = z.strictObject({
  cases: z.int().meta({ description: 'So many would go over.' }),
  unchanged: z.int().meta({ description: 'Of these, so many of which nothing changes but the version.' }),
  changed: z.strictObject({
    severity: numbered,
    owner: numbered,
    ladder: numbered,
    clocks: numbered,
    approvals: numbered,
  }),
  moves: z.array(move),
  notOpen: z.int().meta({ description: 'Of those that were named: over, unknown, or of this version already.' }),
  leftOut: z
    .int()
    .meta({ description: `Beyond ${String(MOST_SIMULATED)}, the oldest of which come first: another move has them.` }),
  table: z.string(),
});
export type MovePreview = z.infer<typeof movePreview>;

/** Open cases on their way to the version that holds: previewed, then moved. */
export const policyMove = z
  .strictObject({
    contract: z.literal('policy-move/1'),
    id: slug,
    wish: moveWish,
    release: policyRelease.meta({
      description: 'What held when it was previewed; where something else holds by now, it is previewed again.',
    }),
    by: z.string(),
    at: instant,
    state: z.enum(['waiting', 'previewed', 'moving', 'stopped', 'done', 'failed']),
    preview: movePreview.optional(),
    startedBy: z.string().optional(),
    startedAt: instant.optional(),
    reason: z.string().optional(),
    stoppedBy: z.string().optional(),
    endedAt: instant.optional(),
    problem: z.string().optional(),
    notBefore: instant.optional().meta({ description: 'When the next of them are moved, at the earliest.' }),
    looked: z.int().min(0).meta({ description: 'Cases of the preview that were come to until now.' }),
    moved: z.int().min(0),
    left: z.int().min(0).meta({ description: 'Ended since the preview, or moved before.' }),
    failed: z.array(caseId).meta({ description: 'Could not be moved: move them once more, by another move.' }),
  })
  .meta({ id: 'PolicyMove' });
export type PolicyMove = z.infer<typeof policyMove>;

export const moveStart = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

/** GET …/cases of a simulation or a move */
export const casesBehind = z.strictObject({
  items: z.array(
    z.strictObject({
      id: caseId,
      title: z.string().optional(),
      differs: z.array(z.string()).optional(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
      change: moveChange.optional(),
    }),
  ),
  next: z.string().optional(),
});
export type CasesBehind = z.infer<typeof casesBehind>;

/** What is asked of the functions that do it. */
export const policyErrand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('simulate'), id: slug }),
  z.strictObject({ kind: z.literal('preview'), id: slug }),
]);
export type PolicyErrand = z.infer<typeof policyErrand>;
export const moveErrand = z.strictObject({ kind: z.literal('move'), id: slug });
