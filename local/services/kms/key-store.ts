import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  readonly material: Uint8Array;
  readonly enabled: boolean;
  readonly description: string;
  readonly createdAt: number;
}

interface KeyRow {
  readonly id: string;
  readonly spec: string;
  readonly usage: string;
  readonly material: Uint8Array;
  readonly enabled: number;
  readonly description: string;
  readonly created_at: number;
}

/** Bytes from the seeded random: one seed, one history. So these keys protect nothing outside this machine. */
export function randomBytes(kernel: Kernel, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(kernel.random() * 256));
}

export function openKeyStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS kms_keys (id TEXT PRIMARY KEY, owner TEXT NOT NULL UNIQUE, spec TEXT NOT NULL, usage TEXT NOT NULL,
       material BLOB NOT NULL, enabled INTEGER NOT NULL, description TEXT NOT NULL, created_at INTEGER NOT NULL);
     CREATE TABLE IF NOT EXISTS kms_aliases (name TEXT PRIMARY KEY, key_id TEXT NOT NULL)`,
  );
}

const MATERIAL_BYTES: Readonly<Record<string, number>> = {
  SYMMETRIC_DEFAULT: 32,
  HMAC_224: 28,
  HMAC_256: 32,
  HMAC_384: 48,
  HMAC_512: 64,
};

export const isKeySpec = (spec: string): boolean => MATERIAL_BYTES[spec] !== undefined;

export interface KeyDeclaration {
  /** Who declares it: one key for one owner, over all boots. */
  readonly owner: string;
  readonly spec: string;
  readonly usage: string;
  readonly enabled: boolean;
  readonly description: string;
}

/** Makes the key, or takes over changed settings of the one that exists. Gives its id. */
export function declareKey(kernel: Kernel, key: KeyDeclaration): string {
  const known = kernel.store.get<{ id: string; spec: string }>(
    'SELECT id, spec FROM kms_keys WHERE owner = ?',
    key.owner,
  );
  if (known !== undefined && known.spec === key.spec) {
    kernel.store.run(
      'UPDATE kms_keys SET enabled = ?, description = ? WHERE id = ?',
      Number(key.enabled),
      key.description,
      known.id,
    );
    return known.id;
  }
  const id = kernel.uuid();
  // A changed KeySpec replaces the key, as CloudFormation does.
  kernel.store.run('DELETE FROM kms_keys WHERE owner = ?', key.owner);
  kernel.store.run(
    'INSERT INTO kms_keys (id, owner, spec, usage, material, enabled, description, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    key.owner,
    key.spec,
    key.usage,
    randomBytes(kernel, MATERIAL_BYTES[key.spec] ?? 32),
    Number(key.enabled),
    key.description,
    kernel.now(),
  );
  return id;
}

export function declareAlias(kernel: Kernel, name: string, keyId: string): void {
  kernel.store.run(
    'INSERT INTO kms_aliases (name, key_id) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id',
    name,
    keyId,
  );
}

/**
 * The key's ARN from any way to name it: id, ARN, alias, alias ARN. Undefined: there is no such alias.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
function findArn(kernel: Kernel, keyId: string): string | undefined {
  const name = keyId.startsWith('arn:') ? keyId.split(':').slice(5).join(':') : keyId;
  if (!name.startsWith('alias/')) return keyId.startsWith('arn:') ? keyId : kernel.arn('kms', `key/${keyId}`);
  const alias = kernel.store.get<{ key_id: string }>('SELECT key_id FROM kms_aliases WHERE name = ?', name);
  return alias === undefined ? undefined : kernel.arn('kms', `key/${alias.key_id}`);
}

export function resolveKeyArn(kernel: Kernel, keyId: string): string {
  const arn = findArn(kernel, keyId);
  if (arn !== undefined) return arn;
  const alias = keyId.startsWith('arn:') ? keyId : kernel.arn('kms', keyId);
  throw new AwsError('NotFoundException', `Alias ${alias} is not found.`);
}

export function findKey(kernel: Kernel, keyId: string): Key {
  const arn = resolveKeyArn(kernel, keyId);
  const row = kernel.store.get<KeyRow>(
    'SELECT id, spec, usage, material, enabled, description, created_at FROM kms_keys WHERE id = ?',
    arn.split('key/')[1] ?? '',
  );
  if (row === undefined) throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
  const { id, spec, usage, material, enabled, description, created_at: createdAt } = row;
  return { id, arn, spec, usage, material, enabled: enabled === 1, description, createdAt };
}
