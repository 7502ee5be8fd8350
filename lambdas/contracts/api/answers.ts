import * as z from 'zod';
import { action, actionId, actionState, actionType } from '../action.ts';
import { caseRecord, owner, severity } from '../case.ts';
import { caseSummary } from '../events.ts';
import { factSet, impact } from '../fact.ts';
import { fileStatus } from '../file.ts';
import { childCounts } from '../incident.ts';
import { silence } from '../maintenance.ts';
import { actor, journalEntry } from '../journal.ts';
import { notice } from '../notice.ts';
import { playbook } from '../policy-pack.ts';
import {
  caseId,
  channel,
  instant,
  money,
  offsetInstant,
  place,
  reason,
  role,
  signalId,
  slug,
  sourceId,
  subjectReference,
} from '../primitives.ts';
import { problem } from '../problem.ts';
import { signal, signalKind } from '../signal.ts';
import { sourceAudit } from '../source-audit.ts';
import { sourceRegistration } from '../source.ts';
import { task } from '../task.ts';
import { quarantineId } from './requests.ts';

/**
 * What the API answers. Nobody parses an answer while the product runs: tests hold every answer that they get against these schemas, and the API
 * description is made from them.
 */

const next = z
  .string()
  .optional()
  .meta({ description: 'Goes into `after` for the next page; absent on the last one.' });
export const page = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item) });
const outcome = z.enum(['changed', 'unchanged']).meta({
  description: '`unchanged`: it was so already, and `why` says by whom.',
});
const why = z.string().optional();

export const me = z.strictObject({
  id: z.string().meta({ description: 'Id in the policy where the directory has one, else the subject of the token.' }),
  roles: z.array(role),
});

export const caseRow = caseSummary
  .extend({ dueAt: instant.optional().meta({ description: 'When something is due; in the queue of a team only.' }) })
  .meta({ id: 'CaseRow', description: 'A case in a list.' });
export const caseList = page(caseRow).extend({ next });
/** A task with what comes first. */
const taskView = task.extend({
  waits: z.array(z.string()).meta({ description: 'What has to come before it can be done, in words; empty: it can.' }),
});

export const caseView = z.strictObject({
  case: caseRecord,
  tasks: z.array(taskView),
  notices: z.array(notice),
  children: childCounts.optional().meta({ description: 'Of an incident: its children, counted.' }),
});
export const journalView = z.strictObject({
  entries: z.array(journalEntry).meta({
    description: 'Hash-chained, the oldest first. Without the right see-personal-data: digests in place of values.',
  }),
});
export const signalsView = z.strictObject({
  signals: z.array(signal).meta({ description: 'Without the right see-personal-data: without their free text.' }),
});
export const playbookView = z.strictObject({
  playbook: playbook
    .nullable()
    .meta({ description: 'Of the policy version of the case; null where its type has none.' }),
});
const explainedFacts = factSet
  .extend({
    ageSeconds: z.int().optional().meta({ description: 'How old the answer is now; absent when missing.' }),
  })
  .meta({ id: 'ExplainedFacts' });
const explainedStep = z
  .strictObject({
    id: slug,
    title: z.string(),
    channels: z.array(channel),
    calls: z.array(z.string()).meta({ description: 'People whom it would call now.' }),
    stands: z.enum(['called', 'next', 'later', 'passed_over']),
    dueAt: instant.optional().meta({ description: 'Of the next step, while the ladder runs.' }),
    why: z.array(reason).meta({ description: 'Why it is passed over, or a target of it is.' }),
  })
  .meta({ id: 'ExplainedStep' });
export const explanation = z
  .strictObject({
    policy: z.strictObject({ version: z.string(), name: z.string() }),
    severity: severity
      .extend({ base: z.number().meta({ description: 'Points that every case starts with.' }) })
      .optional()
      .meta({ description: 'Each rule that fired with its points and its reason; absent before triage.' }),
    impact: impact.optional(),
    facts: z.array(explainedFacts).meta({ description: 'What the systems said when they were asked last.' }),
    unknown: z.array(z.string()).meta({ description: 'Systems of which nothing is known.' }),
    owner: owner.optional(),
    ladder: z.strictObject({
      id: slug,
      round: z.int(),
      waitsFor: z.string().optional().meta({ description: 'Why nobody is called now; absent while the ladder runs.' }),
      steps: z.array(explainedStep),
    }),
  })
  .meta({ id: 'Explanation', description: 'Why a case is as severe as it is, whose it is, and who is called when.' });
export type Explanation = Readonly<z.infer<typeof explanation>>;
const bulkResult = z.strictObject({
  caseId,
  outcome: z.enum(['changed', 'unchanged', 'refused', 'failed']),
  state: caseRecord.shape.state.optional(),
  why,
  problem: problem.optional().meta({ description: 'Why it was refused, or what to do where it failed.' }),
});
export type BulkResult = Readonly<z.infer<typeof bulkResult>>;
export const bulkResults = z.strictObject({
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  failed: z.int().meta({ description: 'Send the same request once more: nothing is done twice.' }),
  results: z.array(bulkResult),
});
export const caseChange = z.strictObject({ outcome, case: caseRecord, why });
export const silenceList = page(silence);
export const silenceView = z.strictObject({ silence });
export const silenceChange = z.strictObject({ outcome, silence, why });
export const optOutChange = z.strictObject({
  outcome,
  optOut: z.strictObject({
    wants: z.enum(['no-mail', 'mail']),
    how: z.enum(['api', 'link', 'complaint']),
    by: z.string().optional().meta({ description: 'Person who has entered it.' }),
    at: instant,
  }),
});
export const taskList = z.strictObject({ tasks: z.array(taskView) });

export const actionList = z.strictObject({ actions: z.array(action) });
export const worklist = page(
  z.strictObject({
    id: actionId,
    caseId,
    type: actionType,
    title: z.string(),
    state: actionState,
    since: instant.meta({ description: 'By when it is answered; since when its system is silent; when it ended.' }),
    amount: money.optional(),
    digest: z.string().optional().meta({ description: 'To approve it with, while it waits for that.' }),
  }),
);
export const actionChange = z.strictObject({ outcome, action, why });

const { contract: _contract, pathKey: _pathKey, apiKeyValue: _apiKeyValue, ...registered } = sourceRegistration.shape;
export const source = z
  .strictObject({
    ...registered,
    path: z
      .string()
      .meta({ description: 'Where it posts to, below the address of the API. Who knows it, knows half of the proof.' }),
  })
  .meta({
    id: 'SourceView',
    description: 'A source as people see it: without its key, and without where its secret lies.',
  });
export const sourceList = page(
  z.strictObject({ id: sourceId, title: z.string(), format: z.string(), enabled: z.boolean() }),
);
export const sourceView = z.strictObject({ source });
export const sourceChange = z.strictObject({
  source,
  secret: z.string().optional().meta({ description: 'Told once, by the call that has made it.' }),
  outcome: z.literal('unchanged').optional().meta({ description: 'It was so already.' }),
});
export const sourceHistory = page(sourceAudit);
export const fileList = page(fileStatus);

const rejection = z
  .strictObject({
    part: z.string().meta({ description: 'Which part of the payload, as its format counts.' }),
    pointer: z.string().meta({ description: "Where in it, in the format's own way of pointing." }),
    detail: z.string(),
    mend: z.string().optional().meta({ description: 'What to do about it.' }),
    toDecide: z
      .strictObject({
        candidates: z.array(z.strictObject({ type: z.string(), probability: z.number().min(0).max(1) })).meta({
          description: 'The likeliest first; `none`: it reports no trouble.',
        }),
        references: z.array(subjectReference),
        days: z.array(z.string()).meta({ description: 'Days that it names, `2026-03-02`.' }),
        places: z.array(place),
      })
      .optional()
      .meta({ description: 'Where a person can decide what it says: what we would take it for.' }),
  })
  .meta({ id: 'Rejection', description: 'A part of a payload that could not be read.' });
const quarantined = {
  id: quarantineId,
  sourceId,
  state: z.enum(['open', 'replayed', 'discarded', 'decided']),
  at: instant.meta({ description: 'When it came first.' }),
  lastAt: instant.meta({ description: 'When it came last.' }),
  times: z.int().min(1).meta({ description: 'How often it came.' }),
  via: z.enum(['request', 'file', 'mail']),
  contentType: z.string(),
  rejected: z.int().min(0).meta({ description: 'Rejections in all; `rejections` has the first 100.' }),
  rejections: z.array(rejection),
  acts: z.array(
    z.strictObject({
      act: z.enum(['replayed', 'discarded', 'decided']),
      at: instant,
      actor,
      reason: z.string().optional(),
      signals: z.int().optional(),
      rejected: z.int().optional(),
      decision: z.string().optional().meta({ description: 'What was decided about a mail, as JSON.' }),
    }),
  ),
};
export const quarantinedPayload = z
  .strictObject(quarantined)
  .meta({ id: 'QuarantinedPayload', description: 'A payload of which something could not be read.' });
export const quarantineList = page(quarantinedPayload).extend({ after: next });
export const quarantineView = z.strictObject({
  ...quarantined,
  payload: z.union([
    z.strictObject({
      contentType: z.string(),
      size: z.int().meta({ description: 'In bytes.' }),
      base64: z.string().meta({ description: 'All of it, for whoever has the right see-quarantined-payload.' }),
    }),
    z.strictObject({
      contentType: z.string(),
      size: z.int().meta({ description: 'In bytes.' }),
      redacted: z.string().meta({ description: 'Its shape, without what it says.' }),
    }),
    z.strictObject({ outcome: z.enum(['file', 'gone']), detail: z.string() }),
  ]),
});
export const replayed = z.strictObject({
  id: quarantineId,
  outcome: z.enum(['replayed', 'still_unreadable', 'unchanged']),
  signals: z.array(signalId),
  rejections: z.array(rejection).optional().meta({ description: 'What still cannot be read.' }),
});
export const replayedPage = z.strictObject({
  items: z.array(z.union([replayed, z.strictObject({ id: quarantineId, outcome: z.literal('refused'), problem })])),
  after: next,
});

export const mailList = page(quarantinedPayload);
export const mailView = z.strictObject({
  ...quarantined,
  mails: z
    .array(z.strictObject({ part: z.string(), from: z.string(), subject: z.string(), text: z.string() }))
    .meta({ description: 'Its words, and those of mails in it; none where the payload is gone.' }),
});
export const mailDecided = z.strictObject({
  ...quarantined,
  signals: z.array(signalId),
  links: z.strictObject({ case: z.string().optional().meta({ description: 'Where its case will be.' }) }),
});

export const received = z
  .strictObject({
    signals: z
      .array(z.strictObject({ id: signalId, kind: signalKind, type: z.string().optional(), at: offsetInstant }))
      .max(1000)
      .meta({ description: 'What was read; 1000 at most, `moreSignals` counts the rest.' }),
    quarantined: z
      .array(
        z.strictObject({
          id: quarantineId,
          part: z.string(),
          pointer: z.string(),
          reason: z.string(),
          mend: z.string().optional(),
        }),
      )
      .meta({
        description: 'Parts that could not be read: kept, and read again once the sender or the mapping is mended.',
      }),
    moreSignals: z.int().optional(),
    warnings: z.int().optional().meta({ description: 'Oddities that were read all the same.' }),
    takenBefore: z.strictObject({ at: instant, signals: z.int() }).optional().meta({
      description: 'The very same body was taken before, by a source that signs no time: this time it had no effect.',
    }),
    links: z.strictObject({
      cases: z.string().optional().meta({ description: 'Where the case of the first report will be.' }),
    }),
  })
  .meta({ id: 'Received', description: 'What became of the payload.' });
