import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { EVENT_SOURCE } from '../../contracts/index.ts';
import type { ActionInput, CaseEvent, JournalEntry, LifecycleInput } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';
import { isWaking } from '../is-waking.ts';
import { erasePersonal } from '../chain.ts';
import { executionOfAction } from '../executions.ts';
import { actionTokenSk } from '../keys.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import type { OutboxEntry } from './outbox-item.ts';
import { dropToken, markPublished, readToken } from './outbox-store.dynamo.ts';

export type Relay = (outgoing: OutboxEntry) => Promise<void>;

export interface RelayTargets {
  readonly eventBus: string;
  readonly lifecycleArn: string;
  readonly actionArn: string;
}

/** Happenings that begin a new execution of the lifecycle. */
const STARTING: ReadonlySet<JournalEntry['happening']['what']> = new Set([
  'CaseOpened',
  'CaseReopened',
  'LifecycleRestarted',
]);
/** A token that is no longer waited for: what it was to say is decided already. */
const ALREADY_DECIDED = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/**
 * Makes what was committed happen: the execution starts, the waiting one wakes, the world hears of it; then the entry is marked as published. Each step may
 * be done twice without harm, and the mark comes last, so that a death on the way leads to a second time and never to none.
 */
export function createRelay(store: CaseStore, targets: RelayTargets): Relay {
  const states = connect(SFNClient);
  const events = connect(EventBridgeClient);

  const start = async ({ entry, generation, triaged, asks }: OutboxEntry): Promise<void> => {
    const input: LifecycleInput = {
      caseId: entry.caseId,
      generation,
      traceparent: entry.traceparent,
      triage: !triaged,
      asks: [...asks],
    };
    await execute(targets.lifecycleArn, `${entry.caseId}-${String(generation)}`, input);
  };
  const execute = async (machine: string, name: string, input: LifecycleInput | ActionInput): Promise<void> => {
    const start = new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) });
    await unless(['ExecutionAlreadyExists'], states.send(start));
  };
  const wake = async (caseId: string, sk?: string): Promise<void> => {
    const waiting = await readToken(store, caseId, sk);
    if (waiting === undefined) return;
    await unless(ALREADY_DECIDED, states.send(new SendTaskSuccessCommand({ taskToken: waiting.token, output: '{}' })));
    await dropToken(store, caseId, waiting.token, sk);
  };
  const moveAction = async ({ caseId, traceparent, happening }: JournalEntry): Promise<void> => {
    const execution = executionOfAction(happening);
    if (execution === undefined) return;
    if (execution.move === 'wake') {
      await wake(caseId, actionTokenSk(execution.actionId));
      return;
    }
    const { actionId, generation } = execution;
    const input: ActionInput = { caseId, actionId, generation, traceparent };
    await execute(targets.actionArn, `${actionId}-${String(generation)}`, input);
  };
  const tell = async ({ entry, summary }: OutboxEntry): Promise<void> => {
    const detail = eventOf(entry, summary);
    const { FailedEntryCount = 0, Entries = [] } = await events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: targets.eventBus,
            Source: EVENT_SOURCE,
            DetailType: entry.happening.what,
            Detail: JSON.stringify(detail),
            Time: new Date(entry.at),
          },
        ],
      }),
    );
    if (FailedEntryCount > 0)
      throw new Error(`the bus refused ${entry.happening.what}: ${Entries[0]?.ErrorCode ?? 'no code'}`);
  };

  return async (outgoing) => {
    const { caseId, sequence, happening } = outgoing.entry;
    if (STARTING.has(happening.what)) await start(outgoing);
    if (isWaking(outgoing.entry)) await wake(caseId);
    await moveAction(outgoing.entry);
    await tell(outgoing);
    await markPublished(store, caseId, sequence);
  };
}

/** EventBridge bills per 64 KB and the design keeps events below; the envelope takes its part. */
const LARGEST_DETAIL = 60_000;

/** Events go to whoever subscribes: of personal data the digests, no values; and no facts where they would make the event too large. */
function eventOf(entry: JournalEntry, summary: CaseEvent['case']): CaseEvent {
  const event: CaseEvent = { contract: 'case-event/1', entry: erasePersonal(entry), case: summary };
  if (Buffer.byteLength(JSON.stringify(event)) <= LARGEST_DETAIL) return event;
  const { happening } = event.entry;
  if (!('facts' in happening)) return event;
  return { ...event, entry: { ...event.entry, happening: { ...happening, facts: [] } }, reduced: true };
}

async function unless(names: readonly string[], sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
  }
}
