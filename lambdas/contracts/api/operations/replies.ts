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
    400: refused('The link is not complete, was not made by us, or the form says neither yes nor no.'),
    403: refused('This person may not decide that.'),
    404: refused('There is no such case or proposal.'),
    409: refused('It is not possible now.'),
    410: refused('The link is too old.'),
  },
  problems: [],
});

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
          decision: z.string().optional().meta({ description: '`approve` or `refuse`, of a proposal.' }),
        }),
      },
    },
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
