import {
  deadLetterQueueShown,
  deadLetterShown,
  discardWish,
  letterLook,
  redriveAnswer,
  redriveOutcome,
  redriveRecord,
  redriveWish,
} from '../../dead-letter.ts';
import { page } from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../requests.ts';

const SEES = { tag: 'Dead letters', proof: 'person', right: 'see-dead-letters' } as const;
const MENDS = { tag: 'Dead letters', proof: 'person', right: 'mend-dead-letters' } as const;

export const deadLetterOperations = {
  'GET /v1/dead-letters': {
    ...SEES,
    id: 'listDeadLetterQueues',
    summary: 'List dead-letter queues',
    answers: {
      200: { description: 'All of them, with how many letters lie there.', content: json(page(deadLetterQueueShown)) },
    },
    problems: PERSON,
  },
  'GET /v1/dead-letters/{queue}': {
    ...SEES,
    id: 'lookAtDeadLetters',
    summary: 'Look at dead letters',
    description:
      'Their text is whole for whoever has the right see-dead-letter-text, redacted for others. Looking hides a letter from others for a moment.',
    query: letterLook,
    answers: { 200: { description: 'Some of them.', content: json(page(deadLetterShown)) } },
    problems: [...PERSON, 'invalid-request', 'dead-letter-no-such-queue'],
  },
  'GET /v1/dead-letters/{queue}/history': {
    ...SEES,
    id: 'readRedrives',
    summary: 'Read what was done with dead letters',
    answers: { 200: { description: 'All acts.', content: json(page(redriveRecord)) } },
    problems: [...PERSON, 'dead-letter-no-such-queue'],
  },
  'POST /v1/dead-letters/{queue}/redrive': {
    ...MENDS,
    id: 'redriveDeadLetters',
    summary: 'Send dead letters back',
    body: bodyOf(redriveWish),
    answers: { 200: { description: 'What became of each.', content: json(redriveAnswer) } },
    problems: [...PERSON, 'invalid-request', 'dead-letter-no-such-queue'],
  },
  'POST /v1/dead-letters/{queue}/letters/{letterId}/redrive': {
    ...MENDS,
    id: 'redriveDeadLetter',
    summary: 'Send a dead letter back',
    body: bodyOf(nothing),
    answers: { 200: { description: 'What became of it.', content: json(redriveOutcome) } },
    problems: [
      ...PERSON,
      'invalid-request',
      'dead-letter-no-such-queue',
      'dead-letter-no-such-letter',
      'dead-letter-no-way-back',
      'dead-letter-failed-again',
    ],
  },
  'POST /v1/dead-letters/{queue}/letters/{letterId}/discard': {
    ...MENDS,
    id: 'discardDeadLetter',
    summary: 'Discard a dead letter',
    body: bodyOf(discardWish),
    answers: { 200: { description: 'The record of it.', content: json(redriveRecord) } },
    problems: [...PERSON, 'invalid-request', 'dead-letter-no-such-queue', 'dead-letter-no-such-letter'],
  },
} satisfies Readonly<Record<string, Operation>>;
