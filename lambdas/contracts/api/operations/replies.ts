import * as z from 'zod';
import type { Operation } from '../operation.ts';

const page = { 'text/html': z.string().meta({ description: 'A page for a person, without scripts.' }) };
const refused = (description: string) => ({ description, content: page });

const link = (id: string, summary: string, description: string): Operation => ({
  id,
  tag: 'Links in messages',
  summary,
  description,
  proof: 'link',
  answers: {
    200: { description: 'The page.', content: page },
    400: refused('The link is not complete, was not made by us, or something is missing in the form.'),
    403: refused('This person may not decide that, or the form does not come from the page.'),
    404: refused('There is no such case, proposal or mail.'),
    409: refused('It is not possible now.'),
    410: refused('The link is too old.'),
  },
  problems: [],
});

const optOutAnswers = {
  200: { description: 'The page.', content: page },
  400: refused('The link is not complete, was not made by us, or nothing was asked for.'),
};

export const replyOperations = {
  'GET /v1/replies/{token}': link(
    'lookAtLink',
    'What a link in a message would do',
    'Changes nothing, so that a mail scanner that opens links changes nothing.',
  ),
  'POST /v1/replies/{token}': {
    ...link('followLink', 'Do what a link in a message is for', 'Asked twice, it is done once.'),
    body: {
      required: false,
      content: {
        'application/x-www-form-urlencoded': z.object({
          decision: z.string().optional().meta({
            description:
              '`approve` or `refuse`, of a proposal; `done`, `tick`, `blocked`, `open` or `not-needed`, of a task.',
          }),
          manner: z.string().optional().meta({ description: 'How a case ended, by the code of its resolution.' }),
          points: z
            .string()
            .optional()
            .meta({ description: 'Of a task: a point of its checklist; as often as wanted.' }),
          note: z.string().optional(),
          reason: z
            .string()
            .optional()
            .meta({ description: 'What has to be said: a note, or why an incident is over.' }),
        }),
      },
    },
  },
  'GET /v1/views/{token}': link(
    'seeByLink',
    'What a link in a message shows',
    'A case as it is now with what its reader may do, the cases of an incident, or those of a shift. Changes nothing; each act is a link of its own.',
  ),
  'GET /v1/mail-replies/{token}': link(
    'lookAtMailLink',
    'The mail that a link in a message asks about',
    'Shows its words, what it may report, and the numbers that were found in it. Changes nothing.',
  ),
  'POST /v1/mail-replies/{token}': {
    ...link(
      'followMailLink',
      'Say what a mail reports',
      'Of two who decide at once the first wins; the other gets a 409.',
    ),
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': z.object({
          form: z.string().meta({ description: 'What the page has put into its form; without it nothing is decided.' }),
          decision: z.enum(['report', 'no-trouble', 'discard']),
          type: z.string().optional().meta({ description: 'Of a report: the exception type.' }),
          reference: z
            .string()
            .optional()
            .meta({ description: 'Of a report: a number that was found, as the page has it; as often as there are.' }),
          number: z.string().optional().meta({ description: 'Of a report: another number.' }),
          kind: z.string().optional().meta({ description: 'What the other number is that of.' }),
          words: z
            .string()
            .optional()
            .meta({ description: 'Has to be said where it reports nothing or is discarded.' }),
        }),
      },
    },
  },
  'GET /v1/partner/{token}': link(
    'lookAtPartnerLink',
    'What a partner is asked about a case',
    'Shows numbers of the goods, the question and a form. Changes nothing.',
  ),
  'POST /v1/partner/{token}': {
    ...link(
      'answerAsPartner',
      'Answer as a partner',
      'With an arrival, a document (PDF, PNG or JPEG, 4 MB) or a note. The same answer twice is one.',
    ),
    body: {
      required: true,
      content: {
        'multipart/form-data': z.object({
          form: z.string().meta({ description: 'What the page has put into its form; without it nothing is taken.' }),
          address: z.string().meta({ description: 'The address that the link was made for.' }),
          arrival: z.string().optional().meta({ description: 'Local date and time, e.g. `2026-03-04T14:00`.' }),
          offset: z.string().optional().meta({ description: 'Of the arrival, e.g. `+01:00`.' }),
          note: z.string().optional(),
          document: z.string().optional().meta({ description: 'The file.' }),
        }),
      },
    },
  },
  'GET /v1/opt-outs/{token}': {
    ...link('lookAtOptOut', 'The way out of messages to customers', 'Changes nothing.'),
    answers: optOutAnswers,
  },
  'POST /v1/opt-outs/{token}': {
    ...link(
      'optOut',
      'End messages to a customer',
      'One click in a mail program (RFC 8058), or the button of the page. Asked twice, it is done once.',
    ),
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': z.object({
          'List-Unsubscribe': z.string().optional().meta({ description: '`One-Click`, by a mail program.' }),
          decision: z.string().optional().meta({ description: '`opt-out`, by the page.' }),
        }),
      },
    },
    answers: optOutAnswers,
  },
  'POST /v1/slack/interactions': {
    id: 'receiveSlackInteraction',
    tag: 'Links in messages',
    summary: 'A click on a button in Slack',
    description: 'Called by Slack. At most 512 KB.',
    proof: 'slack',
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': z.object({
          payload: z.string().meta({ description: 'JSON of a `block_actions` interaction, as Slack sends it.' }),
        }),
      },
    },
    answers: {
      200: { description: 'Done, or nothing to do; whoever clicked is told in Slack.' },
      401: { description: 'The signature of Slack is missing or wrong.' },
      413: { description: 'Larger than anything that Slack sends.' },
    },
    problems: ['unreadable-interaction', 'too-many-requests'],
  },
} satisfies Readonly<Record<string, Operation>>;
