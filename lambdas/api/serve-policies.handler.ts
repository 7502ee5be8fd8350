import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { draftApproval, draftPublication, draftReason, draftWish, policyCheck, slug } from '../contracts/index.ts';
import type { DraftWish, PolicyDraft, Result } from '../contracts/index.ts';
import { checkFiles, draftKeeper, publicationKeeper } from '../policy/index.ts';
import { httpHandler, idInPath, nowInstant, parseEnvironment, publicUrl, settingReader } from '../platform/index.ts';
import { rotaRoutes } from './adapters/serve-rotas.ts';
import { afterOf, byRight, seenVersion, serveRoutes, withBody } from './adapters/serve-routes.ts';
import type { Ask, Routes, Serve } from './adapters/serve-routes.ts';
import { answered, invalid, ok, refuse } from './answer.ts';
import type { Right } from './rights.ts';

const { REFERENCE_TABLE, STAGE } = parseEnvironment({ REFERENCE_TABLE: z.string(), STAGE: z.string() });
const setting = settingReader(`/fairlead/${STAGE}`);
const NO_NUMBER = -1;
const drafts = draftKeeper(REFERENCE_TABLE);
const publications = publicationKeeper(REFERENCE_TABLE);

/** Commands of one resource take different rights: writing is not publishing. */
const onDraft: Readonly<Record<string, readonly [Right, Serve]>> = {
  propose: ['write-policy', async (ask) => drafted(await drafts.propose(idOf(ask), ask.caller.id))],
  discard: [
    'write-policy',
    withBody(draftReason, async ({ reason }, ask) => drafted(await drafts.discard(idOf(ask), reason, ask.caller.id))),
  ],
  approve: [
    'publish-policy',
    withBody(draftApproval, async ({ digest }, ask) => drafted(await drafts.approve(idOf(ask), digest, ask.caller.id))),
  ],
  'send-back': [
    'publish-policy',
    withBody(draftReason, async ({ reason }, ask) => drafted(await drafts.sendBack(idOf(ask), reason, ask.caller.id))),
  ],
  publish: [
    'publish-policy',
    withBody(draftPublication, async ({ at }, ask) => {
      const from = at === undefined ? undefined : new Date(at).toISOString();
      return answered(await publications.publish(idOf(ask), from, ask.caller.id));
    }),
  ],
};
const onPublication: Readonly<Record<string, readonly [Right, Serve]>> = {
  'roll-back': [
    'publish-policy',
    withBody(draftReason, async ({ reason }, ask) =>
      answered(await publications.rollBack(numberOf(ask), reason, ask.caller.id)),
    ),
  ],
  withdraw: [
    'publish-policy',
    withBody(draftReason, async ({ reason }, ask) =>
      answered(await publications.withdraw(numberOf(ask), reason, ask.caller.id)),
    ),
  ],
};

const routes: Routes = {
  'GET /v1/policy': ['see-policy', async () => answered(await publications.inForce())],
  'POST /v1/policy/check': ['see-policy', withBody(policyCheck, check)],
  'GET /v1/policy/drafts': ['see-policy', listDrafts],
  'GET /v1/policy/drafts/{draftId}': ['see-policy', show],
  'PUT /v1/policy/drafts/{draftId}': ['write-policy', withBody(draftWish, write)],
  'POST /v1/policy/drafts/{draftId}/{command}': ['see-policy', byRight(onDraft)],
  'GET /v1/policy/publications': ['see-policy', listPublications],
  'GET /v1/policy/publications/{number}': [
    'see-policy',
    async (ask) => answered(await publications.find(numberOf(ask))),
  ],
  'POST /v1/policy/publications/{number}/{command}': ['see-policy', byRight(onPublication)],
  ...rotaRoutes(REFERENCE_TABLE, () => publicUrl(setting)),
};

/** Policies from the first word to holding: by two people at least, and with a record. */
export const handler = httpHandler('serve-policies', (event, tools) => serveRoutes(routes, event, tools));

const idOf = ({ event }: Ask): string => idInPath(event, 'draftId');
const numberOf = ({ event }: Ask): number => {
  const digits = /^\d{1,8}$/.exec(event.pathParameters?.['number'] ?? '')?.[0];
  // No publication has this number.
  return digits === undefined ? NO_NUMBER : Number(digits);
};

function withRevision(draft: PolicyDraft, body: object): APIGatewayProxyResult {
  const answered = ok(body);
  return { ...answered, headers: { ...answered.headers, etag: `"${String(draft.revision)}"` } };
}
const drafted = (done: Result<PolicyDraft>): APIGatewayProxyResult =>
  done.ok ? withRevision(done.value, { draft: done.value }) : refuse(done.problem);

async function show(ask: Ask): Promise<APIGatewayProxyResult> {
  const found = await drafts.find(idOf(ask));
  return found.ok ? withRevision(found.value.draft, found.value) : refuse(found.problem);
}

async function write(wish: DraftWish, ask: Ask): Promise<APIGatewayProxyResult> {
  const id = slug.safeParse(idOf(ask));
  if (!id.success) return refuse(invalid(id.error));
  return drafted(await drafts.write(id.data, wish, seenVersion(ask), ask.caller.id));
}

function check({ files }: z.infer<typeof policyCheck>): Promise<APIGatewayProxyResult> {
  const read = checkFiles(files);
  if (!read.ok) return Promise.resolve(ok(read));
  const warnings = read.warningsAt(nowInstant());
  return Promise.resolve(ok({ ok: true, name: read.pack.name, ...(warnings.length === 0 ? {} : { warnings }) }));
}

async function listDrafts(ask: Ask): Promise<APIGatewayProxyResult> {
  return ok(await drafts.list(afterOf(ask)));
}

async function listPublications({ event }: Ask): Promise<APIGatewayProxyResult> {
  const after = /^\d{1,8}$/.exec(event.queryStringParameters?.['after'] ?? '')?.[0];
  return ok(await publications.list(after === undefined ? undefined : Number(after)));
}
