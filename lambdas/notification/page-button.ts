import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';

interface PageButton {
  readonly action: 'open-task' | 'open-case';
  readonly label: string;
  readonly url: string;
}

/** What is clicked in a message that asks for something, and for none of the acts that have a button of their own. */
export function pageButton(message: Message): PageButton | undefined {
  const { acknowledgeUrl, decideUrl, takeOverUrl, taskUrl, caseUrl, nextStep } = message;
  if (acknowledgeUrl !== undefined || decideUrl !== undefined || takeOverUrl !== undefined) return undefined;
  if (taskUrl !== undefined) return { action: 'open-task', label: 'Say how it stands', url: taskUrl };
  return nextStep === undefined || caseUrl === undefined
    ? undefined
    : { action: 'open-case', label: 'Look at the case', url: caseUrl };
}

/** Further ways; to the case as well, where no button leads there. */
export function furtherOf(message: Message): readonly Line[] {
  const { further, caseUrl } = message;
  return caseUrl === undefined || pageButton(message)?.action === 'open-case'
    ? further
    : [...further, { said: '', label: 'The case as it is now', url: caseUrl }];
}
