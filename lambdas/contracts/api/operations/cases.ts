import * as z from 'zod';
import * as answers from '../answers.ts';
import { caseMeasures } from '../measure-answers.ts';
import * as partners from '../partner-answers.ts';
import { bodyOf, json } from '../operation.ts';
import type { Operation } from '../operation.ts';
import type { ProblemSlug } from '../problems.ts';
import {
  bulkRequest,
  caseCommands,
  casesQuery,
  partnerCommands,
  privacyCommands,
  regroupCommands,
  taskCommands,
} from '../requests.ts';

const PERSON: readonly ProblemSlug[] = ['unauthenticated', 'not-allowed'];
const tag = 'Cases';
const proof = 'person';

const reads = (id: string, summary: string, description: string, answer: Operation['answers'][number]): Operation => ({
  id,
  tag,
  summary,
  description,
  proof,
  right: 'see-cases',
  answers: { 200: answer },
  problems: [...PERSON, 'no-such-case'],
});

const COMMAND: readonly ProblemSlug[] = [
  ...PERSON,
  'invalid-request',
  'invalid-json',
  'no-such-case',
  'not-possible-now',
];
const command = (
  id: string,
  right: string,
  body: Operation['body'],
  [summary, description]: readonly [string, string],
): Operation => ({
  id,
  tag,
  summary,
  description: `${description} Asked twice, it is done once.`,
  proof,
  right,
  ...(body === undefined ? {} : { body }),
  answers: { 200: { description: 'The case as it is now.', content: json(answers.caseChange) } },
  problems: COMMAND,
});

const task = (
  id: string,
  body: Operation['body'],
  [summary, description]: readonly [string, string],
  right = 'end-task',
): Operation => ({
  ...command(id, right, body, [summary, description]),
  tag: 'Tasks',
  problems: [...COMMAND, 'no-such-task', 'task-of-others'],
});

export const caseOperations = {
  'GET /v1/me': {
    id: 'whoAmI',
    tag: 'People',
    summary: 'Who the caller is',
    proof,
    answers: { 200: { description: 'Person and roles.', content: json(answers.me) } },
    problems: ['unauthenticated'],
  },
  'GET /v1/cases': {
    id: 'listCases',
    tag,
    summary: 'List cases',
    description:
      'The queue of a team, the cases of a shipment or order, the case of a signal, or the children of an incident.',
    proof,
    right: 'see-cases',
    query: casesQuery,
    answers: { 200: { description: 'A page of cases.', content: json(answers.caseList) } },
    problems: [...PERSON, 'invalid-request', 'invalid-page'],
  },
  'GET /v1/cases/{caseId}': reads(
    'readCase',
    'Read a case',
    'With its tasks and notices; of an incident its children, counted.',
    {
      description: 'The case.',
      content: json(answers.caseView),
    },
  ),
  'GET /v1/cases/{caseId}/journal': reads(
    'readJournal',
    'Read the journal of a case',
    'Its whole record, hash-chained.',
    {
      description: 'All entries.',
      content: json(answers.journalView),
    },
  ),
  'GET /v1/cases/{caseId}/signals': reads(
    'readSignals',
    'Read the reports of a case',
    'What it is made of, as it was read.',
    {
      description: 'All reports.',
      content: json(answers.signalsView),
    },
  ),
  'GET /v1/cases/{caseId}/playbook': reads(
    'readPlaybook',
    'Read the playbook of a case',
    'What the policy says is done for its type.',
    {
      description: 'The playbook.',
      content: json(answers.playbookView),
    },
  ),
  'GET /v1/cases/{caseId}/explain': reads(
    'explainCase',
    'Explain a case',
    'Points and reasons of its severity, the facts behind it with their age, what was not known, why its owner has it, and its ladder.',
    { description: 'The explanation.', content: json(answers.explanation) },
  ),
  'GET /v1/cases/{caseId}/measures': reads(
    'measureCase',
    'Measure a case',
    'How long it took until somebody had it and until it was solved, how each clock stands, and how long it waited for whom.',
    { description: 'Its measures, as of now.', content: json(z.strictObject({ measures: caseMeasures })) },
  ),
  'POST /v1/bulk': {
    id: 'commandMany',
    tag,
    summary: 'Do the same to many cases',
    description:
      'Up to 200 cases, each with its own result, one that is named twice with one; one that is refused holds up no other. It takes the right of the command. Asked twice, it is done once.',
    proof,
    body: bodyOf(bulkRequest),
    answers: { 200: { description: 'What came of each case.', content: json(answers.bulkResults) } },
    problems: [...PERSON, 'invalid-request', 'invalid-json'],
  },
  'POST /v1/cases/{caseId}/acknowledge': command('acknowledgeCase', 'acknowledge', bodyOf(caseCommands.acknowledge), [
    'Acknowledge a case',
    'The caller has it: nobody else is called. Where the step takes several people, they are one of them until enough have acknowledged.',
  ]),
  'POST /v1/cases/{caseId}/start': command('startWork', 'start-work', bodyOf(caseCommands.start), [
    'Start work',
    'The caller works on it.',
  ]),
  'POST /v1/cases/{caseId}/notes': command('addNote', 'add-note', bodyOf(caseCommands.notes), [
    'Add a note',
    'Kept apart from what happened, so that it can be erased.',
  ]),
  'POST /v1/cases/{caseId}/resolve': {
    ...command('resolveCase', 'resolve', bodyOf(caseCommands.resolve), [
      'Resolve a case',
      'Its required tasks are done or waived before. It can come back until the end of its reopen window.',
    ]),
    problems: [...COMMAND, 'tasks-open'],
  },
  'POST /v1/cases/{caseId}/reopen': command('reopenCase', 'reopen', bodyOf(caseCommands.reopen), [
    'Reopen a case',
    'Its clocks and its ladder start again.',
  ]),
  'POST /v1/cases/{caseId}/withdraw': command('withdrawCase', 'withdraw', bodyOf(caseCommands.withdraw), [
    'Withdraw a case',
    'It was no trouble; whoever was called hears of it.',
  ]),
  'POST /v1/cases/{caseId}/escalate': command('escalateCase', 'escalate', bodyOf(caseCommands.escalate), [
    'Escalate a case',
    'The next step that applies is called at once, whatever its delay and hours; with `step` the one that is named, whatever its condition says, also one that was called before.',
  ]),
  'POST /v1/cases/{caseId}/pause': command('pauseCase', 'pause', bodyOf(caseCommands.pause), [
    'Pause the clocks of a case',
    'Somebody outside has to act first: no time runs until then. A second pause takes the place of the first.',
  ]),
  'POST /v1/cases/{caseId}/resume': command('resumeCase', 'pause', bodyOf(caseCommands.resume), [
    'End a pause',
    'The clocks go on with the time that was left.',
  ]),
  'POST /v1/cases/{caseId}/customer-told': command(
    'customerTold',
    'tell-customer',
    bodyOf(caseCommands['customer-told']),
    ['Say that the customer was told', 'By phone, say: the promise to communicate is kept.'],
  ),
  'POST /v1/cases/{caseId}/snooze': command('snoozeCase', 'snooze', bodyOf(caseCommands.snooze), [
    'Snooze a case',
    'Nobody is called until then.',
  ]),
  'POST /v1/cases/{caseId}/end-snooze': command('endSnooze', 'snooze', bodyOf(caseCommands['end-snooze']), [
    'End a snooze',
    'It goes on at once.',
  ]),
  'POST /v1/cases/{caseId}/assign': command('assignCase', 'assign', bodyOf(caseCommands.assign), [
    'Assign a case',
    'To a team, a person, or a person of a team; who had it has it no more. Whoever is given it is called at once; who gives it to themselves takes it over.',
  ]),
  'POST /v1/cases/{caseId}/severity': command('setSeverity', 'set-severity', bodyOf(caseCommands.severity), [
    'Set the severity',
    'Rules can raise it from there, not lower it.',
  ]),
  'GET /v1/cases/{caseId}/partner-links': reads(
    'listPartnerLinks',
    'List whom a case has asked',
    'Links of partners without an account, and what they have answered. Without the right see-personal-data: no addresses and no words.',
    { description: 'All links.', content: json(partners.partnerLinks) },
  ),
  'GET /v1/cases/{caseId}/partner-documents/{sha256}': {
    ...reads('readPartnerDocument', 'Read a document of a partner', 'As it was sent; kept for 90 days.', {
      description: 'The document.',
      content: { 'application/pdf': z.string(), 'image/png': z.string(), 'image/jpeg': z.string() },
    }),
    right: 'see-personal-data',
    problems: [...PERSON, 'no-such-case', 'no-such-document'],
  },
  'POST /v1/cases/{caseId}/ask-partner': {
    ...command('askPartner', 'ask-partner', bodyOf(partnerCommands['ask-partner']), [
      'Ask a partner',
      'A carrier or supplier without an account gets a mail with a link. By it they see numbers of the goods and the question, and answer with an arrival, a document or a note. One mail for an address while its link is open.',
    ]),
    answers: { 200: { description: 'The link.', content: json(partners.partnerLinkChange) } },
  },
  'POST /v1/cases/{caseId}/revoke-partner-link': {
    ...command('revokePartnerLink', 'ask-partner', bodyOf(partnerCommands['revoke-partner-link']), [
      'Revoke the link of a partner',
      'It works no more, at once.',
    ]),
    answers: { 200: { description: 'The link.', content: json(partners.partnerLinkChange) } },
  },
  'POST /v1/cases/{caseId}/split': command('splitIncident', 'regroup', bodyOf(regroupCommands.split), [
    'Split an incident',
    'The named children go over into a new incident, which is answered; they follow within seconds.',
  ]),
  'POST /v1/cases/{caseId}/merge': command('mergeCase', 'regroup', bodyOf(regroupCommands.merge), [
    'Merge a case or an incident',
    'It ends and goes on in the other one: further reports, and the children of an incident. A case that is merged into an incident becomes its child.',
  ]),
  'POST /v1/cases/{caseId}/move': command('moveCase', 'regroup', bodyOf(regroupCommands.move), [
    'Move a case',
    'Into an incident, from one into another, or out: then it calls its owner by itself and joins no other.',
  ]),
  'POST /v1/cases/{caseId}/erase': command('erasePersonalData', 'erase-personal-data', bodyOf(privacyCommands.erase), [
    'Erase what people have written',
    'Notes, reasons, and texts of reports. The journal stays whole, because its chain holds digests only.',
  ]),
  'GET /v1/cases/{caseId}/tasks': {
    ...reads('listTasks', 'List the tasks of a case', 'What its playbook wants of people, and how far it is.', {
      description: 'All tasks.',
      content: json(answers.taskList),
    }),
    tag: 'Tasks',
  },
  'POST /v1/cases/{caseId}/tasks/{taskId}/done': task('endTask', bodyOf(taskCommands.done), [
    'A task is done',
    'What it waits for comes first, and all of its checklist.',
  ]),
  'POST /v1/cases/{caseId}/tasks/{taskId}/not-needed': task('dropTask', bodyOf(taskCommands['not-needed']), [
    'A task is not needed',
    'A required one is waived instead.',
  ]),
  'POST /v1/cases/{caseId}/tasks/{taskId}/waive': task(
    'waiveTask',
    bodyOf(taskCommands.waive),
    ['Waive a required task', 'The case may end without it.'],
    'waive-task',
  ),
  'POST /v1/cases/{caseId}/tasks/{taskId}/block': task('blockTask', bodyOf(taskCommands.block), [
    'A task is blocked',
    'It is not done yet, and cannot be done for now.',
  ]),
  'POST /v1/cases/{caseId}/tasks/{taskId}/open': task('openTask', bodyOf(taskCommands.open), [
    'A task is to be done after all',
    'It was blocked, or ended the wrong way.',
  ]),
  'POST /v1/cases/{caseId}/tasks/{taskId}/tick': task('tickTask', bodyOf(taskCommands.tick), [
    'Tick items of a checklist',
    'The task is done by a call of its own.',
  ]),
  'POST /v1/cases/{caseId}/tasks/{taskId}/untick': task('untickTask', bodyOf(taskCommands.untick), [
    'Untick items of a checklist',
    'They are open again.',
  ]),
} satisfies Readonly<Record<string, Operation>>;
