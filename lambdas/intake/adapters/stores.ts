import type { CaseStore } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import type { IntakeStore } from './intake-store.dynamo.ts';

export interface Stores {
  readonly cases: CaseStore;
  readonly intake: IntakeStore;
  readonly packs: PackStore;
}
