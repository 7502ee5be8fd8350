import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { Planner } from './planner.ts';
import { checkName, KNOWN_MEMBERS, readSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { DEFAULT_GROUP } from './store.ts';
import type { ScheduleStore } from './store.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html */
const MAX_RESULTS = 100;

const notFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${what} does not exist.`, { httpStatusCode: 404 });

const groupOf = (input: any): string => input?.GroupName ?? DEFAULT_GROUP;

/** Who hands a role to Scheduler must be allowed to: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role */
function passRole(input: any): readonly AuthorizationRequest[] {
  return [
    {
      action: 'iam:PassRole',
      resource: String(input?.Target?.RoleArn ?? '*'),
      context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    },
  ];
}

function shown(schedule: Schedule): object {
  const { name, group, arn, createdAt, modifiedAt, clientToken, StartDate, EndDate, ...given } = schedule;
  return {
    ...given,
    ScheduleExpressionTimezone: given.ScheduleExpressionTimezone ?? 'UTC',
    ...(StartDate === undefined ? {} : { StartDate: new Date(StartDate) }),
    ...(EndDate === undefined ? {} : { EndDate: new Date(EndDate) }),
    Name: name,
    GroupName: group,
    Arn: arn,
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
  };
}

/** The role must trust Scheduler for this group: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
export function checkRole(kernel: Kernel, group: string, target: any): void {
  kernel.access.assertAssumable?.(target.RoleArn, 'scheduler.amazonaws.com', {
    sourceArn: kernel.arn('scheduler', `schedule-group/${group}`),
  });
}

export function createOperations(
  kernel: Kernel,
  store: ScheduleStore,
  planner: Planner,
): Readonly<Record<string, Operation>> {
  const onSchedule =
    (action: string, passes = false): Operation['authorize'] =>
    (input) => [
      {
        action: `scheduler:${action}`,
        resource: kernel.arn('scheduler', `schedule/${groupOf(input)}/${String(input?.Name)}`),
      },
      ...(passes ? passRole(input) : []),
    ];
  const require = (input: any): Schedule => {
    const found = store.find(groupOf(input), checkName(input.Name));
    if (found === undefined) throw notFound(`Schedule ${String(input.Name)}`);
    return found;
  };
  const checkGroup = (group: string): void => {
    if (!store.hasGroup(group)) throw notFound(`Schedule group ${group}`);
  };
  const isRepeated = (known: Schedule, token: unknown): boolean =>
    known.clientToken !== undefined && known.clientToken === token;

  return {
    CreateSchedule: {
      authorize: onSchedule('CreateSchedule', true),
      run: (input) => {
        refuseUnknown('CreateSchedule', input, [...KNOWN_MEMBERS, 'ClientToken']);
        const name = checkName(input.Name);
        const group = groupOf(input);
        const given = readSchedule(input);
        checkGroup(group);
        const known = store.find(group, name);
        if (known !== undefined) {
          if (isRepeated(known, input.ClientToken)) return { ScheduleArn: known.arn };
          throw new AwsError('ConflictException', `Schedule ${name} already exists.`, { httpStatusCode: 409 });
        }
        checkRole(kernel, group, given.Target);
        const schedule: Schedule = {
          ...given,
          name,
          group,
          arn: kernel.arn('scheduler', `schedule/${group}/${name}`),
          createdAt: kernel.now(),
          modifiedAt: kernel.now(),
          clientToken: input.ClientToken,
        };
        store.keep(schedule);
        planner.plan(schedule);
        return { ScheduleArn: schedule.arn };
      },
    },
    UpdateSchedule: {
      authorize: onSchedule('UpdateSchedule', true),
      run: (input) => {
        refuseUnknown('UpdateSchedule', input, [...KNOWN_MEMBERS, 'ClientToken']);
        const known = require(input);
        if (isRepeated(known, input.ClientToken)) return { ScheduleArn: known.arn };
        // All members that are not given go back to their defaults.
        const given = readSchedule(input);
        checkRole(kernel, known.group, given.Target);
        const { name, group, arn, createdAt } = known;
        const schedule: Schedule = {
          ...given,
          name,
          group,
          arn,
          createdAt,
          modifiedAt: kernel.now(),
          clientToken: input.ClientToken,
        };
        store.keep(schedule);
        planner.plan(schedule);
        return { ScheduleArn: arn };
      },
    },
    GetSchedule: {
      authorize: onSchedule('GetSchedule'),
      run: (input) => {
        refuseUnknown('GetSchedule', input, ['Name', 'GroupName']);
        return shown(require(input));
      },
    },
    DeleteSchedule: {
      authorize: onSchedule('DeleteSchedule'),
      run: (input) => {
        refuseUnknown('DeleteSchedule', input, ['Name', 'GroupName', 'ClientToken']);
        const schedule = require(input);
        planner.cancel(schedule);
        store.remove(schedule.group, schedule.name);
        return {};
      },
    },
    ListSchedules: {
      authorize: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
      run: (input) => {
        refuseUnknown('ListSchedules', input, ['GroupName', 'NamePrefix', 'MaxResults', 'NextToken']);
        const limit = Math.min(MAX_RESULTS, Number(input.MaxResults ?? MAX_RESULTS));
        if (input.GroupName !== undefined) checkGroup(input.GroupName);
        const after = input.NextToken === undefined ? '' : Buffer.from(input.NextToken, 'base64url').toString();
        const found = store.page({
          ...(input.GroupName === undefined ? {} : { group: input.GroupName }),
          prefix: input.NamePrefix ?? '',
          after,
          limit: limit + 1,
        });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          Schedules: page.map((schedule) => ({
            Arn: schedule.arn,
            Name: schedule.name,
            GroupName: schedule.group,
            State: schedule.State,
            CreationDate: new Date(schedule.createdAt),
            LastModificationDate: new Date(schedule.modifiedAt),
            Target: { Arn: schedule.Target.Arn },
          })),
          ...(found.length > limit && last !== undefined
            ? { NextToken: Buffer.from(`${last.group}/${last.name}`).toString('base64url') }
            : {}),
        };
      },
    },
  };
}
