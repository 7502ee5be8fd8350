import * as z from 'zod';
import { jsonIn } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';

/** Slack adds fields as it likes; of those that are read here it says that they are there (docs.slack.dev, "block_actions payload"). */
const blockActions = z.looseObject({
  type: z.literal('block_actions'),
  user: z.looseObject({ id: z.string().min(1) }),
  response_url: z.url().optional(),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().optional() })).min(1),
});
const interaction = z.looseObject({ type: z.string() });

/** A click on a button in a message. */
export interface Click {
  readonly slackUser: string;
  readonly action: string;
  readonly value: string;
  /** Where a message for the eyes of this user goes to. */
  readonly responseUrl: string | undefined;
}

export type Interaction =
  | { readonly kind: 'click'; readonly click: Click }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'malformed'; readonly problem: Problem };

/** What a form-encoded body of Slack asks for. Its signature was checked before. */
export function readInteraction(body: string): Interaction {
  const payload = new URLSearchParams(body).get('payload');
  if (payload === null) return malformed('payload', 'Send a form with the field payload, as Slack does.');
  const value = jsonIn(payload);
  const kind = interaction.safeParse(value);
  if (!kind.success) return malformed('payload', 'The field payload holds no JSON object with a type.');
  if (kind.data.type !== 'block_actions') return { kind: 'other', type: kind.data.type };
  const parsed = blockActions.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return malformed(`payload/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'It is not what Slack sends.');
  }
  const { user, response_url: responseUrl, actions } = parsed.data;
  const [action] = actions;
  return {
    kind: 'click',
    click: { slackUser: user.id, action: action?.action_id ?? '', value: action?.value ?? '', responseUrl },
  };
}

function malformed(pointer: string, mend: string): Interaction {
  return {
    kind: 'malformed',
    problem: {
      type: 'https://fairlead.dev/problems/unreadable-interaction',
      title: 'The interaction could not be read',
      status: 400,
      errors: [{ pointer, detail: 'It is missing or has another form.', mend }],
    },
  };
}
