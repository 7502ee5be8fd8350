import type { Operation } from '../operation.ts';
import { actionOperations } from './actions.ts';
import { caseOperations } from './cases.ts';
import { contractOperations } from './contracts.ts';
import { deadLetterOperations } from './dead-letters.ts';
import { mappingOperations } from './mappings.ts';
import { policyOperations } from './policies.ts';
import { policyRunOperations } from './policy-runs.ts';
import { replyOperations } from './replies.ts';
import { reportOperations } from './reports.ts';
import { rotaOperations } from './rotas.ts';
import { customerOperations } from './customers.ts';
import { silenceOperations } from './silences.ts';
import { sourceOperations } from './sources.ts';

/** What each call of the table of routes is for; a test and `npm run contracts` hold the two together. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...reportOperations,
  ...caseOperations,
  ...actionOperations,
  ...silenceOperations,
  ...customerOperations,
  ...sourceOperations,
  ...mappingOperations,
  ...policyOperations,
  ...policyRunOperations,
  ...rotaOperations,
  ...deadLetterOperations,
  ...replyOperations,
  ...contractOperations,
};
