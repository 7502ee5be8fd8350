import * as z from 'zod';
import { customerStanding } from './customer-message.ts';
import { exceptionType } from './exception-type.ts';
import { impact } from './fact.ts';
import { formerHolders } from './former-holder.ts';
import { membership, possibleCause } from './incident.ts';
import { partnerNews } from './partner.ts';
import { silencing } from './maintenance.ts';
import {
  ASKED_BEFORE,
  systemOfRecord,
  businessFunction,
  caseId,
  instant,
  offsetInstant,
  place,
  reason,
  severityLevel,
  slug,
  subjectReference,
} from './primitives.ts';
import { playbookProgress } from './task.ts';

export const caseState = z.enum([
  'open',
  'triaged',
  'acknowledged',
  'in_progress',
  'resolved',
  'closed',
  'withdrawn',
  'merged',
]);
export type CaseState = z.infer<typeof caseState>;

export const severity = z
  .strictObject({
    level: severityLevel,
    score: z.number().min(0).max(100),
    reasons: z.array(reason),
    latches: z.array(z.string()).meta({ description: 'Rules that hold the severity up; nothing lowers them.' }),
    scoredAt: instant,
    rescoreAt: instant.optional().meta({
      description:
        'When it is scored again: time alone makes it more severe, as far as the facts say, a system that gave no answer is asked once more, or a held container costs another day.',
    }),
    raised: z
      .strictObject({ from: severityLevel, at: instant, by: z.string().optional() })
      .optional()
      .meta({ description: 'When it became more severe last, than what, and by whom where a person has set it.' }),
    setBy: z.string().optional().meta({
      description:
        'Person who has set the level by hand; rules raise it from there when they find more than they did then, and never lower it.',
    }),
  })
  .meta({ id: 'Severity' });
export type Severity = z.infer<typeof severity>;

export const owner = z
  .strictObject({
    function: businessFunction,
    team: z.string(),
    role: z.string(),
    person: z
      .string()
      .optional()
      .meta({ description: 'Id of the person on duty when the owner was named; absent when nobody was.' }),
    assigned: z.literal(true).optional().meta({
      description:
        'A person has named the owner: the rules do not name another, and the first call goes to `person`, whoever is on duty.',
    }),
    firstInRound: z.int().min(0).optional().meta({
      description:
        'Of `assigned`: the round of the ladder in which that holds, later whoever is on duty is called; 0: they have taken it themselves.',
    }),
    reasons: z.array(reason),
    namedAt: instant,
  })
  .meta({ id: 'Owner' });
export type Owner = z.infer<typeof owner>;

export const clock = z
  .strictObject({
    startedAt: instant,
    dueAt: instant,
    stoppedAt: instant.optional(),
    breachedAt: instant.optional(),
    pausedAt: instant
      .optional()
      .meta({ description: 'Since when it waits for somebody outside; it goes on with the time that was left.' }),
    pausedMs: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Time in pauses that are over, in milliseconds of its own hours.' }),
    team: slug
      .optional()
      .meta({ description: 'It runs only in the business hours of this team; absent: around the clock.' }),
    deadline: instant
      .optional()
      .meta({ description: 'A time set outside that it is due at; a pause does not move it.' }),
    noticed: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Percent of its time of which somebody was told last.' }),
  })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof clock>;

/** Acknowledge, resolve, communicate: what was promised for each, and whether it was kept. */
export const clocks = z.strictObject({ acknowledge: clock, resolve: clock, communicate: clock }).meta({ id: 'Clocks' });
export type Clocks = z.infer<typeof clocks>;

export const waitingFor = z.enum(['customer', 'carrier', 'supplier', 'authority', 'other']);
export type WaitingFor = z.infer<typeof waitingFor>;

/** Clocks of a case stand still because somebody outside has to act first. */
export const pause = z.strictObject({
  since: instant,
  until: instant.meta({
    description: 'It ends then by itself, or when an outside deadline of one of its clocks comes.',
  }),
  waitingFor,
  by: z.string(),
});

/** Where the escalation stands. The journal has the history; this is what the next decision needs. */
export const escalation = z
  .strictObject({
    policy: z.string().meta({
      description: 'The ladder until somebody owns the case; then it is that of their team, as `explain` says.',
    }),
    generation: z.int().min(1).meta({ description: 'Execution of the lifecycle; part of its name.' }),
    round: z
      .int()
      .min(1)
      .meta({ description: 'Raised when the ladder starts again, or goes back to a step that was called.' }),
    level: z.int().min(0).meta({ description: 'Calls made until now, over all rounds.' }),
    repeats: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'How often `nextStep` was called in this round; it is called again. Absent: not yet.' }),
    needs: z
      .int()
      .min(2)
      .optional()
      .meta({ description: 'So many people have to acknowledge, by the step that was called last; absent: one.' }),
    agreed: z.array(z.string()).optional().meta({ description: 'Who has acknowledged while others still have to.' }),
    nextStep: z.int().min(0).meta({ description: "Index into the policy's steps of what has not been called yet." }),
    nextDueAt: instant
      .optional()
      .meta({ description: 'When the next decision is due; absent when nothing is left to decide.' }),
    lastCallAt: instant
      .optional()
      .meta({ description: 'When the last step was called or skipped; the next one counts from here.' }),
    nobodyOnDuty: z
      .literal(true)
      .optional()
      .meta({ description: 'The step before has called nobody, as nobody was on duty: the next one is due at once.' }),
    callNow: z
      .literal(true)
      .optional()
      .meta({ description: 'Somebody has asked for the next step at once; it is due whatever the ladder says.' }),
    askedAt: instant.optional().meta({ description: 'When somebody asked for the next step last.' }),
    askedStep: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'The step that they named; it is called whatever its condition says.' }),
    callsFrom: instant.optional().meta({
      description:
        'Its incident has let it go with many others: its turn to call. Absent: it calls when its ladder says.',
    }),
  })
  .meta({ id: 'Escalation' });
export type Escalation = z.infer<typeof escalation>;

/** One trouble that people work on. */
export const caseRecord = z
  .strictObject({
    contract: z.literal('case/1'),
    id: caseId,
    version: z.int().min(1).meta({ description: 'Also the sequence number of its last journal entry.' }),
    state: caseState,
    type: exceptionType,
    title: z.string(),
    references: z.array(subjectReference),
    correlationKeys: z.array(z.string()).meta({
      description: 'Keys under which further reports find it; held until it is closed, or withdrawn by a person.',
    }),
    place: place.optional(),
    carrier: z.string().optional(),
    region: z.string(),
    businessUnit: z.string(),
    reasonCode: z.string().optional(),
    reasonText: z.string().optional(),
    policyVersion: z.string().meta({ description: 'Fixed when the case opens.' }),
    asks: z.array(systemOfRecord).default(ASKED_BEFORE).meta({
      description:
        'Systems that triage asks, by the type in its policy version; stored without it: the three that were asked for every case.',
    }),
    occurredAt: instant.meta({ description: 'When the trouble happened, by the earliest report.' }),
    detectedAt: instant.meta({ description: 'When we first received a report of it.' }),
    openedAt: instant,
    signals: z.int().min(0).meta({ description: 'Reports that belong to it; none where it is an incident.' }),
    triagedSignals: z
      .int()
      .min(0)
      .meta({ description: 'Reports that the last triage knew; fewer than `signals` means: triage again.' }),
    attention: z.int().min(0).meta({
      description:
        'Raised by every change that a waiting lifecycle must look at. A wait is registered only for the value that was decided on, so no change is slept over.',
    }),
    retracted: z.int().min(0).meta({ description: 'Reports of it that were taken back.' }),
    impact: impact.optional(),
    severity: severity.optional(),
    owner: owner.optional(),
    clocks: clocks.optional(),
    pause: pause.optional(),
    customer: customerStanding.optional().meta({ description: 'Absent: nobody has tried to tell them.' }),
    escalation,
    acknowledgedAt: instant.optional(),
    acknowledgedBy: z.string().optional(),
    passedOn: formerHolders.optional(),
    lastProgressAt: instant
      .optional()
      .meta({ description: 'Last act of a person on the case, or the end of a pause.' }),
    snoozedUntil: instant.optional(),
    silenced: silencing.optional().meta({ description: 'It came in during a maintenance window.' }),
    silenceEndedAt: instant.optional(),
    resolvedAt: instant.optional(),
    resolvedBy: z.string().optional(),
    resolution: z.string().optional().meta({ description: 'Code of how it was solved.' }),
    reopenUntil: instant.optional().meta({
      description: 'Until when the same trouble, reported anew, opens it again: resolved, or taken back by its sender.',
    }),
    withdrawnAt: instant.optional(),
    mergedInto: caseId.optional().meta({ description: 'The case or incident in which it goes on.' }),
    merged: z
      .array(caseId)
      .optional()
      .meta({ description: 'Cases that were merged into this one; their reports count for it.' }),
    takenBackAt: instant.optional().meta({
      description: 'Since when none of its reports stands any more, though it was resolved and not withdrawn.',
    }),
    reopens: z.int().min(0),
    reopenedAt: instant.optional().meta({ description: 'When it came back last; its clocks start there.' }),
    comings: z
      .array(instant)
      .optional()
      .meta({ description: 'When it came back by itself after it had settled itself; the latest ones.' }),
    flapping: z
      .strictObject({
        since: instant,
        times: z.int().meta({ description: 'How often it has come since.' }),
        settledAt: instant
          .optional()
          .meta({ description: 'When it was settled last, by event time; absent: it is there.' }),
        quietUntil: instant.optional().meta({ description: 'Nothing until then: it is over.' }),
        takenBack: z
          .literal(true)
          .optional()
          .meta({ description: 'It went because every report of it was taken back; so it ends withdrawn.' }),
      })
      .optional()
      .meta({ description: 'It comes and goes: one case with a count, until it has been quiet.' }),
    previousCase: caseId.optional(),
    playbook: playbookProgress.optional().meta({ description: 'Absent until its tasks are set.' }),
    partner: partnerNews.optional(),
    expectedAt: offsetInstant.optional().meta({
      description: 'When it arrives, as the carrier said last: in a report of the trouble, or asked because of it.',
    }),
    expectedSaidAt: instant.optional().meta({ description: 'When that was said.' }),
    arrivalMoves: z.int().optional().meta({ description: 'So often it was assessed again for another date.' }),
    causes: z
      .array(possibleCause)
      .optional()
      .meta({ description: 'What it may share with others, by the grouping rules of its policy version.' }),
    incident: membership.optional().meta({ description: 'The incident that it is a child of.' }),
    apart: z
      .literal(true)
      .optional()
      .meta({ description: 'A person has decided that it stands alone: it joins no incident by itself.' }),
    childrenAfter: z
      .literal('continue')
      .optional()
      .meta({ description: 'Of an incident that is solved: its children go on by themselves.' }),
    cause: possibleCause.optional().meta({ description: 'It is an incident: what its children have in common.' }),
    toldChildren: z
      .int()
      .optional()
      .meta({ description: 'Of an incident: how many children people were told of last.' }),
    toldGrowths: z.int().optional().meta({ description: 'Of an incident: how often people were told that it grew.' }),
    chainHash: z.string().meta({ description: 'Hash of the last journal entry.' }),
  })
  .meta({ id: 'Case', description: 'One trouble that people work on.' });
export type Case = z.infer<typeof caseRecord>;
