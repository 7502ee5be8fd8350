import type { SystemOfRecord, FactSet, SubjectReference, SupplyPlan, TypePolicy } from '../contracts/index.ts';

export type Facts = FactSet['facts'];

/** The JSON that a system answers to a question. Throws when it gives no answer. */
export type GetJson = (path: string, accept?: string) => Promise<unknown>;

/** What the asking is for. */
export interface Purpose {
  /** Of the case; undefined where the policy does not know its type. */
  readonly type: TypePolicy | undefined;
  /** Takes what is planned of goods that come to us, which is no fact to be kept. */
  readonly tellSupplies: (supplies: readonly SupplyPlan[]) => void;
}

/** What a connector found for the subject of a case: facts, or that the system does not know it. Throws when the system gives no answer. */
export type AskSystem = (
  references: readonly SubjectReference[],
  get: GetJson,
  purpose: Purpose,
) => Promise<Facts | undefined>;

/** Facts that a system gave earlier, for when it is down. */
export interface FactCache {
  read(
    system: SystemOfRecord,
    subject: SubjectReference,
  ): Promise<{ readonly facts: Facts; readonly observedAt: string } | undefined>;
  write(system: SystemOfRecord, subject: SubjectReference, facts: Facts, observedAt: string): Promise<void>;
}
