import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { awsFunctions } from './aws-functions.ts';
import { checkMachine, compileMachine } from './compile.ts';
import type { Diagnostic } from './compile-fields.ts';
import type { Machine } from './definition.ts';

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly roleArn: string;
  readonly definitionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revision: string | undefined;
  /** The customer managed key that its data is encrypted with. */
  readonly keyId: string | undefined;
}

export interface MachineChange {
  readonly roleArn?: string;
  readonly definition?: string;
  readonly keyId?: string | undefined;
}

export interface Machines {
  get(arn: string): StateMachine | undefined;
  /** Throws StateMachineDoesNotExist, or InvalidArn for what is none. */
  require(arn: unknown): StateMachine;
  list(): readonly StateMachine[];
  create(name: string, type: StateMachine['type'], roleArn: string, definition: string, keyId?: string): StateMachine;
  update(machine: StateMachine, change: MachineChange): StateMachine;
  remove(arn: string): void;
  definition(id: string): string;
  compiled(id: string, express: boolean): Machine;
  check(definition: string, express: boolean): readonly Diagnostic[];
}

interface Row {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachine['type'];
  readonly role: string;
  readonly definition: string;
  readonly created: number;
  readonly updated: number;
  readonly revision: string | null;
  readonly key_id: string | null;
}

export function createMachines(kernel: Kernel): Machines {
  const { store } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS sfn_definitions (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID`);
  store.exec(`CREATE TABLE IF NOT EXISTS sfn_machines (arn TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
    role TEXT NOT NULL, definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, revision TEXT, key_id TEXT)`);
  const functions = awsFunctions(kernel);
  const machines = new Map<string, StateMachine>();
  /** A running execution goes on with the definition that it started with, so definitions are kept by content. */
  const compiled = new Map<string, Machine>();

  const fromRow = (row: Row): StateMachine => ({
    arn: row.arn,
    name: row.name,
    type: row.type,
    roleArn: row.role,
    definitionId: row.definition,
    createdAt: row.created,
    updatedAt: row.updated,
    revision: row.revision ?? undefined,
    keyId: row.key_id ?? undefined,
  });
  for (const row of store.all<Row>('SELECT * FROM sfn_machines ORDER BY arn')) machines.set(row.arn, fromRow(row));

  const keep = (machine: StateMachine): StateMachine => {
    machines.set(machine.arn, machine);
    store.run(
      'INSERT OR REPLACE INTO sfn_machines (arn, name, type, role, definition, created, updated, revision, key_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      machine.arn,
      machine.name,
      machine.type,
      machine.roleArn,
      machine.definitionId,
      machine.createdAt,
      machine.updatedAt,
      machine.revision ?? null,
      machine.keyId ?? null,
    );
    return machine;
  };
  const keyOf = (id: string, express: boolean): string => `${express ? 'express' : 'standard'} ${id}`;
  /** Compiles, so that nothing invalid is ever stored. */
  const define = (text: string, express: boolean): string => {
    const id = createHash('sha256').update(text).digest('hex');
    if (!compiled.has(keyOf(id, express)))
      compiled.set(keyOf(id, express), compileMachine(text, { functions, express }));
    store.run('INSERT OR IGNORE INTO sfn_definitions (id, text) VALUES (?, ?)', id, text);
    return id;
  };
  const definition = (id: string): string => {
    const row = store.get<{ text: string }>('SELECT text FROM sfn_definitions WHERE id = ?', id);
    if (row === undefined) throw new Error(`no state machine definition ${id}`);
    return row.text;
  };

  return {
    get: (arn) => machines.get(arn),
    require: (arn) => {
      const known = typeof arn === 'string' ? machines.get(arn) : undefined;
      if (known !== undefined) return known;
      requireArn(arn);
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    },
    list: () => [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    create: (name, type, roleArn, text, keyId) => {
      const now = kernel.now();
      const definitionId = define(text, type === 'EXPRESS');
      const arn = kernel.arn('states', `stateMachine:${name}`);
      return keep({
        arn,
        name,
        type,
        roleArn,
        definitionId,
        createdAt: now,
        updatedAt: now,
        revision: undefined,
        keyId,
      });
    },
    update: (machine, change) => {
      const definitionId =
        change.definition === undefined ? machine.definitionId : define(change.definition, machine.type === 'EXPRESS');
      const roleArn = change.roleArn ?? machine.roleArn;
      const keyId = 'keyId' in change ? change.keyId : machine.keyId;
      const same = definitionId === machine.definitionId && roleArn === machine.roleArn && keyId === machine.keyId;
      if (same) return machine;
      return keep({ ...machine, definitionId, roleArn, keyId, updatedAt: kernel.now(), revision: kernel.uuid() });
    },
    remove: (arn) => {
      machines.delete(arn);
      store.run('DELETE FROM sfn_machines WHERE arn = ?', arn);
    },
    definition,
    compiled: (id, express) => {
      const known = compiled.get(keyOf(id, express));
      if (known !== undefined) return known;
      const machine = compileMachine(definition(id), { functions, express });
      compiled.set(keyOf(id, express), machine);
      return machine;
    },
    check: (text, express) => checkMachine(text, { functions, express }).diagnostics,
  };
}

export function requireArn(arn: unknown): asserts arn is string {
  if (typeof arn !== 'string' || !arn.startsWith('arn:')) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${String(arn)}'`);
  }
}
