import * as answers from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { silenceCommands, silencesQuery, silenceWish } from '../requests.ts';

const SEES = { tag: 'Silences', proof: 'person', right: 'see-cases' } as const;
const CHANGES = { tag: 'Silences', proof: 'person', right: 'silence' } as const;

export const silenceOperations = {
  'GET /v1/silences': {
    ...SEES,
    id: 'listSilences',
    summary: 'List silences',
    description:
      'Maintenance windows that hold, will hold, or whose cases are being looked at again; or those that are done with.',
    query: silencesQuery,
    answers: { 200: { description: 'All of them.', content: json(answers.silenceList) } },
    problems: [...PERSON, 'invalid-request'],
  },
  'POST /v1/silences': {
    ...CHANGES,
    id: 'makeSilence',
    summary: 'Make a silence',
    description:
      'What comes in meanwhile and fits is kept as cases and calls nobody, except S1 and what a latch holds. When it ends they are looked at again. Asked twice, it is made once.',
    body: bodyOf(silenceWish),
    answers: { 200: { description: 'The silence.', content: json(answers.silenceChange) } },
    problems: [...PERSON, 'invalid-request', 'not-possible-now'],
  },
  'GET /v1/silences/{silenceId}': {
    ...SEES,
    id: 'readSilence',
    summary: 'Read a silence',
    description: 'Who made it, why, and who ended it.',
    answers: { 200: { description: 'The silence.', content: json(answers.silenceView) } },
    problems: [...PERSON, 'no-such-silence'],
  },
  'POST /v1/silences/{silenceId}/end': {
    ...CHANGES,
    id: 'endSilence',
    summary: 'End a silence before its time',
    description: 'Its cases are looked at again within the next minutes. Asked twice, it is done once.',
    body: bodyOf(silenceCommands.end),
    answers: { 200: { description: 'The silence.', content: json(answers.silenceChange) } },
    problems: [...PERSON, 'invalid-request', 'no-such-silence'],
  },
} satisfies Readonly<Record<string, Operation>>;
