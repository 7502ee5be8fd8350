import * as z from 'zod';
import { caseId, jsonIn, noticeId } from '../contracts/index.ts';
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
