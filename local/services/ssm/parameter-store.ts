import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

export interface Parameter {
  readonly name: string;
  readonly version: number;
  readonly type: string;
  readonly value: string;
  readonly key_id: string | null;
  readonly modified_at: number;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const KEPT_VERSIONS = 100;

const COLUMNS = 'name, version, type, value, key_id, modified_at';

export function openParameterStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS ssm_parameters (name TEXT PRIMARY KEY, version INTEGER NOT NULL, template TEXT, pattern TEXT, tier TEXT NOT NULL);
     CREATE TABLE IF NOT EXISTS ssm_versions (name TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, key_id TEXT,
       modified_at INTEGER NOT NULL, PRIMARY KEY (name, version))`,
  );
}

export interface Header {
  readonly version: number;
  /** The value that the template gave last: only a changed template writes again. */
  readonly template: string | null;
  readonly pattern: string | null;
  readonly tier: string;
}

export const findHeader = (kernel: Kernel, name: string): Header | undefined =>
  kernel.store.get<Header>('SELECT version, template, pattern, tier FROM ssm_parameters WHERE name = ?', name);

export function findParameter(kernel: Kernel, name: string, version?: number): Parameter | undefined {
  const wanted = version ?? findHeader(kernel, name)?.version;
  return wanted === undefined
    ? undefined
    : kernel.store.get<Parameter>(`SELECT ${COLUMNS} FROM ssm_versions WHERE name = ? AND version = ?`, name, wanted);
}

/** Names in order, from the one after `after`, all under the path. */
export function listByPath(kernel: Kernel, path: string, after: string, limit: number): readonly Parameter[] {
  return kernel.store.all<Parameter>(
    `SELECT v.name AS name, v.version AS version, v.type AS type, v.value AS value, v.key_id AS key_id, v.modified_at AS modified_at
     FROM ssm_parameters p JOIN ssm_versions v ON v.name = p.name AND v.version = p.version
     WHERE p.name > ? AND p.name >= ? AND p.name < ? ORDER BY p.name LIMIT ?`,
    after,
    path,
    // The character after the slash ends the range of everything that begins with the path.
    `${path.slice(0, -1)}0`,
    limit,
  );
}

export function writeVersion(
  kernel: Kernel,
  parameter: Omit<Parameter, 'version' | 'modified_at'>,
  tier: string,
  pattern: string | null,
): number {
  const version = (findHeader(kernel, parameter.name)?.version ?? 0) + 1;
  kernel.store.run(
    `INSERT INTO ssm_parameters (name, version, pattern, tier) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, pattern = coalesce(excluded.pattern, pattern), tier = excluded.tier`,
    parameter.name,
    version,
    pattern,
    tier,
  );
  kernel.store.run(
    `INSERT INTO ssm_versions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
    parameter.name,
    version,
    parameter.type,
    parameter.value,
    parameter.key_id,
    kernel.now(),
  );
  kernel.store.run('DELETE FROM ssm_versions WHERE name = ? AND version <= ?', parameter.name, version - KEPT_VERSIONS);
  return version;
}

export function rememberTemplate(kernel: Kernel, name: string, template: string): void {
  kernel.store.run('UPDATE ssm_parameters SET template = ? WHERE name = ?', template, name);
}

export function deleteParameter(kernel: Kernel, name: string): void {
  const { changes } = kernel.store.run('DELETE FROM ssm_parameters WHERE name = ?', name);
  if (changes === 0) throw notFound(name);
  kernel.store.run('DELETE FROM ssm_versions WHERE name = ?', name);
}

export const notFound = (name: string): AwsError => new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
