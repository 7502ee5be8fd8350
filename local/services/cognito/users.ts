import { scryptSync, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import type { UserPool } from './model.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface User {
  readonly username: string;
  readonly sub: string;
  readonly attributes: Attributes;
  readonly enabled: boolean;
  readonly status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';
  readonly created: number;
  readonly modified: number;
  readonly passwordSetAt: number;
}

interface UserRow {
  readonly username: string;
  readonly sub: string;
  readonly attributes: string;
  readonly enabled: number;
  readonly status: User['status'];
  readonly password: string | null;
  readonly password_set_at: number;
  readonly created: number;
  readonly modified: number;
}

export interface Group {
  readonly name: string;
  readonly precedence: number | null;
  readonly role_arn: string | null;
}

export interface Users {
  create(pool: UserPool, signInName: string, attributes: Attributes): User;
  /** By user name, sub, or an attribute that people sign in with. */
  find(pool: UserPool, name: string): User | undefined;
  get(pool: UserPool, name: string): User;
  list(pool: UserPool): User[];
  setPassword(pool: UserPool, user: User, password: string, permanent: boolean): void;
  hasPassword(pool: UserPool, user: User, password: string): boolean;
  setEnabled(pool: UserPool, user: User, enabled: boolean): void;
  setAttributes(pool: UserPool, user: User, attributes: Attributes): void;
  delete(pool: UserPool, user: User): void;
  declareGroup(pool: UserPool, group: Group): void;
  groupExists(pool: UserPool, name: string): boolean;
  join(pool: UserPool, user: User, group: string): void;
  leave(pool: UserPool, user: User, group: string): void;
  groupsOf(pool: UserPool, user: User): Group[];
  membersOf(pool: UserPool, group: string): User[];
}

export function createUsers(kernel: Kernel): Users {
  const { store } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_users (pool_id TEXT NOT NULL, username TEXT NOT NULL, sub TEXT NOT NULL,
    attributes TEXT NOT NULL, enabled INTEGER NOT NULL, status TEXT NOT NULL, password TEXT, password_set_at INTEGER NOT NULL,
    created INTEGER NOT NULL, modified INTEGER NOT NULL, PRIMARY KEY (pool_id, username)) WITHOUT ROWID`);
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_names (pool_id TEXT NOT NULL, name TEXT NOT NULL, username TEXT NOT NULL,
    PRIMARY KEY (pool_id, name)) WITHOUT ROWID`);
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_groups (pool_id TEXT NOT NULL, name TEXT NOT NULL, precedence INTEGER,
    role_arn TEXT, PRIMARY KEY (pool_id, name)) WITHOUT ROWID`);
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_memberships (pool_id TEXT NOT NULL, username TEXT NOT NULL,
    group_name TEXT NOT NULL, PRIMARY KEY (pool_id, username, group_name)) WITHOUT ROWID`);

  const find = (pool: UserPool, name: string): User | undefined => {
    const row = store.get<UserRow>(
      `SELECT u.* FROM cognito_names n JOIN cognito_users u ON u.pool_id = n.pool_id AND u.username = n.username
       WHERE n.pool_id = ? AND n.name = ?`,
      ...[pool.id, folded(pool, name)],
    );
    return row === undefined ? undefined : userOf(row);
  };
  const get = (pool: UserPool, name: string): User => {
    const user = find(pool, name);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  };
  const setPasswordHash = (pool: UserPool, user: User, password: string, status: User['status']): void => {
    const now = kernel.now();
    store.run(
      'UPDATE cognito_users SET password = ?, status = ?, password_set_at = ?, modified = ? WHERE pool_id = ? AND username = ?',
      ...[hash(password, kernel.uuid()), status, now, now, pool.id, user.username],
    );
  };
  const names = (pool: UserPool, user: Pick<User, 'username' | 'sub' | 'attributes'>): string[] => {
    const signIn = pool.usernameAttributes.flatMap((attribute) => user.attributes[attribute] ?? []);
    return [...new Set([user.username, user.sub, ...signIn].map((name) => folded(pool, name)))];
  };

  return {
    find,
    get,
    create: (pool, signInName, given) => {
      const attributes = checkedAttributes(pool, given);
      const sub = kernel.uuid();
      const attribute = pool.usernameAttributes.length === 0 ? undefined : signInAttribute(pool, signInName);
      const user = {
        sub,
        username: attribute === undefined ? folded(pool, signInName) : sub,
        attributes: attribute === undefined ? attributes : { ...attributes, [attribute]: signInName },
      };
      if (names(pool, user).some((name) => find(pool, name) !== undefined)) {
        throw new AwsError('UsernameExistsException', 'User account already exists');
      }
      const now = kernel.now();
      store.run(
        'INSERT INTO cognito_users VALUES (?, ?, ?, ?, 1, ?, NULL, ?, ?, ?)',
        ...[pool.id, user.username, sub, JSON.stringify(user.attributes), 'FORCE_CHANGE_PASSWORD', now, now, now],
      );
      for (const name of names(pool, user)) {
        store.run('INSERT INTO cognito_names VALUES (?, ?, ?)', pool.id, name, user.username);
      }
      return get(pool, user.username);
    },
    list: (pool) =>
      store
        .all<UserRow>('SELECT * FROM cognito_users WHERE pool_id = ? ORDER BY created, username', pool.id)
        .map(userOf),
    setPassword: (pool, user, password, permanent) => {
      assertPassword(pool, password);
      setPasswordHash(pool, user, password, permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD');
    },
    hasPassword: (pool, user, password) => {
      const row = store.get<{ password: string | null }>(
        'SELECT password FROM cognito_users WHERE pool_id = ? AND username = ?',
        ...[pool.id, user.username],
      );
      return row?.password !== undefined && row.password !== null && isHashOf(row.password, password);
    },
    setEnabled: (pool, user, enabled) => {
      store.run(
        'UPDATE cognito_users SET enabled = ?, modified = ? WHERE pool_id = ? AND username = ?',
        ...[enabled ? 1 : 0, kernel.now(), pool.id, user.username],
      );
    },
    setAttributes: (pool, user, given) => {
      const attributes = { ...user.attributes, ...checkedAttributes(pool, given) };
      const changed = names(pool, { ...user, attributes });
      if (changed.some((name) => (find(pool, name)?.username ?? user.username) !== user.username)) {
        throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
      }
      store.run('DELETE FROM cognito_names WHERE pool_id = ? AND username = ?', pool.id, user.username);
      for (const name of changed) store.run('INSERT INTO cognito_names VALUES (?, ?, ?)', pool.id, name, user.username);
      store.run(
        'UPDATE cognito_users SET attributes = ?, modified = ? WHERE pool_id = ? AND username = ?',
        ...[JSON.stringify(attributes), kernel.now(), pool.id, user.username],
      );
    },
    delete: (pool, user) => {
      for (const table of ['cognito_users', 'cognito_names', 'cognito_memberships']) {
        store.run(`DELETE FROM ${table} WHERE pool_id = ? AND username = ?`, pool.id, user.username);
      }
    },
    declareGroup: (pool, group) => {
      store.run(
        'INSERT OR REPLACE INTO cognito_groups VALUES (?, ?, ?, ?)',
        ...[pool.id, group.name, group.precedence, group.role_arn],
      );
    },
    groupExists: (pool, name) =>
      store.get('SELECT 1 FROM cognito_groups WHERE pool_id = ? AND name = ?', pool.id, name) !== undefined,
    join: (pool, user, group) => {
      store.run('INSERT OR IGNORE INTO cognito_memberships VALUES (?, ?, ?)', pool.id, user.username, group);
    },
    leave: (pool, user, group) => {
      store.run(
        'DELETE FROM cognito_memberships WHERE pool_id = ? AND username = ? AND group_name = ?',
        ...[pool.id, user.username, group],
      );
    },
    groupsOf: (pool, user) =>
      store.all(
        `SELECT g.name, g.precedence, g.role_arn FROM cognito_memberships m
         JOIN cognito_groups g ON g.pool_id = m.pool_id AND g.name = m.group_name
         WHERE m.pool_id = ? AND m.username = ? ORDER BY g.precedence IS NULL, g.precedence, g.name`,
        ...[pool.id, user.username],
      ),
    membersOf: (pool, group) =>
      store
        .all<UserRow>(
          `SELECT u.* FROM cognito_memberships m JOIN cognito_users u ON u.pool_id = m.pool_id AND u.username = m.username
           WHERE m.pool_id = ? AND m.group_name = ? ORDER BY u.created, u.username`,
          ...[pool.id, group],
        )
        .map(userOf),
  };
}

function userOf(row: UserRow): User {
  return {
    username: row.username,
    sub: row.sub,
    attributes: JSON.parse(row.attributes),
    enabled: row.enabled === 1,
    status: row.status,
    created: row.created,
    modified: row.modified,
    passwordSetAt: row.password_set_at,
  };
}

function folded(pool: UserPool, name: string): string {
  return pool.caseSensitive ? name : name.toLowerCase();
}

function signInAttribute(pool: UserPool, name: string): 'email' | 'phone_number' {
  const attribute = /^\+\d+$/.test(name) ? 'phone_number' : 'email';
  const valid = attribute === 'phone_number' || /^[^@\s]+@[^@\s]+$/.test(name);
  if (!valid || !pool.usernameAttributes.includes(attribute)) {
    throw new AwsError('InvalidParameterException', `Username should be ${pool.usernameAttributes.join(' or ')}.`);
  }
  return attribute;
}

const standard = new Set([
  ...[
    'address',
    'birthdate',
    'email',
    'email_verified',
    'family_name',
    'gender',
    'given_name',
    'locale',
    'middle_name',
    'name',
  ],
  ...['nickname', 'phone_number', 'phone_number_verified', 'picture', 'preferred_username', 'profile', 'updated_at'],
  ...['website', 'zoneinfo'],
]);

function checkedAttributes(pool: UserPool, attributes: Attributes): Attributes {
  for (const name of Object.keys(attributes)) {
    if (standard.has(name) || pool.customAttributes.has(name)) continue;
    throw new AwsError(
      'InvalidParameterException',
      `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.`,
    );
  }
  return attributes;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
function assertPassword({ passwords }: UserPool, password: string): void {
  const complaint = [
    [password.length >= passwords.minimumLength, 'Password not long enough'],
    [!passwords.lowercase || /[a-z]/.test(password), 'Password must have lowercase characters'],
    [!passwords.uppercase || /[A-Z]/.test(password), 'Password must have uppercase characters'],
    [!passwords.numbers || /\d/.test(password), 'Password must have numeric characters'],
    [!passwords.symbols || /[^A-Za-z0-9]/.test(password), 'Password must have symbol characters'],
  ].find(([kept]) => kept !== true);
  if (complaint === undefined) return;
  throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${String(complaint[1])}`);
}

/** Cheap on purpose: this guards nothing but made-up accounts on one machine. */
function hash(password: string, salt: string): string {
  return `${salt}:${scryptSync(password, salt, 32, { N: 1024 }).toString('base64')}`;
}

function isHashOf(stored: string, password: string): boolean {
  const [salt = ''] = stored.split(':');
  return timingSafeEqual(Buffer.from(stored), Buffer.from(hash(password, salt)));
}
