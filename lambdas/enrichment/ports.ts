import type { AskedSystem, FactSet, SubjectReference } from '../contracts/index.ts';

export type Facts = FactSet['facts'];

/** The JSON that a system answers to a question. Throws when it gives no answer. */
export type GetJson = (path: string, accept?: string) => Promise<unknown>;

/** What a connector found for the subject of a case: facts, or that the system does not know it. Throws when the system gives no answer. */
export type AskSystem = (references: readonly SubjectReference[], get: GetJson) => Promise<Facts | undefined>;

/** Facts that a system gave earlier, for when it is down. */
export interface FactCache {
  read(
    system: AskedSystem,
    subject: SubjectReference,
  ): Promise<{ readonly facts: Facts; readonly observedAt: string } | undefined>;
  write(system: AskedSystem, subject: SubjectReference, facts: Facts, observedAt: string): Promise<void>;
}
