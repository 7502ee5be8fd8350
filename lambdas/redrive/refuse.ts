import { problemsOf } from '../contracts/index.ts';

/** Why nothing is done with dead letters, and what to do instead. */
export const redriveProblem = problemsOf('dead-letter', {
  'no-such-queue': [404, 'No such dead-letter queue', 'GET /v1/dead-letters lists those that there are.'],
  'no-such-letter': [
    404,
    'No such letter',
    'It was not among those that SQS has shown: it is gone, somebody has it in hand for a minute, or the queue is long. Look again, or redrive all.',
  ],
  'failed-again': [
    409,
    'It failed again',
    'The reader of the stream could not do all of it: its log says why. It lies where it lay; mend the cause first.',
  ],
  'no-way-back': [
    409,
    'It does not belong to this queue',
    'It names a target that does not feed this queue. Discard it with a reason, and see the runbook of the queue.',
  ],
});
