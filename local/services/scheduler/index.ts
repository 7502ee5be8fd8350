import type { Kernel, ResourceType, Service } from '../../kernel/types.ts';
import { checkRole, createOperations } from './operations.ts';
import { createPlanner } from './planner.ts';
import { KNOWN_MEMBERS, readSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { createScheduleStore, DEFAULT_GROUP } from './store.ts';
import type { ScheduleStore } from './store.ts';

function groupType(kernel: Kernel, store: ScheduleStore): ResourceType {
  return {
    type: 'AWS::Scheduler::ScheduleGroup',
    properties: ['Name'],
    ignored: { Tags: 'no policy condition on tags is accepted' },
    create: ({ properties, physicalName }) => {
      const name: string = properties.Name ?? physicalName;
      store.addGroup(name);
      const arn = kernel.arn('scheduler', `schedule-group/${name}`);
      return { ref: name, attributes: { Arn: arn, State: 'ACTIVE' } };
    },
  };
}

/** Amazon EventBridge Scheduler. */
export function createScheduler(kernel: Kernel): Service {
  const store = createScheduleStore(kernel);
  const planner = createPlanner(kernel, store);
  /** Schedules of the template, by `group/name`. */
  const declared = new Map<string, { readonly schedule: Schedule; readonly text: string }>();

  const scheduleType: ResourceType = {
    type: 'AWS::Scheduler::Schedule',
    properties: KNOWN_MEMBERS,
    create: ({ properties, physicalName }) => {
      const name: string = properties.Name ?? physicalName;
      const group: string = properties.GroupName ?? DEFAULT_GROUP;
      const given = readSchedule(properties);
      checkRole(kernel, group, given.Target);
      const arn = kernel.arn('scheduler', `schedule/${group}/${name}`);
      const now = kernel.now();
      const schedule: Schedule = {
        ...given,
        name,
        group,
        arn,
        createdAt: now,
        modifiedAt: now,
        clientToken: undefined,
      };
      declared.set(`${group}/${name}`, { schedule, text: JSON.stringify(given) });
      return { ref: name, attributes: { Arn: arn } };
    },
  };

  /** As an update of the stack: what has not changed goes on as it is, also when it has run to its end. */
  const start = (): void => {
    for (const key of store.templateKeys()) {
      if (declared.has(key)) continue;
      const [group = '', name = ''] = key.split('/');
      const gone = store.find(group, name);
      if (gone !== undefined) planner.cancel(gone);
      store.remove(group, name);
      store.forgetTemplate(key);
    }
    for (const [key, { schedule, text }] of declared) {
      if (store.templateText(key) === text) continue;
      store.setTemplateText(key, text);
      store.keep(schedule);
      planner.plan(schedule);
    }
  };

  return {
    name: 'scheduler',
    operations: createOperations(kernel, store, planner),
    resourceTypes: [groupType(kernel, store), scheduleType],
    start,
  };
}
