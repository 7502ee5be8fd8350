import { AwsError } from '../../kernel/errors.ts';
import type { Job, Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { Archives } from './archive.ts';
import type { BusEvent } from './bus-event.ts';
import type { Dispatch } from './dispatch.ts';
import type { Buses } from './rules.ts';

const KIND = 'eventbridge.replay';
/** Events a turn, so that a long replay leaves room for others. */
const PAGE = 100;

interface Row {
  readonly name: string;
  readonly archive_arn: string;
  readonly bus_arn: string;
  readonly filter_arns: string;
  readonly description: string | null;
  readonly from_time: number;
  readonly to_time: number;
  readonly state: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly last_time: number | null;
  readonly after_ord: number;
}

const ENDED = ['COMPLETED', 'CANCELLED', 'FAILED'];
const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
export function createReplays(
  kernel: Kernel,
  buses: Buses,
  archives: Archives,
  dispatch: Dispatch,
): Readonly<Record<string, Operation>> {
  const { store, jobs } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS eventbridge_replays (
    name TEXT PRIMARY KEY, archive_arn TEXT NOT NULL, bus_arn TEXT NOT NULL, filter_arns TEXT NOT NULL, description TEXT,
    from_time INTEGER NOT NULL, to_time INTEGER NOT NULL, state TEXT NOT NULL, started_at INTEGER NOT NULL,
    ended_at INTEGER, last_time INTEGER, after_ord INTEGER NOT NULL)`);
  const arnOf = (name: unknown): string => kernel.arn('events', `replay/${String(name)}`);
  const find = (name: unknown): Row | undefined =>
    store.get<Row>('SELECT * FROM eventbridge_replays WHERE name = ?', String(name));
  const require = (name: unknown): Row => {
    const row = find(name);
    if (row === undefined) throw new AwsError('ResourceNotFoundException', `Replay ${String(name)} does not exist.`);
    return row;
  };
  const end = (name: string, state: string): void => {
    store.run('UPDATE eventbridge_replays SET state = ?, ended_at = ? WHERE name = ?', state, kernel.now(), name);
  };

  /** Replays promise no order, so within a page there is none. */
  const shuffled = <T>(items: readonly T[]): readonly T[] =>
    items
      .map((item) => ({ item, rank: kernel.random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);

  const run = (row: Row): void => {
    const archive = archives.find(row.archive_arn);
    const bus = buses.find(row.bus_arn);
    if (archive === undefined || bus === undefined) {
      end(row.name, 'FAILED');
      return;
    }
    const range = { from: row.from_time, to: row.to_time, after: row.after_ord, limit: PAGE };
    const page = archives.page(archive, range);
    const filter = new Set<string>(JSON.parse(row.filter_arns));
    let lastTime = row.last_time ?? 0;
    for (const { body } of shuffled(page)) {
      const archived: BusEvent = JSON.parse(body);
      const event = { ...archived, 'replay-name': row.name };
      lastTime = Math.max(lastTime, Date.parse(event.time));
      dispatch(
        bus,
        { event, ingestedAt: kernel.now(), trace: undefined },
        (rule) => filter.size === 0 || filter.has(rule.arn),
      );
    }
    kernel.meter.count('eventbridge', 'ReplayEvents', page.length, bus.name);
    store.run(
      'UPDATE eventbridge_replays SET state = ?, after_ord = ?, last_time = ? WHERE name = ?',
      'RUNNING',
      page.at(-1)?.ord ?? row.after_ord,
      lastTime,
      row.name,
    );
    if (page.length < PAGE) end(row.name, 'COMPLETED');
    else jobs.add(KIND, kernel.now(), null, row.name);
  };
  jobs.on(KIND, (job: Job) => {
    const row = find(job.key);
    if (row === undefined) return;
    if (row.state === 'CANCELLING') end(row.name, 'CANCELLED');
    else if (!ENDED.includes(row.state)) run(row);
  });

  const start = (input: any): object => {
    refuseUnknown('StartReplay', input, [
      'ReplayName',
      'Description',
      'EventSourceArn',
      'EventStartTime',
      'EventEndTime',
      'Destination',
    ]);
    refuseUnknown('Destination of StartReplay', input.Destination, ['Arn', 'FilterArns']);
    const archive = archives.find(input.EventSourceArn);
    if (archive === undefined) {
      throw new AwsError('ResourceNotFoundException', `Archive ${String(input.EventSourceArn)} does not exist.`);
    }
    if (find(input.ReplayName) !== undefined) {
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${String(input.ReplayName)} already exists.`);
    }
    const from = new Date(input.EventStartTime).getTime();
    const to = new Date(input.EventEndTime).getTime();
    if (!(from < to)) {
      throw invalid('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');
    }
    if (input.Destination?.Arn !== archive.busArn) {
      throw invalid('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
    }
    const filters: readonly string[] = input.Destination.FilterArns ?? [];
    for (const arn of filters) {
      if (buses.findRule(arn) === undefined)
        throw invalid(`Parameter FilterArns is not valid. Reason: Rule ${arn} does not exist.`);
    }
    store.run(
      `INSERT INTO eventbridge_replays (name, archive_arn, bus_arn, filter_arns, description, from_time, to_time, state, started_at, after_ord)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'STARTING', ?, 0)`,
      input.ReplayName,
      archive.arn,
      archive.busArn,
      JSON.stringify(filters),
      input.Description ?? null,
      from,
      to,
      kernel.now(),
    );
    jobs.add(KIND, kernel.now(), null, input.ReplayName);
    return { ReplayArn: arnOf(input.ReplayName), State: 'STARTING', ReplayStartTime: new Date(kernel.now()) };
  };

  const describe = (row: Row): object => ({
    ReplayName: row.name,
    ReplayArn: arnOf(row.name),
    State: row.state,
    EventSourceArn: row.archive_arn,
    Destination: { Arn: row.bus_arn, FilterArns: JSON.parse(row.filter_arns) },
    EventStartTime: new Date(row.from_time),
    EventEndTime: new Date(row.to_time),
    ReplayStartTime: new Date(row.started_at),
    ...(row.description === null ? {} : { Description: row.description }),
    ...(row.last_time === null ? {} : { EventLastReplayedTime: new Date(row.last_time) }),
    ...(row.ended_at === null ? {} : { ReplayEndTime: new Date(row.ended_at) }),
  });

  const onReplay =
    (action: string): Operation['authorize'] =>
    (input) => [{ action: `events:${action}`, resource: arnOf(input?.ReplayName) }];
  return {
    StartReplay: {
      authorize: (input) => [
        ...onReplay('StartReplay')(input),
        { action: 'events:StartReplay', resource: String(input?.EventSourceArn) },
      ],
      run: start,
    },
    DescribeReplay: {
      authorize: onReplay('DescribeReplay'),
      run: (input) => {
        refuseUnknown('DescribeReplay', input, ['ReplayName']);
        return describe(require(input.ReplayName));
      },
    },
    CancelReplay: {
      authorize: onReplay('CancelReplay'),
      run: (input) => {
        refuseUnknown('CancelReplay', input, ['ReplayName']);
        const row = require(input.ReplayName);
        if (ENDED.includes(row.state) || row.state === 'CANCELLING') {
          throw new AwsError(
            'IllegalStatusException',
            `Replay ${row.name} is not in a valid state for this operation.`,
          );
        }
        store.run("UPDATE eventbridge_replays SET state = 'CANCELLING' WHERE name = ?", row.name);
        return { ReplayArn: arnOf(row.name), State: 'CANCELLING' };
      },
    },
  };
}
