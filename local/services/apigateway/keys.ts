import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

export interface StoredKey {
  readonly id: string;
  readonly value: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly customer_id: string | null;
  readonly enabled: number;
  readonly created: number;
  readonly updated: number;
}

export interface NewKey {
  readonly id: string;
  readonly value: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly customerId: string | undefined;
  readonly enabled: boolean;
}

/** API keys and the plans that they belong to; those made at run time and those of the template side by side. */
export interface Keys {
  create(key: NewKey): StoredKey;
  /** A key of the template: made at the first boot, its value kept from then on. */
  declare(key: NewKey): StoredKey;
  declareInPlan(planId: string, keyId: string): void;
  /** Removes what an earlier template declared and this one does not. */
  dropUndeclared(): void;
  addToPlan(planId: string, keyId: string): void;
  removeFromPlan(planId: string, keyId: string): boolean;
  delete(id: string): boolean;
  byId(id: string): StoredKey | undefined;
  byValue(value: string): StoredKey | undefined;
  list(): StoredKey[];
  plansOf(keyId: string): string[];
  keysOf(planId: string): StoredKey[];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function randomText(kernel: Kernel, length: number, letters = alphabet): string {
  return Array.from({ length }, () => letters[Math.floor(kernel.random() * letters.length)]).join('');
}

export function createKeys(kernel: Kernel): Keys {
  const { store } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS apigateway_keys (id TEXT PRIMARY KEY, value TEXT NOT NULL UNIQUE, name TEXT,
    description TEXT, customer_id TEXT, enabled INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
    declared INTEGER NOT NULL)`);
  store.exec(`CREATE TABLE IF NOT EXISTS apigateway_plan_keys (plan_id TEXT NOT NULL, key_id TEXT NOT NULL,
    declared INTEGER NOT NULL, PRIMARY KEY (key_id, plan_id)) WITHOUT ROWID`);
  const declaredKeys = new Set<string>();
  const declaredInPlan = new Set<string>();

  const byId = (id: string): StoredKey | undefined => store.get('SELECT * FROM apigateway_keys WHERE id = ?', id);
  const byValue = (value: string): StoredKey | undefined =>
    store.get('SELECT * FROM apigateway_keys WHERE value = ?', value);

  const insert = (key: NewKey, declared: boolean): StoredKey => {
    const value = key.value ?? randomText(kernel, 40);
    if (value.length < 20 || value.length > 128) {
      throw new AwsError('BadRequestException', 'API Key value should be at least 20 characters and at most 128');
    }
    if (byValue(value) !== undefined) {
      throw new AwsError('ConflictException', 'API Key already exists', { httpStatusCode: 409 });
    }
    const now = kernel.now();
    store.run(
      'INSERT INTO apigateway_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[key.id, value, key.name ?? null, key.description ?? null, key.customerId ?? null],
      ...[key.enabled ? 1 : 0, now, now, declared ? 1 : 0],
    );
    return found(byId(key.id));
  };

  const join = (planId: string, keyId: string, declared: boolean): void => {
    store.run('INSERT OR IGNORE INTO apigateway_plan_keys VALUES (?, ?, ?)', planId, keyId, declared ? 1 : 0);
  };

  return {
    create: (key) => insert(key, false),
    declare: (key) => {
      declaredKeys.add(key.id);
      const known = byId(key.id);
      if (known === undefined) return insert(key, true);
      store.run(
        'UPDATE apigateway_keys SET value = ?, name = ?, description = ?, customer_id = ?, enabled = ? WHERE id = ?',
        ...[key.value ?? known.value, key.name ?? null, key.description ?? null, key.customerId ?? null],
        ...[key.enabled ? 1 : 0, key.id],
      );
      return found(byId(key.id));
    },
    declareInPlan: (planId, keyId) => {
      declaredInPlan.add(`${planId} ${keyId}`);
      join(planId, keyId, true);
    },
    dropUndeclared: () => {
      for (const { id } of store.all<{ id: string }>('SELECT id FROM apigateway_keys WHERE declared = 1')) {
        if (!declaredKeys.has(id)) store.run('DELETE FROM apigateway_keys WHERE id = ?', id);
      }
      const joined = store.all<{ plan_id: string; key_id: string }>(
        'SELECT plan_id, key_id FROM apigateway_plan_keys WHERE declared = 1',
      );
      for (const { plan_id, key_id } of joined) {
        if (declaredInPlan.has(`${plan_id} ${key_id}`)) continue;
        store.run('DELETE FROM apigateway_plan_keys WHERE plan_id = ? AND key_id = ?', plan_id, key_id);
      }
    },
    addToPlan: (planId, keyId) => {
      join(planId, keyId, false);
    },
    removeFromPlan: (planId, keyId) =>
      store.run('DELETE FROM apigateway_plan_keys WHERE plan_id = ? AND key_id = ?', planId, keyId).changes > 0,
    delete: (id) => {
      store.run('DELETE FROM apigateway_plan_keys WHERE key_id = ?', id);
      return store.run('DELETE FROM apigateway_keys WHERE id = ?', id).changes > 0;
    },
    byId,
    byValue,
    list: () => store.all('SELECT * FROM apigateway_keys ORDER BY created, id'),
    plansOf: (keyId) =>
      store
        .all<{ plan_id: string }>('SELECT plan_id FROM apigateway_plan_keys WHERE key_id = ?', keyId)
        .map(({ plan_id }) => plan_id),
    keysOf: (planId) =>
      store.all(
        `SELECT k.* FROM apigateway_plan_keys p JOIN apigateway_keys k ON k.id = p.key_id WHERE p.plan_id = ?
         ORDER BY k.created, k.id`,
        planId,
      ),
  };
}

function found(key: StoredKey | undefined): StoredKey {
  if (key === undefined) throw new Error('an API key that was just written is not there');
  return key;
}
