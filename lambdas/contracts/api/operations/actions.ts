import * as answers from '../answers.ts';
import { bodyOf, json } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { proposal } from '../proposals.ts';
import { actionCommands, worklistQuery } from '../requests.ts';

const tag = 'Actions';
const proof = 'person';

const reply = (id: string, right: string, summary: string, description: string): Operation => ({
  id,
  tag,
  summary,
  description: `${description} Asked twice, it is done once.`,
  proof,
  right,
  body: bodyOf(actionCommands.approve),
  answers: { 200: { description: 'The action as it is now.', content: json(answers.actionChange) } },
  problems: [
    'unauthenticated',
    'not-allowed',
    'invalid-request',
    'invalid-json',
    'no-such-case',
    'no-such-action',
    'not-possible-now',
  ],
});

export const actionOperations = {
  'GET /v1/cases/{caseId}/actions': {
    id: 'listActionsOfCase',
    tag,
    summary: 'List the actions of a case',
    description: 'Changes in systems of record: proposed, approved, made, or refused.',
    proof,
    right: 'see-cases',
    answers: {
      200: { description: 'All of them; none for a case that is not there.', content: json(answers.actionList) },
    },
    problems: ['unauthenticated', 'not-allowed'],
  },
  'POST /v1/cases/{caseId}/actions': {
    id: 'proposeAction',
    tag,
    summary: 'Propose an action',
    description:
      'A change in a system of record, of any type of the catalogue. Governance decides whether somebody has to approve it; nobody approves what they have proposed themselves.',
    proof,
    right: 'propose-action',
    body: bodyOf(proposal),
    answers: { 200: { description: 'The action.', content: json(answers.actionChange) } },
    problems: ['unauthenticated', 'not-allowed', 'invalid-request', 'invalid-json', 'no-such-case', 'not-possible-now'],
  },
  'POST /v1/cases/{caseId}/actions/{actionId}/approve': reply(
    'approveAction',
    'approve-action',
    'Approve an action',
    'What is approved is exactly what is executed; give the digest that was seen.',
  ),
  'POST /v1/cases/{caseId}/actions/{actionId}/refuse': reply(
    'refuseAction',
    'approve-action',
    'Refuse an action',
    'It is not executed.',
  ),
  'POST /v1/cases/{caseId}/actions/{actionId}/retry': reply(
    'retryAction',
    'retry-action',
    'Retry an action',
    'Of one that failed or whose outcome is unknown; the system of record is asked first whether it has the change.',
  ),
  'POST /v1/cases/{caseId}/actions/{actionId}/undo': {
    ...reply(
      'undoAction',
      'propose-action',
      'Propose to undo an action',
      'Of one that is confirmed and that we have written: what it has changed is proposed to be what it was before, as an action of its own that names it (`undoes`), governed by the same rules. With its confirmation the undone one becomes `compensated`; until then, and where it fails, it stays confirmed.',
    ),
    body: bodyOf(actionCommands.undo),
    answers: { 200: { description: 'The action that undoes it.', content: json(answers.actionChange) } },
  },
  'GET /v1/actions': {
    id: 'listActions',
    tag,
    summary: 'List actions that wait for somebody',
    proof,
    right: 'see-cases',
    query: worklistQuery,
    answers: { 200: { description: 'A worklist, the oldest first.', content: json(answers.worklist) } },
    problems: ['unauthenticated', 'not-allowed', 'invalid-request'],
  },
} satisfies Readonly<Record<string, Operation>>;
