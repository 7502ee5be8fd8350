import { problemsOf } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';
import { sayPlace } from './pack-problem.ts';
import type { PlacedProblem } from './pack-problem.ts';

export const policyProblem = problemsOf('policy', {
  'none-in-force': [404, 'No policy is published', 'Publish one with `npm run set-up`.'],
  'no-such-draft': [404, 'No such draft', 'GET /v1/policy/drafts lists those that there are.'],
  'no-such-publication': [404, 'No such publication', 'GET /v1/policy/publications lists those that there were.'],
  'no-such-simulation': [404, 'No such simulation', 'GET /v1/policy/simulations lists those that there are.'],
  'no-such-move': [404, 'No such move', 'GET /v1/policy/moves lists those that there are.'],
  'no-such-number': [
    404,
    'No such number',
    'Name one of the `behind` that it has told; where it says none, it is not ready, or too old.',
  ],
  'no-such-rota': [404, 'No such rota', 'GET /v1/rotas lists those that there are.'],
  'no-such-rota-change': [
    404,
    'No such change of a rota',
    'GET /v1/rotas/{rotaId}/changes lists those that there were.',
  ],
  'no-such-feed': [404, 'No such feed', 'GET /v1/rotas/{rotaId}/feeds lists those that there are.'],
  'rates-unreadable': [
    400,
    'The rates cannot be taken',
    'Send a file as the European Central Bank publishes it each day: eurofxref-daily.xml or eurofxref.csv.',
  ],
  'calendar-unreadable': [
    400,
    'The calendar cannot be taken',
    'Send an iCalendar file (RFC 5545) as a calendar program exports it.',
  ],
  'other-run': [409, 'There is another one of that id', 'What was asked for stays as it was; take another id.'],
  'move-not-possible-now': [
    409,
    'The state of the move does not allow it',
    'GET /v1/policy/moves/{moveId} says its state.',
  ],
  'own-draft': [
    403,
    'Somebody else has to approve it',
    'Whoever has written something of a draft does not approve it.',
  ],
  'not-possible-now': [
    409,
    'The state of the draft does not allow it',
    'GET /v1/policy/drafts/{draftId} says its state.',
  ],
  'other-content': [
    409,
    'It says something else by now',
    'Read the draft again, and approve the digest that it has then.',
  ],
  'base-passed': [
    409,
    'Another publication came in between',
    'Write the draft again on top of what GET /v1/policy says, with its number as base.',
  ],
  'publication-pending': [
    409,
    'Another publication takes effect later',
    'Wait until then, or take it back with POST /v1/policy/publications/{number}/withdraw.',
  ],
  'in-force-already': [409, 'It holds already', 'What holds is taken back with roll-back, to an earlier publication.'],
  'time-unfit': [400, 'The time does not fit', 'Name a time to come, within a year; leave it out to publish at once.'],
  'changed-meanwhile': [412, 'Somebody else has changed it', 'Read it again, and send its revision in If-Match.'],
  'version-required': [
    428,
    'Which revision do you change?',
    'Send the one that you have seen in If-Match: GET says it in ETag.',
  ],
});

/** A pack that may not be published: each problem at its file, line and column. */
export function unfitPolicy(problems: readonly PlacedProblem[]): Problem {
  return {
    type: 'https://fairlead.dev/problems/policy-unfit',
    title: 'The policy may not be published',
    status: 422,
    detail: 'See errors: each names file, line and column, as `npm run policy -- check DIR` does.',
    errors: problems.map((found) => ({
      pointer: sayPlace(found),
      detail: found.problem,
      mend: found.mend,
    })),
  };
}
