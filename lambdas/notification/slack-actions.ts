import * as z from 'zod';
import { actionId, caseId, jsonIn, noticeId } from '../contracts/index.ts';
import type { Command } from '../case/command.ts';

/** What each button in a message asks for, by its action_id. A button that is not here does nothing. */
export const slackActions: Readonly<Record<string, Command>> = {
  acknowledge: { kind: 'acknowledge', via: 'slack' },
};

/** What a button carries: which case and which message. No secret; whoever clicks is named by Slack, and rights are checked then. */
const buttonValue = z.strictObject({ case: caseId, notice: noticeId });

export interface ButtonSubject {
  readonly caseId: string;
  readonly noticeId: string;
}

export function writeButtonValue(subject: ButtonSubject): string {
  return JSON.stringify({ case: subject.caseId, notice: subject.noticeId });
}

export function readButtonValue(text: string): ButtonSubject | undefined {
  const parsed = buttonValue.safeParse(jsonIn(text));
  return parsed.success ? { caseId: parsed.data.case, noticeId: parsed.data.notice } : undefined;
}

/** What the buttons of a proposal say to it. */
export const slackReplies: Readonly<Record<string, 'approve' | 'refuse'>> = {
  'approve-action': 'approve',
  'refuse-action': 'refuse',
};

/** Buttons that open a page: Slack tells of the click all the same (docs.slack.dev, button element, `url`), and nothing is done by it. */
export const slackLinks: ReadonlySet<string> = new Set(['decide-action', 'take-over', 'open-task', 'open-case']);

/** Which proposal, and by its digest what its reader was shown: what is agreed to is exactly that. */
const replyValue = z.strictObject({ case: caseId, action: actionId, digest: z.string() });

export interface ReplySubject {
  readonly caseId: string;
  readonly actionId: string;
  readonly digest: string;
}

export function writeReplyValue({ caseId: about, actionId: action, digest }: ReplySubject): string {
  return JSON.stringify({ case: about, action, digest });
}

export function readReplyValue(text: string): ReplySubject | undefined {
  const parsed = replyValue.safeParse(jsonIn(text));
  if (!parsed.success) return undefined;
  const { case: about, action, digest } = parsed.data;
  return { caseId: about, actionId: action, digest };
}
