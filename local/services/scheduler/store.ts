import type { Kernel } from '../../kernel/types.ts';
import type { Schedule, ScheduleInput } from './schedule.ts';

interface Row {
  readonly group_name: string;
  readonly name: string;
  readonly given: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly client_token: string | null;
}

interface Group {
  readonly name: string;
  readonly created_at: number;
}

export interface ScheduleStore {
  find(group: string, name: string): Schedule | undefined;
  keep(schedule: Schedule): void;
  remove(group: string, name: string): void;
  /** By name; `after` is the last one of the page before, as `group/name`. */
  page(filter: { group?: string; prefix: string; after: string; limit: number }): readonly Schedule[];
  hasGroup(name: string): boolean;
  addGroup(name: string): void;
  /** What the template has put there, and the text it was made from. */
  templateText(key: string): string | undefined;
  setTemplateText(key: string, text: string): void;
  forgetTemplate(key: string): void;
  templateKeys(): readonly string[];
}

export const DEFAULT_GROUP = 'default';

const givenOf = (schedule: Schedule): ScheduleInput => {
  const { name, group, arn, createdAt, modifiedAt, clientToken, ...given } = schedule;
  return given;
};

export function createScheduleStore(kernel: Kernel): ScheduleStore {
  const { store } = kernel;
  store.exec(`
    CREATE TABLE IF NOT EXISTS scheduler_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS scheduler_schedules (
      group_name TEXT NOT NULL, name TEXT NOT NULL, given TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
      client_token TEXT, PRIMARY KEY (group_name, name));
    CREATE TABLE IF NOT EXISTS scheduler_template (key TEXT PRIMARY KEY, text TEXT NOT NULL);
  `);
  const toSchedule = (row: Row): Schedule => {
    const given: ScheduleInput = JSON.parse(row.given);
    return {
      ...given,
      name: row.name,
      group: row.group_name,
      arn: kernel.arn('scheduler', `schedule/${row.group_name}/${row.name}`),
      createdAt: row.created_at,
      modifiedAt: row.modified_at,
      clientToken: row.client_token ?? undefined,
    };
  };
  return {
    find: (group, name) => {
      const row = store.get<Row>('SELECT * FROM scheduler_schedules WHERE group_name = ? AND name = ?', group, name);
      return row === undefined ? undefined : toSchedule(row);
    },
    keep: (schedule) => {
      store.run(
        'INSERT OR REPLACE INTO scheduler_schedules (group_name, name, given, created_at, modified_at, client_token) VALUES (?, ?, ?, ?, ?, ?)',
        schedule.group,
        schedule.name,
        JSON.stringify(givenOf(schedule)),
        schedule.createdAt,
        schedule.modifiedAt,
        schedule.clientToken ?? null,
      );
    },
    remove: (group, name) => {
      store.run('DELETE FROM scheduler_schedules WHERE group_name = ? AND name = ?', group, name);
    },
    page: ({ group, prefix, after, limit }) => {
      const [afterGroup = '', afterName = ''] = after.split('/');
      const rows =
        group === undefined
          ? store.all<Row>(
              'SELECT * FROM scheduler_schedules WHERE (group_name, name) > (?, ?) AND substr(name, 1, length(?)) = ? ORDER BY group_name, name LIMIT ?',
              afterGroup,
              afterName,
              prefix,
              prefix,
              limit,
            )
          : store.all<Row>(
              'SELECT * FROM scheduler_schedules WHERE group_name = ? AND name > ? AND substr(name, 1, length(?)) = ? ORDER BY name LIMIT ?',
              group,
              afterName,
              prefix,
              prefix,
              limit,
            );
      return rows.map(toSchedule);
    },
    hasGroup: (name) =>
      name === DEFAULT_GROUP || store.get<Group>('SELECT * FROM scheduler_groups WHERE name = ?', name) !== undefined,
    addGroup: (name) => {
      store.run('INSERT OR IGNORE INTO scheduler_groups (name, created_at) VALUES (?, ?)', name, kernel.now());
    },
    templateText: (key) =>
      store.get<{ readonly text: string }>('SELECT text FROM scheduler_template WHERE key = ?', key)?.text,
    setTemplateText: (key, text) => {
      store.run('INSERT OR REPLACE INTO scheduler_template (key, text) VALUES (?, ?)', key, text);
    },
    forgetTemplate: (key) => {
      store.run('DELETE FROM scheduler_template WHERE key = ?', key);
    },
    templateKeys: () => store.all<{ readonly key: string }>('SELECT key FROM scheduler_template').map(({ key }) => key),
  };
}
