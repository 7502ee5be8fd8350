import { problemsOf } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';

export const sourceProblem = problemsOf('source', {
  'exists-already': [409, 'There is a source of that id', 'Change it with PUT, or choose another id.'],
  'no-such-source': [404, 'No such source', 'GET /v1/sources lists those that there are.'],
  'changed-meanwhile': [412, 'Somebody else has changed it', 'Read it again, and send its version in If-Match.'],
  'secret-unfit': [400, 'The secret does not fit the scheme', 'Give one in the form of the scheme, by rotate-secret.'],
  'no-secret': [
    409,
    'The source has no secret',
    'Its certificate or published key is its proof; there is none to change.',
  ],
  'rotation-under-way': [
    409,
    'Two secrets are valid already',
    'Let the sender change over, then retire the secret before it with retire-secret.',
  ],
  'not-complete': [409, 'Its registration has not been finished', 'Register it once more with the same content.'],
});

export const mappingProblem = problemsOf('mapping', {
  'no-such-mapping': [404, 'No such mapping', 'GET /v1/mappings lists those that there are.'],
  'no-such-version': [404, 'No such version', 'GET /v1/mappings/{mappingId}/versions lists those that were kept.'],
  'changed-meanwhile': [412, 'Somebody else has changed it', 'Read it again, and send its version in If-Match.'],
  'version-required': [
    428,
    'Which version do you change?',
    'Send the version that you have seen in If-Match: GET says it in ETag.',
  ],
});

export function invalidMapping(errors: NonNullable<Problem['errors']>, below = ''): Problem {
  return {
    type: 'https://fairlead.dev/problems/invalid-mapping',
    title: 'The mapping does not fit',
    status: 400,
    detail: 'See errors for each field; docs/files-and-mappings.md says what a mapping may say.',
    errors: errors.map((error) => ({ ...error, pointer: `${below}${error.pointer}` })),
  };
}

export const quarantineProblem = problemsOf('quarantine', {
  'no-such-payload': [404, 'No such payload', 'GET /v1/sources/{sourceId}/quarantine lists those that there are.'],
  'payload-gone': [410, 'The payload is gone', 'Payloads are kept for 90 days. Ask the sender to send it again.'],
  'is-a-file': [
    409,
    'It came as a file',
    'Mend its mapping, then put it into the inbox again: it is read anew by the new one.',
  ],
  'is-a-mail': [
    409,
    'It came as a mail',
    'Somebody decides what it reports: GET /v1/mails has those that wait. A mail that was refused is discarded.',
  ],
  'no-such-mail': [404, 'No such mail', 'GET /v1/mails lists those that wait for a decision.'],
  'decided-already': [409, 'Somebody else has decided it otherwise', 'Its record says what was decided, and by whom.'],
  'settled-already': [409, 'It is settled already', 'It was replayed or discarded; its record says by whom.'],
});
