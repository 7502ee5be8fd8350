import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Operation } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { SqsContext } from './context.ts';
import { parseAttributes } from './message-store.ts';
import type { StoredMessage } from './message-store.ts';
import type { Queue } from './queue.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
const MAX_RATE = 500;
const TICK = 1000;

interface Task {
  readonly handle: string;
  readonly source: string;
  readonly destination: string | null;
  readonly rate: number | null;
  readonly status: string;
  readonly moved: number;
  readonly to_move: number;
  readonly failure: string | null;
  readonly started_at: number;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS sqs_move_tasks (
  handle TEXT PRIMARY KEY, source TEXT NOT NULL, destination TEXT, rate INTEGER, status TEXT NOT NULL, moved INTEGER NOT NULL,
  to_move INTEGER NOT NULL, failure TEXT, started_at INTEGER NOT NULL)`;

const notFound = (): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    'The resource that you specified for the SourceArn parameter does not exist.',
    {
      httpStatusCode: 404,
    },
  );

function queueOf(context: SqsContext, arn: unknown): Queue {
  const queue = context.queues.byArn(arn);
  if (queue === undefined) throw notFound();
  return queue;
}

/** A redriven message counts as new: another id, sent now. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html */
function moveOne(context: SqsContext, message: StoredMessage, target: Queue): void {
  const { kernel, messages, arrivals } = context;
  const now = kernel.now();
  messages.remove(message.id);
  messages.add({
    queue: target.name,
    messageId: kernel.uuid(),
    body: message.body,
    attributes: parseAttributes(message.attributes),
    trace: message.trace ?? undefined,
    sender: message.sender,
    sentAt: now,
    expiresAt: now + target.retention * 1000,
    visibleAt: now,
  });
  arrivals.note(target.name, now);
}

function runTick(context: SqsContext, handle: string): void {
  const { kernel, messages } = context;
  const task = kernel.store.get<Task>('SELECT * FROM sqs_move_tasks WHERE handle = ?', handle);
  if (task === undefined) return;
  if (task.status === 'CANCELLING') {
    kernel.store.run("UPDATE sqs_move_tasks SET status = 'CANCELLED' WHERE handle = ?", handle);
    return;
  }
  const limit = task.rate ?? MAX_RATE;
  const batch = messages.visible(queueOf(context, task.source).name, kernel.now(), limit);
  for (const message of batch) {
    const target = context.queues.byArn(task.destination ?? message.source);
    if (target === undefined) {
      kernel.store.run(
        "UPDATE sqs_move_tasks SET status = 'FAILED', failure = 'CouldNotDetermineMessageSource' WHERE handle = ?",
        handle,
      );
      return;
    }
    moveOne(context, message, target);
    kernel.store.run('UPDATE sqs_move_tasks SET moved = moved + 1 WHERE handle = ?', handle);
  }
  if (batch.length < limit) {
    kernel.store.run("UPDATE sqs_move_tasks SET status = 'COMPLETED' WHERE handle = ?", handle);
  } else {
    kernel.jobs.add('sqs.move', kernel.now() + TICK, { handle }, handle);
  }
}

function start(context: SqsContext, input: any): object {
  refuseUnknown('StartMessageMoveTask', input, ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond']);
  const { kernel, queues } = context;
  const source = queueOf(context, input.SourceArn);
  if (input.DestinationArn !== undefined) queueOf(context, input.DestinationArn);
  if (!queues.all().some((queue) => queue.redrive?.deadLetterArn === source.arn)) {
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
  }
  const rate: number | undefined = input.MaxNumberOfMessagesPerSecond;
  if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > MAX_RATE)) {
    throw new AwsError('InvalidParameterValue', `MaxNumberOfMessagesPerSecond must be between 1 and ${MAX_RATE}.`);
  }
  const active = kernel.store.get(
    'SELECT 1 FROM sqs_move_tasks WHERE source = ? AND status = ?',
    source.arn,
    'RUNNING',
  );
  if (active !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const handle = Buffer.from(`${source.name} ${kernel.uuid()}`).toString('base64');
  kernel.store.run(
    "INSERT INTO sqs_move_tasks VALUES (?, ?, ?, ?, 'RUNNING', 0, ?, NULL, ?)",
    handle,
    source.arn,
    input.DestinationArn ?? null,
    rate ?? null,
    context.messages.count(source.name, kernel.now()).visible,
    kernel.now(),
  );
  kernel.jobs.add('sqs.move', kernel.now(), { handle }, handle);
  context.meter(source, 0);
  return { TaskHandle: handle };
}

function describeTask(task: Task): object {
  return {
    ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.source,
    ...(task.destination === null ? {} : { DestinationArn: task.destination }),
    ...(task.rate === null ? {} : { MaxNumberOfMessagesPerSecond: task.rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.to_move,
    ...(task.failure === null ? {} : { FailureReason: task.failure }),
    StartedTimestamp: task.started_at,
  };
}

function cancel(context: SqsContext, input: any): object {
  const { store } = context.kernel;
  const task = store.get<Task>('SELECT * FROM sqs_move_tasks WHERE handle = ?', String(input.TaskHandle));
  if (task?.status !== 'RUNNING')
    throw new AwsError('ResourceNotFoundException', 'Task does not exist.', { httpStatusCode: 404 });
  store.run("UPDATE sqs_move_tasks SET status = 'CANCELLING' WHERE handle = ?", task.handle);
  return { ApproximateNumberOfMessagesMoved: task.moved };
}

/** Redrive of dead letters; also the console's "Start DLQ redrive". */
export function createMoveTaskOperations(context: SqsContext): Record<string, Operation> {
  const { kernel, queues } = context;
  kernel.store.exec(SCHEMA);
  kernel.jobs.on('sqs.move', (job) => {
    runTick(context, job.payload.handle);
  });
  const on = (action: string, arn: unknown): AuthorizationRequest[] => [
    { action: `sqs:${action}`, resource: String(arn) },
  ];
  return {
    StartMessageMoveTask: {
      authorize: (input) => [
        ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].flatMap((action) =>
          on(action, input.SourceArn),
        ),
        ...keyRequests(kernel, queues.byArn(input.SourceArn)?.keyId, 'sqs', ['kms:Decrypt']),
        ...destinations(context, input).flatMap((queue) => [
          ...on('SendMessage', queue.arn),
          ...keyRequests(kernel, queue.keyId, 'sqs', ['kms:GenerateDataKey', 'kms:Decrypt']),
        ]),
      ],
      run: (input) => start(context, input),
    },
    ListMessageMoveTasks: {
      authorize: (input) => on('ListMessageMoveTasks', input.SourceArn),
      run: (input) => {
        refuseUnknown('ListMessageMoveTasks', input, ['SourceArn', 'MaxResults']);
        const tasks = kernel.store.all<Task>(
          'SELECT * FROM sqs_move_tasks WHERE source = ? ORDER BY started_at DESC, rowid DESC LIMIT ?',
          queueOf(context, input.SourceArn).arn,
          input.MaxResults ?? 1,
        );
        return { Results: tasks.map(describeTask) };
      },
    },
    CancelMessageMoveTask: {
      authorize: (input) => {
        const name = Buffer.from(String(input.TaskHandle), 'base64').toString('utf8').split(' ')[0] ?? '';
        return on('CancelMessageMoveTask', kernel.arn('sqs', name));
      },
      run: (input) => cancel(context, input),
    },
  };
}

function destinations(context: SqsContext, input: any): readonly Queue[] {
  if (input.DestinationArn !== undefined) return [queueOf(context, input.DestinationArn)];
  return context.queues.all().filter((queue) => queue.redrive?.deadLetterArn === input.SourceArn);
}
