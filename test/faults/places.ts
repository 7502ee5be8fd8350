import type { CallDescription } from '../../local/kernel/kernel.ts';
import type { Provisioned } from '../../local/template/provision.ts';

/** Where in the application a call is made: by whom, and what it asks for. */
export interface Place {
  /** Function, workflow or AWS service. */
  readonly who: string;
  readonly asks: string;
  /** `function`: from within a handler. `workflow`: a task of a state machine. `poller`: an event source mapping. `service`: a delivery. */
  readonly by: 'function' | 'workflow' | 'poller' | 'service' | 'partner';
}

/** Stands for the rest of a name that was too long. */
export const CUT = '…';

/** `fairlead-dev-case-flow-RelayJournalFunctionD140E2CF` is RelayJournal, and so is its role. One that was too long was cut, and has a digest at its end. */
export function shortName(physicalName: string): string {
  const cut = /([A-Za-z]+)-[0-9a-f]{8}$/.exec(physicalName)?.[1];
  // A function and its role are one, however little is left of the word.
  if (cut !== undefined) return `${cut.replace(/(?:Fu[a-z]{0,6}|Ro[a-z]{0,2}|F|R)$/, '')}${CUT}`;
  return /([A-Za-z]+?)(?:Function|Role|Machine|Queue)?[0-9A-F]{8}$/.exec(physicalName)?.[1] ?? physicalName;
}

const POLLED = new Set(['sqs', 'dynamodbstreams']);

/** Workflows and functions of the template, by their short names: nobody has to remember to list a new one. */
export function namesOf(provisioned: Provisioned, type: string): ReadonlySet<string> {
  return new Set(provisioned.resources.flatMap((each) => (each.type === type ? [shortName(each.logicalId)] : [])));
}

/** Undefined for calls of the account's owner: those are the tester's own. */
export function placeOf(
  { principal, service, operation, input }: CallDescription,
  workflows: ReadonlySet<string>,
): Place | undefined {
  const asks = `${service}:${operation}${nameOf(service, input)}`;
  switch (principal.kind) {
    case 'root':
      return undefined;
    case 'service':
      return { who: principal.service.replace('.amazonaws.com', ''), asks, by: 'service' };
    case 'role': {
      if (principal.invocation !== undefined) {
        return { who: shortName(principal.invocation.functionName), asks, by: 'function' };
      }
      const who = shortName(principal.roleArn.split('/').at(-1) ?? '');
      if (workflows.has(who)) return { who, asks, by: 'workflow' };
      return { who, asks, by: POLLED.has(service) ? 'poller' : 'service' };
    }
  }
}

/** Of a delivery: to whom it goes. */
function nameOf(service: string, input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  if (service === 'lambda' && 'FunctionName' in input) return ` ${shortName(lastPart(input.FunctionName))}`;
  if (service === 'sqs' && 'QueueUrl' in input) return ` ${shortName(lastPart(input.QueueUrl))}`;
  return '';
}

function lastPart(value: unknown): string {
  return String(value).split(/[:/]/).at(-1) ?? '';
}
