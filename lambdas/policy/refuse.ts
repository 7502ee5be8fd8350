import { problemsOf } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';
import { sayPlace } from './pack-problem.ts';
import type { PlacedProblem } from './pack-problem.ts';

export const policyProblem = problemsOf('policy', {
  'none-in-force': [404, 'No policy is published', 'Publish one with `npm run set-up`.'],
  'no-such-draft': [404, 'No such draft', 'GET /v1/policy/drafts lists those that there are.'],
  'no-such-publication': [404, 'No such publication', 'GET /v1/policy/publications lists those that there were.'],
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
      ...(found.mend === undefined ? {} : { mend: found.mend }),
    })),
  };
}
