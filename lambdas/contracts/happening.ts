import * as z from 'zod';
import { actionId, actionType, governance } from './action.ts';
import { claimedNotice, clockHappenings, via } from './clock-happenings.ts';
import { clocks, owner, severity } from './case.ts';
import { exceptionType } from './exception-type.ts';
import { factSet, impact } from './fact.ts';
import { incidentCause, membership, possibleCause } from './incident.ts';
import { silencing } from './maintenance.ts';
import { noticeHappenings } from './notice-happenings.ts';
import { partnerHappenings } from './partner.ts';
import { systemOfRecord, caseId, instant, offsetInstant, reason, severityLevel, signalId, slug } from './primitives.ts';
import { plannedTask, startedPlaybook } from './task.ts';
import type { StartedPlaybook } from './task.ts';
import { taskHappenings } from './task-happenings.ts';

const arrival = z
  .strictObject({ expectedAt: offsetInstant, saidAt: instant })
  .optional()
  .meta({ description: 'When the goods come, as the report says, and when that was said.' });

/** What happened, with its details. Personal data stands in `personal`, never here. */
export const happening = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('CaseOpened'),
    signalId: signalId
      .optional()
      .meta({ description: 'Absent for an incident: the cases of one cause have opened it.' }),
    type: exceptionType,
    previousCase: caseId.optional(),
    cause: possibleCause.optional(),
    arrival,
  }),
  z.strictObject({
    what: z.literal('SignalAttached'),
    signalId,
    kind: z.enum(['exception', 'correction', 'progress']),
    alsoFits: z
      .array(caseId)
      .optional()
      .meta({ description: 'Other open cases that it names too; it went to the oldest, and they stay apart.' }),
    arrival,
  }),
  z.strictObject({ what: z.literal('ArrivalMoved'), signalId, arrival }).meta({
    description:
      'The carrier says another date, or takes back the one that the case goes by (without `arrival`: nobody says one any more): the case is assessed again at once.',
  }),
  z.strictObject({
    what: z.literal('SignalRetracted'),
    signalId,
    by: signalId,
    nothingLeft: z
      .literal(true)
      .optional()
      .meta({ description: 'No report of the case stands any more, and the case had ended before.' }),
  }),
  z.strictObject({
    what: z.literal('CaseWithdrawn'),
    reason: z.string(),
    reopenUntil: instant.optional().meta({ description: 'Reported anew before then, it is this case again.' }),
  }),
  z.strictObject({
    what: z.literal('CaseReopened'),
    signalId: signalId.optional(),
    reason: z.string().optional(),
    comesBack: z.literal(true).optional().meta({ description: 'It had settled itself, and is there again.' }),
  }),
  z.strictObject({ what: z.literal('FlappingBegan'), since: instant, times: z.int() }),
  z.strictObject({
    what: z.literal('TroubleQuieted'),
    settledAt: instant,
    quietUntil: instant,
    reason: z.string(),
    takenBack: z.literal(true).optional().meta({ description: 'No report of it stands any more.' }),
  }),
  z.strictObject({
    what: z.literal('TroubleBack'),
    times: z.int(),
    reason: z.string().optional().meta({ description: 'Why, where it was not reported anew.' }),
  }),
  z.strictObject({
    what: z.literal('CaseTriaged'),
    facts: z.array(factSet),
    impact,
    severity,
    owner,
    clocks: clocks.optional(),
  }),
  z.strictObject({
    what: z.literal('SeverityChanged'),
    from: severityLevel.optional(),
    severity,
    impact,
    facts: z.array(factSet),
    clocks: clocks.optional(),
  }),
  z.strictObject({ what: z.literal('OwnerNamed'), owner }),
  z.strictObject({ what: z.literal('CaseHandedBack'), why: z.enum(['assigned', 'escalated']) }).meta({
    description: 'Whoever had it has it no more, because a person gave it to somebody else or to the next level.',
  }),
  z.strictObject({
    what: z.literal('EscalatedByHand'),
    via,
    step: z.int().optional().meta({ description: 'The step that is called, where one was named.' }),
    stepId: z.string().optional().meta({ description: 'Its id; absent in entries from before it was kept.' }),
  }),
  z.strictObject({ what: z.literal('CaseSnoozed'), via, until: instant }),
  z.strictObject({ what: z.literal('SnoozeEnded'), via }),
  z.strictObject({
    what: z.literal('CaseSilenced'),
    silences: silencing.shape.ids,
    until: instant,
    callsAnyway: silencing.shape.callsAnyway,
  }),
  z.strictObject({
    what: z.literal('SilenceEnded'),
    silences: silencing.shape.ids,
    found: z.enum(['open', 'settled']).meta({ description: 'What became of the case meanwhile.' }),
    reason: z.string(),
    clocks: clocks.optional().meta({ description: 'Promises are counted from now on: nobody was called before.' }),
  }),
  z.strictObject({
    what: z.literal('EscalationStepClaimed'),
    step: z.int(),
    stepId: z.string(),
    round: z.int(),
    next: z
      .int()
      .optional()
      .meta({ description: 'Index of the step that comes after it, where the policy names one.' }),
    repeats: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'So often it was called now, and it will be called again.' }),
    needs: z.int().min(2).optional().meta({ description: 'So many people have to acknowledge; absent: one.' }),
    level: z.int().meta({ description: 'Counts the steps that called somebody, from 1.' }),
    notices: z.array(claimedNotice),
    skipped: z.array(reason).meta({ description: 'Targets that were passed over, and why (nobody on duty).' }),
    playbook: startedPlaybook.optional().meta({ description: 'With the first call; otherwise `PlaybookStarted`.' }),
  }),
  z.strictObject({
    what: z.literal('EscalationStepSkipped'),
    step: z.int(),
    stepId: z.string(),
    round: z.int(),
    reasons: z.array(reason),
    doesNotApply: z.literal(true).optional().meta({ description: 'By its condition; it takes no time.' }),
  }),
  z.strictObject({ what: z.literal('LadderRestarted'), round: z.int(), reason: z.string() }),
  ...noticeHappenings,
  ...partnerHappenings,
  z.strictObject({ what: z.literal('CaseAcknowledged'), via }),
  z
    .strictObject({ what: z.literal('AcknowledgementAdded'), via, of: z.int().min(2) })
    .meta({ description: 'One of several who have to acknowledge; others still have to.' }),
  z.strictObject({ what: z.literal('AcknowledgementTimedOut'), round: z.int() }),
  z.strictObject({ what: z.literal('WorkStarted'), via }),
  z.strictObject({ what: z.literal('NoteAdded'), via }),
  ...taskHappenings,
  z.strictObject({
    what: z.literal('CaseResolved'),
    via,
    resolution: z.string(),
    reopenUntil: instant,
    children: z
      .literal('continue')
      .optional()
      .meta({ description: 'Of an incident: its children go on by themselves; absent: they are solved with it.' }),
  }),
  z.strictObject({ what: z.literal('CaseMerged'), into: caseId, via }),
  z.strictObject({
    what: z.literal('TookOver'),
    via,
    how: z.enum(['merge', 'split', 'move']),
    from: caseId.optional().meta({ description: 'Where they were: the merged case, or the incident before.' }),
    cases: z.array(caseId).meta({ description: 'Children that come over; none where all of a merged case do.' }),
    merged: z.array(caseId).optional().meta({ description: 'What the merged case had taken over before.' }),
  }),
  z.strictObject({
    what: z.literal('GaveAway'),
    via,
    to: caseId.optional().meta({ description: 'Absent: they stand alone.' }),
    cases: z.array(caseId),
  }),
  z.strictObject({ what: z.literal('CaseClosed') }),
  ...clockHappenings,
  z.strictObject({
    what: z.literal('ActionProposed'),
    actionId,
    type: actionType,
    title: z.string(),
    digest: z.string(),
    governance,
    undoes: actionId.optional(),
  }),
  z.strictObject({
    what: z.literal('ActionApproved'),
    actionId,
    via,
    digest: z.string().meta({ description: 'Of what they were shown; of the action, where they named none.' }),
    isEnough: z.boolean(),
    for: z.string().optional().meta({ description: 'As the delegate of this person.' }),
  }),
  z.strictObject({ what: z.literal('ActionRefused'), actionId, via }),
  z.strictObject({ what: z.literal('ActionExpired'), actionId }),
  z
    .strictObject({ what: z.literal('ApprovalEscalated'), actionId, governance })
    .meta({ description: 'Nobody has answered in time: others are asked.' }),
  z.strictObject({ what: z.literal('ActionAttempted'), actionId, attempt: z.int() }),
  z.strictObject({ what: z.literal('ActionPostponed'), actionId, reason: z.string(), isOutcomeKnown: z.boolean() }),
  z
    .strictObject({
      what: z.literal('ActionHandedOver'),
      actionId,
      reason: z.string(),
      since: instant.meta({ description: 'Since when its system has taken no change.' }),
      task: plannedTask,
    })
    .meta({ description: 'A person does it by hand; nothing is written beside them.' }),
  z
    .strictObject({ what: z.literal('ActionResumed'), actionId, reason: z.string() })
    .meta({ description: 'The system is back, and nobody has begun: it is written as any other.' }),
  z.strictObject({
    what: z.literal('ActionConfirmed'),
    actionId,
    found: z.enum(['written', 'there_already', 'by_hand']),
  }),
  z
    .strictObject({ what: z.literal('ActionCompensated'), actionId, by: actionId })
    .meta({ description: 'What it has written is taken back by that action, which is confirmed with this entry.' }),
  z.strictObject({ what: z.literal('ActionSuperseded'), actionId, reason: z.string() }),
  z.strictObject({ what: z.literal('ActionFailed'), actionId, reason: z.string() }),
  z.strictObject({ what: z.literal('ActionUnconfirmed'), actionId, reason: z.string() }),
  z.strictObject({ what: z.literal('ActionRetried'), actionId, via, generation: z.int() }),
  z.strictObject({ what: z.literal('ActionRestarted'), actionId, generation: z.int(), reason: z.string() }),
  z.strictObject({
    what: z.literal('JoinedIncident'),
    incidentId: caseId,
    cause: incidentCause,
    callsAlone: membership.shape.callsAlone,
    from: caseId.optional().meta({ description: 'The incident that it was a child of until now.' }),
  }),
  z.strictObject({
    what: z.literal('LeftIncident'),
    incidentId: caseId,
    reason: z.string(),
    apart: z.literal(true).optional().meta({ description: 'It joins no other by itself.' }),
    callsFrom: instant.optional().meta({
      description: 'Its turn to call, where many are let go at once; absent: it calls when its ladder says.',
    }),
  }),
  z.strictObject({
    what: z.literal('IncidentAcknowledged'),
    incidentId: caseId,
    acknowledgedAt: instant.meta({ description: 'When the promise to acknowledge was kept for its children too.' }),
  }),
  z.strictObject({
    what: z.literal('IncidentGrew'),
    children: z.int(),
    notices: z.array(claimedNotice).meta({ description: 'Who was called for it is told how much it has become.' }),
  }),
  z
    .strictObject({
      what: z.literal('ActionGovernedAnew'),
      actionId,
      governance,
      state: z.enum(['awaiting_approval', 'approved', 'refused']),
      reason: z.string(),
    })
    .meta({ description: 'Its case has gone over to another version of the policy, by which others decide.' }),
  z.strictObject({
    what: z.literal('PolicyMoved'),
    from: z.string().meta({ description: 'Version that it had.' }),
    to: z.string(),
    move: slug.meta({ description: 'Of all cases that went over together.' }),
    by: z.string().meta({ description: 'Person who has moved it; the reason stands beside it.' }),
    asks: z.array(systemOfRecord),
    nextStep: z.int().min(0).optional().meta({ description: 'Where it goes on in a ladder that has other steps.' }),
  }),
  z
    .strictObject({ what: z.literal('PersonalDataErased'), entries: z.int(), signals: z.int(), reason: z.string() })
    .meta({ description: 'Words of people, in so many entries and reports; the chain has their digests.' }),
  z.strictObject({ what: z.literal('NextStepTimed'), reason: z.string() }),
  z.strictObject({ what: z.literal('LifecycleRestarted'), generation: z.int(), reason: z.string() }),
]);
export type Happening = z.infer<typeof happening>;

/** The playbook that began with an entry, by whichever version wrote it. */
export function playbookIn(happening: Happening): StartedPlaybook | undefined {
  if (happening.what === 'EscalationStepClaimed') return happening.playbook;
  if (happening.what !== 'PlaybookStarted') return undefined;
  const { playbook, tasks = [] } = happening;
  return typeof playbook === 'string' ? { id: playbook, tasks } : playbook;
}
