import * as z from 'zod';
import { actionId } from '../action.ts';
import { silenceId, silenceMatcher } from '../maintenance.ts';
import { mailDecision } from '../mail-decision.ts';
import { waitingFor } from '../case.ts';
import { language } from '../customer-message.ts';
import { partnerLinkId } from '../partner.ts';
import { caseId, clockName, offsetInstant, severityLevel, slug, sourceId } from '../primitives.ts';
import { rotaChangeId, rotaFeed } from '../rota-change.ts';
import { sourceWish } from '../source.ts';
import { attachment } from '../task.ts';

/** What people may ask of the API: parsed by its handlers, and told in its description. */

const words = z.string().trim().min(1).max(2000);
const reason = z.strictObject({ reason: words.meta({ description: 'Why; it stands in the journal.' }) });
const after = z.string().min(1).meta({ description: '`next` of the page before; leave it out for the first page.' });
// What is no number becomes NaN, and of that nobody has sent anything.
const limit = z.coerce
  .number('write a whole number from 1 to 100')
  .int()
  .min(1)
  .max(100)
  .default(25)
  .meta({ description: 'Items of a page.' });

export const nothing = z.strictObject({});

const moment = offsetInstant.transform((text) => new Date(text).toISOString());
const LONGEST_LOOK_MS = 400 * 86_400_000;

/** How a rota is looked at. */
export const rotaLook = z
  .strictObject({
    at: moment.optional().meta({ description: 'Who is on duty then; left out: now.' }),
    from: moment.optional().meta({ description: 'With `to`: its shifts between, at most 400 days.' }),
    to: moment.optional(),
    region: z.string().optional().meta({ description: 'By the policy of this region.' }),
    businessUnit: z.string().optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    message: 'send both from and to, or none',
    path: ['to'],
  })
  .refine(
    ({ from = '', to = '' }) => from === '' || (from < to && Date.parse(to) - Date.parse(from) <= LONGEST_LOOK_MS),
    { message: 'it must be after from, by at most 400 days', path: ['to'] },
  );

/** Bodies of `POST /v1/cases/{caseId}/…`, by the last part of the path. */
export const caseCommands = {
  acknowledge: nothing,
  start: nothing,
  notes: z.strictObject({ text: words }),
  resolve: z
    .strictObject({
      resolution: z.enum(['solved', 'worked_around', 'no_action_needed', 'not_a_problem', 'duplicate']),
      note: words.optional(),
      children: z.enum(['close', 'continue']).optional().meta({
        description:
          'Of an incident: its children are solved with it (`close`, also where it is left out), or go on by themselves and call their owners (`continue`; `note` says why).',
      }),
    })
    .refine(({ children, note }) => children !== 'continue' || note !== undefined, {
      path: ['note'],
      message: 'say why the children go on',
    }),
  reopen: reason,
  withdraw: reason,
  escalate: reason.extend({
    step: slug.optional().meta({ description: 'Step of the ladder that is called; absent: the next one.' }),
  }),
  snooze: reason.extend({ until: offsetInstant.meta({ description: 'At most seven days away.' }) }),
  'end-snooze': reason,
  pause: reason.extend({
    waitingFor: waitingFor.meta({ description: 'Who has to act first.' }),
    until: offsetInstant.meta({ description: 'At most seven days away; it ends then by itself.' }),
    clocks: z.array(clockName).min(1).optional().meta({ description: 'Which clocks wait; absent: `resolve`.' }),
  }),
  resume: reason,
  'customer-told': z.strictObject({ note: words.optional() }),
  assign: reason
    .extend({
      team: z.string().optional().meta({ description: 'Id of a team in the policy of the case.' }),
      person: z.string().optional().meta({ description: 'Id of a person in the policy of the case.' }),
    })
    .refine(({ team, person }) => team !== undefined || person !== undefined, 'give a team, a person, or both'),
  severity: reason.extend({ level: severityLevel }),
};

/** Of the same path, and no command of the case: it takes away what people have written. `reason` stays, so it names nobody. */
export const privacyCommands = { erase: reason };

/** Commands of the same path by which a partner without an account is asked about a case. */
export const partnerCommands = {
  'ask-partner': z.strictObject({
    partner: z.string().trim().min(1).max(80).meta({ description: 'Carrier or supplier, as people call them.' }),
    address: z.email().max(200).meta({ description: 'E-mail address of whoever answers: they have to give it.' }),
    asks: z.string().trim().min(1).max(500).optional().meta({ description: 'What they are asked; they read it.' }),
    language: language.optional().meta({
      description:
        'Of whoever answers: en, de or fr; of any other, and absent: the mail is English. The page without one goes by their browser.',
    }),
    hours: z
      .int()
      .min(1)
      .max(14 * 24)
      .default(72)
      .meta({ description: 'How long the link works.' }),
  }),
  'revoke-partner-link': z.strictObject({ linkId: partnerLinkId }),
};

/** Commands of the same path that change several cases at once. */
export const regroupCommands = {
  split: reason.extend({
    cases: z
      .array(caseId)
      .min(1)
      .max(100)
      .meta({ description: 'Children of the incident that go over into a new one.' }),
  }),
  merge: reason.extend({
    into: caseId.meta({
      description: 'Where it goes on: an incident in an incident, a case in a case or an incident.',
    }),
  }),
  move: reason.extend({
    to: caseId.optional().meta({ description: 'The incident that it becomes a child of; absent: it stands alone.' }),
  }),
};

export const optOutWish = reason.extend({
  address: z.email().max(320).meta({ description: 'Address of the customer; kept as a digest.' }),
  wants: z.enum(['no-mail', 'mail']).meta({ description: 'mail: they want messages again.' }),
});

export const silenceWish = reason.extend({
  matcher: silenceMatcher,
  startsAt: offsetInstant.optional().meta({ description: 'Absent: from now on.' }),
  endsAt: offsetInstant,
});
export const silenceCommands = { end: reason };
export const silencesQuery = z.strictObject({
  state: z.enum(['current', 'past']).default('current').meta({ description: '`past`: nothing of it is left to do.' }),
});

const items = z.array(slug).min(1).max(20).meta({ description: 'Of its checklist.' });
const attachments = z.array(attachment).min(1).max(5).optional();
/** Bodies of `POST /v1/cases/{caseId}/tasks/{taskId}/…`. What is left out, or waits, has a reason. */
export const taskCommands = {
  done: z.strictObject({ note: words.optional(), attachments }),
  'not-needed': z.strictObject({ note: words.meta({ description: 'Why it is not needed.' }), attachments }),
  waive: z.strictObject({ note: words.meta({ description: 'Why the case may end without it.' }), attachments }),
  block: z.strictObject({ note: words.meta({ description: 'What it waits for.' }), attachments }),
  open: z.strictObject({ note: words.meta({ description: 'Why it is to be done after all, or now.' }) }),
  tick: z.strictObject({ items }),
  untick: z.strictObject({ items }),
};

const taskVerb = z.enum(['done', 'not-needed', 'waive', 'block', 'open', 'tick', 'untick']);
/** What can be done to many cases at once: what is said of one case only (a note, a split) is not among it. */
const bulkCommand = z.enum([
  'acknowledge',
  'start',
  'resolve',
  'reopen',
  'withdraw',
  'escalate',
  'snooze',
  'end-snooze',
  'pause',
  'resume',
  'customer-told',
  'assign',
  'severity',
  'merge',
  'move',
  ...taskVerb.options,
]);
export const bulkRequest = z
  .strictObject({
    command: bulkCommand.meta({ description: 'As the last part of the path of the call for one case.' }),
    task: slug.optional().meta({ description: 'Of commands about a task: the same one of each case.' }),
    cases: z.array(caseId).min(1).max(200),
    body: z.record(z.string(), z.unknown()).optional().meta({ description: 'As the body of the call for one case.' }),
  })
  .refine(({ command, task }) => taskVerb.safeParse(command).success === (task !== undefined), {
    path: ['task'],
    message: `name a task with ${taskVerb.options.join(', ')}, and with no other command`,
  });

/** Parameters of `GET /v1/cases`; one of the first four is given. */
export const casesQuery = z.strictObject({
  team: z.string().optional().meta({ description: 'Queue of a team, what is due first coming first.' }),
  reference: z
    .string()
    .regex(/^[a-z_]+:.+$/, 'write it as kind:value, e.g. tracking:4343638098050296')
    .optional()
    .meta({ description: 'Cases of a shipment, order, container …, as `kind:value`; the 50 newest.' }),
  signal: z.string().optional().meta({ description: 'The case that a signal went to.' }),
  incident: z.string().optional().meta({ description: 'The children of an incident.' }),
  limit,
  after: after.optional(),
});
export const listQuery = casesQuery.refine(
  ({ team, reference, signal, incident }) =>
    [team, reference, signal, incident].filter((value) => value !== undefined).length === 1,
  { message: 'give one of team, reference, signal or incident' },
);

export const actionReply = z.strictObject({
  digest: z.string().optional().meta({
    description: 'Of the action as it was seen: an approval of something that has changed since is refused.',
  }),
  reason: words.optional(),
});
export const actionCommands = { approve: actionReply, refuse: actionReply, retry: actionReply, undo: reason };
export const worklistQuery = z.strictObject({
  state: z.enum(['awaiting_approval', 'by_hand', 'failed', 'unconfirmed']).meta({ description: 'Which worklist.' }),
  limit,
});

const secret = z.string().min(8).max(500).optional().meta({
  description: 'Where the vendor chooses it; made by us where absent.',
});
export const registration = sourceWish.safeExtend({ secret });
export const sourceCommands = {
  'switch-on': nothing,
  'switch-off': nothing,
  'rotate-secret': z.strictObject({ secret }),
  'retire-secret': nothing,
};

/** A page is what was looked at: with a state it may have fewer items, and go on all the same. */
export const quarantineQuery = z.strictObject({
  state: z.enum(['open', 'replayed', 'discarded', 'decided']).optional(),
  limit,
  after: after.max(100).optional(),
});
export const replaying = z.strictObject({
  limit: z.int().min(1).max(25).default(10).meta({ description: 'Payloads that are looked at.' }),
  after: after.max(100).optional(),
});
export const quarantineCommands = { replay: nothing, discard: reason };

/** Body of `POST /v1/sources/{sourceId}/mails/{mailId}/decide`. To attach it to a case is to report the trouble of the case once more. */
export const mailCommands = {
  decide: z.discriminatedUnion('act', [
    ...mailDecision.options,
    z.strictObject({ act: z.literal('attach'), caseId, text: words.optional() }),
  ]),
};

export const quarantineId = z
  .string()
  .regex(/^rcp_[0-9a-f]{32}$/)
  .meta({ description: 'Id of a payload in quarantine; derived from source and bytes.' });

/** Parts of paths, by their name there. */
export const pathParameters = {
  pathKey: z
    .string()
    .meta({ description: 'Unguessable part of the path that the registration of the source has made.' }),
  caseId,
  silenceId,
  taskId: slug.meta({ description: 'Id of a task, as the playbook calls it.' }),
  actionId,
  sourceId,
  quarantineId,
  mailId: quarantineId,
  mappingId: slug.meta({ description: 'Id of a mapping.' }),
  draftId: slug.meta({ description: 'Id of a draft of the policy, chosen by whoever writes it first.' }),
  number: z.int().meta({ description: 'Number of a publication of the policy.' }),
  simulationId: slug.meta({ description: 'Id of a simulation, chosen by whoever asks for it.' }),
  moveId: slug.meta({ description: 'Id of a move of open cases, chosen by whoever asks for its preview.' }),
  rotaId: slug.meta({ description: 'Id of a rota, as the policy calls it.' }),
  changeId: rotaChangeId,
  feedId: rotaFeed.shape.id,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'Of a document: the digest of its bytes.' }),
  queue: slug.meta({ description: 'Name of a dead-letter queue, as the list has it.' }),
  letterId: z.string().meta({ description: 'Id of a letter, as looking at the queue has told it.' }),
  token: z.string().meta({
    description:
      'Signed claim: who may do what with which case, and until when; or the secret part of a calendar address.',
  }),
};
