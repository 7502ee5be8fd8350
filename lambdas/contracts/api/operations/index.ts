import type { Operation } from '../operation.ts';
import type { RouteName } from '../routes.ts';
import { actionOperations } from './actions.ts';
import { caseOperations } from './cases.ts';
import { replyOperations } from './replies.ts';
import { reportOperations } from './reports.ts';
import { sourceOperations } from './sources.ts';

/** What each call of the table of routes is for; the compiler holds the two together. */
export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  ...reportOperations,
  ...caseOperations,
  ...actionOperations,
  ...sourceOperations,
  ...replyOperations,
};
