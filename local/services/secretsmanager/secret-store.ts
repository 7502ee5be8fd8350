import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly description: string | null;
  readonly key_id: string | null;
  readonly tags: string;
  readonly created_at: number;
  readonly changed_at: number;
  /** When it is gone for good; null while it is in use. */
  readonly deletes_at: number | null;
  readonly deleted_at: number | null;
}

export interface Version {
  readonly id: string;
  readonly text: string | null;
  readonly bytes: Uint8Array | null;
  readonly created_at: number;
}

export interface SecretValue {
  readonly text?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

export const notFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

export function openSecretStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS secretsmanager_secrets (arn TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT, key_id TEXT,
       tags TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, deletes_at INTEGER, deleted_at INTEGER, template TEXT);
     CREATE TABLE IF NOT EXISTS secretsmanager_versions (arn TEXT NOT NULL, id TEXT NOT NULL, text TEXT, bytes BLOB, created_at INTEGER NOT NULL,
       PRIMARY KEY (arn, id));
     CREATE TABLE IF NOT EXISTS secretsmanager_stages (arn TEXT NOT NULL, stage TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (arn, stage))`,
  );
}

const SUFFIX = /-[A-Za-z0-9]{6}$/;
const COLUMNS = 'arn, name, description, key_id, tags, created_at, changed_at, deletes_at, deleted_at';

/**
 * By ARN, by name, or by the ARN without the six characters at its end.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function findSecret(kernel: Kernel, secretId: string): Secret | undefined {
  const byName = (name: string): Secret | undefined =>
    kernel.store.get<Secret>(`SELECT ${COLUMNS} FROM secretsmanager_secrets WHERE name = ?`, name);
  if (!secretId.startsWith('arn:')) return byName(secretId);
  const exact = kernel.store.get<Secret>(`SELECT ${COLUMNS} FROM secretsmanager_secrets WHERE arn = ?`, secretId);
  if (exact !== undefined) return exact;
  const name = secretId.split(':').slice(6).join(':');
  // What ends like a complete ARN is taken for one: another suffix is another secret.
  return SUFFIX.test(name) ? undefined : byName(name);
}

/** The secret, unless it waits for its deletion. */
export function usableSecret(kernel: Kernel, secretId: string): Secret {
  const secret = findSecret(kernel, secretId);
  if (secret === undefined) throw notFound();
  if (secret.deletes_at !== null) {
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  return secret;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function insertSecret(
  kernel: Kernel,
  secret: { name: string; description?: string | undefined; keyId?: string | undefined; tags?: unknown },
): Secret {
  const suffix = Array.from({ length: 6 }, () => LETTERS.charAt(Math.floor(kernel.random() * LETTERS.length))).join('');
  const arn = kernel.arn('secretsmanager', `secret:${secret.name}-${suffix}`);
  kernel.store.run(
    'INSERT INTO secretsmanager_secrets (arn, name, description, key_id, tags, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    arn,
    secret.name,
    secret.description ?? null,
    secret.keyId ?? null,
    JSON.stringify(secret.tags ?? []),
    kernel.now(),
    kernel.now(),
  );
  return usableSecret(kernel, arn);
}

export function updateSecret(
  kernel: Kernel,
  arn: string,
  change: { description?: string | undefined; keyId?: string | undefined },
): void {
  kernel.store.run(
    'UPDATE secretsmanager_secrets SET description = coalesce(?, description), key_id = coalesce(?, key_id), changed_at = ? WHERE arn = ?',
    change.description ?? null,
    change.keyId ?? null,
    kernel.now(),
    arn,
  );
}

export function markDeleted(kernel: Kernel, arn: string, deletesAt: number | null): void {
  kernel.store.run(
    'UPDATE secretsmanager_secrets SET deletes_at = ?, deleted_at = ? WHERE arn = ?',
    deletesAt,
    deletesAt === null ? null : kernel.now(),
    arn,
  );
}

export function removeSecret(kernel: Kernel, arn: string): void {
  for (const table of ['secrets', 'versions', 'stages']) {
    kernel.store.run(`DELETE FROM secretsmanager_${table} WHERE arn = ?`, arn);
  }
}

export const findVersion = (kernel: Kernel, arn: string, id: string): Version | undefined =>
  kernel.store.get<Version>(
    'SELECT id, text, bytes, created_at FROM secretsmanager_versions WHERE arn = ? AND id = ?',
    arn,
    id,
  );

export const versionAt = (kernel: Kernel, arn: string, stage: string): string | undefined =>
  kernel.store.get<{ id: string }>('SELECT id FROM secretsmanager_stages WHERE arn = ? AND stage = ?', arn, stage)?.id;

export function setStage(kernel: Kernel, arn: string, stage: string, id: string | undefined): void {
  if (id === undefined) {
    kernel.store.run('DELETE FROM secretsmanager_stages WHERE arn = ? AND stage = ?', arn, stage);
    return;
  }
  // The version that loses AWSCURRENT becomes AWSPREVIOUS.
  const before = versionAt(kernel, arn, stage);
  kernel.store.run(
    'INSERT INTO secretsmanager_stages (arn, stage, id) VALUES (?, ?, ?) ON CONFLICT (arn, stage) DO UPDATE SET id = excluded.id',
    arn,
    stage,
    id,
  );
  if (stage === 'AWSCURRENT' && before !== undefined && before !== id) setStage(kernel, arn, 'AWSPREVIOUS', before);
}

export function stagesByVersion(kernel: Kernel, arn: string): Map<string, string[]> {
  const stages = new Map<string, string[]>();
  const rows = kernel.store.all<{ stage: string; id: string }>(
    'SELECT stage, id FROM secretsmanager_stages WHERE arn = ? ORDER BY stage',
    arn,
  );
  for (const { stage, id } of rows) stages.set(id, [...(stages.get(id) ?? []), stage]);
  return stages;
}

const sameValue = (version: Version, value: SecretValue): boolean =>
  version.text === (value.text ?? null) &&
  Buffer.compare(Buffer.from(version.bytes ?? []), Buffer.from(value.bytes ?? [])) === 0;

/** Repeating a request with the same token and value changes nothing; another value under the token is refused. */
export function addVersion(
  kernel: Kernel,
  arn: string,
  id: string,
  value: SecretValue,
  stages: readonly string[],
): void {
  const known = findVersion(kernel, arn, id);
  if (known !== undefined) {
    if (sameValue(known, value)) return;
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the version ${id} already exists with another value.`,
    );
  }
  kernel.store.run(
    'INSERT INTO secretsmanager_versions (arn, id, text, bytes, created_at) VALUES (?, ?, ?, ?, ?)',
    arn,
    id,
    value.text ?? null,
    value.bytes ?? null,
    kernel.now(),
  );
  const first = versionAt(kernel, arn, 'AWSCURRENT') === undefined;
  for (const stage of new Set(first ? ['AWSCURRENT', ...stages] : stages)) setStage(kernel, arn, stage, id);
  kernel.store.run('UPDATE secretsmanager_secrets SET changed_at = ? WHERE arn = ?', kernel.now(), arn);
}
