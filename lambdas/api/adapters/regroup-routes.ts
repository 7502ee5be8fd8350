import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import type { CaseStore, CommandResult } from '../../case/index.ts';
import { regroupCommands } from '../../contracts/api/requests.ts';
import { mergeCase, moveCase, splitIncident } from '../../incident/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { refuse } from '../answer.ts';
import { readBodyBy } from '../read-request.ts';
import { may } from '../rights.ts';
import { forbidden } from './request.ts';
import type { Request, Route } from './request.ts';

type Stores = { readonly cases: CaseStore; readonly packs: PackStore };
type Show = (result: CommandResult) => APIGatewayProxyResult;

/** Commands that group cases anew: each changes several of them. */
export function regroupRoutes(stores: Stores, show: Show): Readonly<Record<keyof typeof regroupCommands, Route>> {
  const route =
    <Body extends { readonly reason: string }>(
      schema: z.ZodType<Body>,
      run: (by: Parameters<typeof moveCase>[1], body: Body) => Promise<CommandResult>,
    ): Route =>
    async (request) => {
      if (!may(request.caller.roles, 'regroup')) return forbidden('regroup');
      const read = readBodyBy(schema, request.body);
      if (!read.ok) return refuse(read.problem);
      return show(await run(byOf(request, read.body.reason), read.body));
    };
  return {
    split: route(regroupCommands.split, (by, { cases }) => splitIncident(stores, by, cases)),
    merge: route(regroupCommands.merge, (by, { into }) => mergeCase(stores, by, into)),
    move: route(regroupCommands.move, (by, { to }) => moveCase(stores, by, to)),
  };
}

/** The same for each of many cases. A split is about the children of one. */
export function readRegroup(stores: Stores, request: Request, name: 'merge' | 'move', body: unknown) {
  const done = <Body extends { readonly reason: string }>(
    schema: z.ZodType<Body>,
    run: (by: Parameters<typeof moveCase>[1], body: Body) => Promise<CommandResult>,
  ) => {
    const read = schema.safeParse(body);
    return read.success
      ? {
          ok: true as const,
          act: (caseId: string) => run(byOf({ ...request, caseId }, read.data.reason), read.data),
        }
      : { ok: false as const, invalid: read.error };
  };
  return name === 'merge'
    ? done(regroupCommands.merge, (by, { into }) => mergeCase(stores, by, into))
    : done(regroupCommands.move, (by, { to }) => moveCase(stores, by, to));
}

function byOf({ caller, requestId, traceparent, caseId }: Request, reason: string): Parameters<typeof moveCase>[1] {
  return { actor: { kind: 'person', id: caller.id }, requestId, traceparent, caseId, reason };
}
