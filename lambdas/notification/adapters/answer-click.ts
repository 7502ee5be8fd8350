import { performCommand } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { answerToClick, clickRefusals } from '../answer-to-click.ts';
import type { Click } from '../read-interaction.ts';
import { readButtonValue, slackActions } from '../slack-actions.ts';

export interface ClickOutcome {
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'unknown_person' | 'unknown_case' | 'unknown_button';
  readonly caseId?: string;
  /** What whoever clicked is told; nothing where the message itself will say it. */
  readonly tell?: string;
}

/** Does what a button asks for, as the person of the case's own policy version whose Slack account has clicked it. */
export async function answerClick(
  stores: { readonly cases: CaseStore; readonly packs: PackStore },
  click: Click,
  request: { readonly requestId: string; readonly traceparent: string },
): Promise<ClickOutcome> {
  const command = Object.hasOwn(slackActions, click.action) ? slackActions[click.action] : undefined;
  const subject = readButtonValue(click.value);
  if (command === undefined || subject === undefined)
    return { outcome: 'unknown_button', tell: clickRefusals.unknownButton };
  const { caseId } = subject;
  const record = await stores.cases.load(caseId);
  if (record === undefined) return { outcome: 'unknown_case', tell: clickRefusals.unknownCase };
  const { pack } = await stores.packs.load(record.policyVersion);
  const person = pack.people.find(({ slackId }) => slackId === click.slackUser);
  if (person === undefined) return { outcome: 'unknown_person', caseId, tell: clickRefusals.unknownPerson };

  const actor = { kind: 'person', id: person.id } as const;
  const result = await performCommand(stores, { caseId, actor, ...request }, command);
  switch (result.outcome) {
    case 'changed':
      return { outcome: 'changed', caseId };
    case 'unchanged':
      return { outcome: 'unchanged', caseId, tell: answerToClick(result.record, person, pack, result.why) };
    case 'refused': {
      // As it is now, not as it was when it was first looked at.
      const after = (await stores.cases.load(caseId)) ?? record;
      return { outcome: 'refused', caseId, tell: answerToClick(after, person, pack, result.problem.detail ?? '') };
    }
  }
}
