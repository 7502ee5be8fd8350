import * as z from 'zod';
import * as answers from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';
import type { ProblemSlug } from '../problems.ts';
import {
  mailCommands,
  quarantineCommands,
  quarantineQuery,
  registration,
  replaying,
  sourceCommands,
} from '../requests.ts';
import { sourceWish } from '../../source.ts';

const proof = 'person';
const version = z.object({
  etag: z.string().meta({ description: 'Version of the source; a change names it in If-Match.' }),
});
const registered = version.extend({
  location: z.string().meta({ description: 'Where it is read, relative to this call: `sources/easypost`.' }),
});

interface Told {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly problems?: readonly ProblemSlug[];
}

const looks = (told: Told, answer: Operation['answers'][number]): Operation => ({
  ...told,
  tag: 'Sources',
  proof,
  right: 'see-sources',
  answers: { 200: answer },
  problems: [...PERSON, ...(told.problems ?? [])],
});

const changes = (told: Told, body: z.ZodType, status: 200 | 201 = 200): Operation => ({
  ...told,
  tag: 'Sources',
  proof,
  right: 'administer-sources',
  body: bodyOf(body),
  answers: {
    [status]: {
      description: 'The source as it is now.',
      content: json(answers.sourceChange),
      headers: status === 201 ? registered : version,
    },
  },
  problems: [...PERSON, 'invalid-request', ...(told.problems ?? [])],
});

const QUARANTINE = { tag: 'Quarantine', proof } as const;
const MAILS = { tag: 'Mails', proof, right: 'decide-mail' } as const;

export const sourceOperations = {
  'GET /v1/sources': looks(
    { id: 'listSources', summary: 'List sources' },
    {
      description: 'All sources.',
      content: json(answers.sourceList),
    },
  ),
  'POST /v1/sources': changes(
    {
      id: 'registerSource',
      summary: 'Register a source',
      description:
        'Makes its path, key, plan tier and secret; the secret is told once. Asked again after a failure with the same content, it goes on.',
      problems: ['source-exists-already', 'source-secret-unfit'],
    },
    registration,
    201,
  ),
  'GET /v1/sources/{sourceId}': looks(
    { id: 'readSource', summary: 'Read a source', problems: ['source-no-such-source'] },
    { description: 'The source.', content: json(answers.sourceView), headers: version },
  ),
  'PUT /v1/sources/{sourceId}': {
    ...changes(
      {
        id: 'changeSource',
        summary: 'Change a source',
        description: 'The whole of it, as it shall be. If-Match names the version that was seen.',
        problems: ['source-no-such-source', 'source-changed-meanwhile', 'source-secret-unfit', 'version-required'],
      },
      sourceWish,
    ),
    headers: z.object({ 'if-match': z.string().meta({ description: 'What GET has said in ETag.' }) }),
  },
  'GET /v1/sources/{sourceId}/history': looks(
    {
      id: 'readSourceHistory',
      summary: 'Read the history of a source',
      description: 'Who did what to it, and when.',
      problems: ['source-no-such-source'],
    },
    { description: 'All acts.', content: json(answers.sourceHistory) },
  ),
  'GET /v1/sources/{sourceId}/files': looks(
    {
      id: 'listFiles',
      summary: 'List the files of a source',
      description: 'What became of the 100 newest files of its inbox.',
      problems: ['source-no-such-source'],
    },
    { description: 'Its files.', content: json(answers.fileList) },
  ),
  'POST /v1/sources/{sourceId}/switch-on': changes(
    {
      id: 'switchSourceOn',
      summary: 'Switch a source on',
      problems: ['source-no-such-source', 'source-changed-meanwhile', 'source-not-complete'],
    },
    sourceCommands['switch-on'],
  ),
  'POST /v1/sources/{sourceId}/switch-off': changes(
    {
      id: 'switchSourceOff',
      summary: 'Switch a source off',
      description: 'Within a minute nobody is known by its path.',
      problems: ['source-no-such-source', 'source-changed-meanwhile', 'source-not-complete'],
    },
    sourceCommands['switch-off'],
  ),
  'POST /v1/sources/{sourceId}/rotate-secret': changes(
    {
      id: 'rotateSecret',
      summary: 'Give a source a new secret',
      description: 'The one before stays valid until it is retired.',
      problems: [
        'source-no-such-source',
        'source-changed-meanwhile',
        'source-secret-unfit',
        'source-no-secret',
        'source-rotation-under-way',
      ],
    },
    sourceCommands['rotate-secret'],
  ),
  'POST /v1/sources/{sourceId}/retire-secret': changes(
    {
      id: 'retireSecret',
      summary: 'Retire the secret before the current one',
      description: 'Within five minutes it is not valid any more.',
      problems: ['source-no-such-source', 'source-changed-meanwhile', 'source-no-secret'],
    },
    sourceCommands['retire-secret'],
  ),

  'GET /v1/sources/{sourceId}/quarantine': {
    ...QUARANTINE,
    id: 'listQuarantine',
    summary: 'List payloads in quarantine',
    right: 'see-quarantine',
    query: quarantineQuery,
    answers: { 200: { description: 'A page of them.', content: json(answers.quarantineList) } },
    problems: [...PERSON, 'invalid-request', 'source-no-such-source'],
  },
  'GET /v1/sources/{sourceId}/quarantine/{quarantineId}': {
    ...QUARANTINE,
    id: 'readQuarantined',
    summary: 'Look at a payload in quarantine',
    description: 'With the payload: whole for whoever has the right see-quarantined-payload, redacted for others.',
    right: 'see-quarantine',
    answers: { 200: { description: 'It, and its payload.', content: json(answers.quarantineView) } },
    problems: [...PERSON, 'quarantine-no-such-payload'],
  },
  'POST /v1/sources/{sourceId}/quarantine/{quarantineId}/replay': {
    ...QUARANTINE,
    id: 'replayQuarantined',
    summary: 'Replay a payload',
    description:
      'Reads it by the registration and translator of today, as of when it came. Asked twice, the same reports are the same signals.',
    right: 'mend-quarantine',
    body: bodyOf(quarantineCommands.replay),
    answers: { 200: { description: 'What became of it.', content: json(answers.replayed) } },
    problems: [
      ...PERSON,
      'invalid-request',
      'source-no-such-source',
      'no-translator',
      'quarantine-no-such-payload',
      'quarantine-is-a-file',
      'quarantine-is-a-mail',
      'quarantine-payload-gone',
    ],
  },
  'POST /v1/sources/{sourceId}/quarantine/{quarantineId}/discard': {
    ...QUARANTINE,
    id: 'discardQuarantined',
    summary: 'Discard a payload',
    description: 'Nobody has to look at it any more; it stays on record, with the reason.',
    right: 'mend-quarantine',
    body: bodyOf(quarantineCommands.discard),
    answers: { 200: { description: 'It, discarded.', content: json(answers.quarantinedPayload) } },
    problems: [...PERSON, 'invalid-request', 'quarantine-no-such-payload', 'quarantine-settled-already'],
  },
  'GET /v1/mails': {
    ...MAILS,
    id: 'listMails',
    summary: 'List mails that wait for a decision',
    description: 'Of all mailboxes, the oldest first, with what we would take them for; 100 at most.',
    answers: { 200: { description: 'The mails.', content: json(answers.mailList) } },
    problems: PERSON,
  },
  'GET /v1/sources/{sourceId}/mails/{mailId}': {
    ...MAILS,
    id: 'readMail',
    summary: 'Read a mail that waits for a decision',
    answers: { 200: { description: 'It, with its words.', content: json(answers.mailView) } },
    problems: [...PERSON, 'quarantine-no-such-mail'],
  },
  'POST /v1/sources/{sourceId}/mails/{mailId}/decide': {
    ...MAILS,
    id: 'decideMail',
    summary: 'Decide what a mail reports',
    description:
      'Trouble, a case that it belongs to, or nothing. The first decision holds; the same one again does no harm.',
    body: bodyOf(mailCommands.decide),
    answers: {
      200: { description: 'It, decided, and the signals that it has become.', content: json(answers.mailDecided) },
    },
    problems: [
      ...PERSON,
      'invalid-request',
      'source-no-such-source',
      'quarantine-no-such-mail',
      'quarantine-decided-already',
      'case-not-open',
    ],
  },
  'POST /v1/sources/{sourceId}/replay-quarantine': {
    ...QUARANTINE,
    id: 'replayQuarantine',
    summary: 'Replay all payloads of a source',
    description: 'A page of what is open, as far as time allows; go on with `after`.',
    right: 'mend-quarantine',
    body: bodyOf(replaying),
    answers: { 200: { description: 'What became of each.', content: json(answers.replayedPage) } },
    problems: [...PERSON, 'invalid-request', 'source-no-such-source', 'no-translator'],
  },
} satisfies Readonly<Record<string, Operation>>;
