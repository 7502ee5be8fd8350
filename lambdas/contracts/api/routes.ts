/**
 * All calls of the HTTP API: the one table from which the gateway gets its resources, the API description its paths, and answers their headers of deprecation.
 * Data alone: the infrastructure reads it too.
 */

/** The function that answers, by its path below lambdas. */
export type Server =
  | 'inbound/receive-signal'
  | 'inbound/grant-upload'
  | 'api/serve-api'
  | 'api/serve-sources'
  | 'api/serve-quarantine'
  | 'api/serve-mails'
  | 'api/serve-mappings'
  | 'api/serve-policies'
  | 'api/serve-policy-runs'
  | 'api/serve-rota-feed'
  | 'api/serve-dead-letters'
  | 'notification/answer-link'
  | 'notification/show-case'
  | 'notification/answer-mail'
  | 'notification/answer-partner'
  | 'notification/answer-slack'
  | 'notification/answer-opt-out'
  | 'api/serve-contracts';

export interface Deprecation {
  /** UTC day from which on it should not be used any more, e.g. `2026-12-01`. */
  readonly since: string;
  /** UTC day from which on it may be gone; half a year later at the earliest. */
  readonly sunset?: string;
  /** What to call instead, as it is written in this table. */
  readonly instead?: string;
}

export interface Route {
  readonly server: Server;
  /** The gateway has one resource, `{command}`, for this call and its like; the function knows them by name. */
  readonly byCommand?: true;
  /** The gateway takes HEAD as well, which is a GET without its body: scanners of mail try each link so, and a link that is not there is taken for a bad one. */
  readonly alsoHead?: true;
  readonly deprecated?: Deprecation;
}

export type Routes = Readonly<Record<string, Route>>;

const people = { server: 'api/serve-api' } as const;
const sources = { server: 'api/serve-sources' } as const;
const quarantine = { server: 'api/serve-quarantine' } as const;
const mails = { server: 'api/serve-mails' } as const;
const mappings = { server: 'api/serve-mappings' } as const;
const policies = { server: 'api/serve-policies' } as const;
const policyRuns = { server: 'api/serve-policy-runs' } as const;
const deadLetters = { server: 'api/serve-dead-letters' } as const;
const contracts = { server: 'api/serve-contracts' } as const;
const byCommand = true;
const alsoHead = true;

export const ROUTES = {
  'POST /v1/webhooks/{pathKey}': { server: 'inbound/receive-signal' },
  'POST /v1/signals': { server: 'inbound/receive-signal' },
  // A function of its own, because whoever has what it signs may put a file into an inbox.
  'POST /v1/sources/{sourceId}/uploads': { server: 'inbound/grant-upload' },

  'GET /v1/me': people,
  'GET /v1/cases': people,
  'GET /v1/cases/{caseId}': people,
  'GET /v1/cases/{caseId}/journal': { ...people, byCommand },
  'GET /v1/cases/{caseId}/signals': { ...people, byCommand },
  'GET /v1/cases/{caseId}/playbook': { ...people, byCommand },
  'GET /v1/cases/{caseId}/explain': { ...people, byCommand },
  'GET /v1/cases/{caseId}/measures': { ...people, byCommand },
  'POST /v1/bulk': people,
  'POST /v1/cases/{caseId}/acknowledge': { ...people, byCommand },
  'POST /v1/cases/{caseId}/start': { ...people, byCommand },
  'POST /v1/cases/{caseId}/notes': { ...people, byCommand },
  'POST /v1/cases/{caseId}/resolve': { ...people, byCommand },
  'POST /v1/cases/{caseId}/reopen': { ...people, byCommand },
  'POST /v1/cases/{caseId}/withdraw': { ...people, byCommand },
  'POST /v1/cases/{caseId}/escalate': { ...people, byCommand },
  'POST /v1/cases/{caseId}/snooze': { ...people, byCommand },
  'POST /v1/cases/{caseId}/end-snooze': { ...people, byCommand },
  'POST /v1/cases/{caseId}/pause': { ...people, byCommand },
  'POST /v1/cases/{caseId}/resume': { ...people, byCommand },
  'POST /v1/cases/{caseId}/customer-told': { ...people, byCommand },
  'POST /v1/cases/{caseId}/assign': { ...people, byCommand },
  'POST /v1/cases/{caseId}/severity': { ...people, byCommand },
  'GET /v1/cases/{caseId}/partner-links': { ...people, byCommand },
  'GET /v1/cases/{caseId}/partner-documents/{sha256}': people,
  'POST /v1/cases/{caseId}/ask-partner': { ...people, byCommand },
  'POST /v1/cases/{caseId}/revoke-partner-link': { ...people, byCommand },
  'POST /v1/cases/{caseId}/split': { ...people, byCommand },
  'POST /v1/cases/{caseId}/merge': { ...people, byCommand },
  'POST /v1/cases/{caseId}/move': { ...people, byCommand },
  'POST /v1/cases/{caseId}/erase': { ...people, byCommand },
  // Beside the commands and not one of them: the gateway prefers the resource that is spelt out, also where it has no method.
  'GET /v1/cases/{caseId}/tasks': people,
  'POST /v1/cases/{caseId}/tasks/{taskId}/done': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/not-needed': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/waive': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/block': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/open': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/tick': { ...people, byCommand },
  'POST /v1/cases/{caseId}/tasks/{taskId}/untick': { ...people, byCommand },
  'GET /v1/cases/{caseId}/actions': people,
  'POST /v1/cases/{caseId}/actions': people,
  'POST /v1/cases/{caseId}/actions/{actionId}/approve': { ...people, byCommand },
  'POST /v1/cases/{caseId}/actions/{actionId}/refuse': { ...people, byCommand },
  'POST /v1/cases/{caseId}/actions/{actionId}/retry': { ...people, byCommand },
  'POST /v1/cases/{caseId}/actions/{actionId}/undo': { ...people, byCommand },
  'GET /v1/actions': people,
  'POST /v1/customer-opt-outs': people,
  'GET /v1/silences': people,
  'POST /v1/silences': people,
  'GET /v1/silences/{silenceId}': people,
  'POST /v1/silences/{silenceId}/end': { ...people, byCommand },

  // A function of its own, because it may make secrets and keys.
  'GET /v1/sources': sources,
  'POST /v1/sources': sources,
  'GET /v1/sources/{sourceId}': sources,
  'PUT /v1/sources/{sourceId}': sources,
  'GET /v1/sources/{sourceId}/history': { ...sources, byCommand },
  'GET /v1/sources/{sourceId}/files': { ...sources, byCommand },
  'POST /v1/sources/{sourceId}/switch-on': { ...sources, byCommand },
  'POST /v1/sources/{sourceId}/switch-off': { ...sources, byCommand },
  'POST /v1/sources/{sourceId}/rotate-secret': { ...sources, byCommand },
  'POST /v1/sources/{sourceId}/retire-secret': { ...sources, byCommand },

  // A function of its own, because it may read payloads that could not be read, and publish what is in them.
  'GET /v1/sources/{sourceId}/quarantine': quarantine,
  'GET /v1/sources/{sourceId}/quarantine/{quarantineId}': quarantine,
  'POST /v1/sources/{sourceId}/quarantine/{quarantineId}/replay': { ...quarantine, byCommand },
  'POST /v1/sources/{sourceId}/quarantine/{quarantineId}/discard': { ...quarantine, byCommand },
  'POST /v1/sources/{sourceId}/replay-quarantine': quarantine,

  // Mails that nobody but a person can read: kept with the payloads that could not be read, and shown to others.
  'GET /v1/mails': mails,
  'GET /v1/sources/{sourceId}/mails/{mailId}': mails,
  'POST /v1/sources/{sourceId}/mails/{mailId}/decide': { ...mails, byCommand },
  'GET /v1/mappings': mappings,
  'GET /v1/mappings/{mappingId}': mappings,
  'PUT /v1/mappings/{mappingId}': mappings,
  'GET /v1/mappings/{mappingId}/versions': { ...mappings, byCommand },
  'POST /v1/mappings/{mappingId}/try': { ...mappings, byCommand },
  'POST /v1/mappings/{mappingId}/roll-back': { ...mappings, byCommand },

  // A function of its own, because it may make policy hold.
  'GET /v1/policy': policies,
  'POST /v1/policy/check': policies,
  'GET /v1/policy/drafts': policies,
  'GET /v1/policy/drafts/{draftId}': policies,
  'PUT /v1/policy/drafts/{draftId}': policies,
  'POST /v1/policy/drafts/{draftId}/propose': { ...policies, byCommand },
  'POST /v1/policy/drafts/{draftId}/discard': { ...policies, byCommand },
  'POST /v1/policy/drafts/{draftId}/approve': { ...policies, byCommand },
  'POST /v1/policy/drafts/{draftId}/send-back': { ...policies, byCommand },
  'POST /v1/policy/drafts/{draftId}/publish': { ...policies, byCommand },
  'GET /v1/policy/publications': policies,
  'GET /v1/policy/publications/{number}': policies,
  'POST /v1/policy/publications/{number}/roll-back': { ...policies, byCommand },
  'POST /v1/policy/publications/{number}/withdraw': { ...policies, byCommand },
  'POST /v1/policy/rates': policies,
  'POST /v1/policy/calendars': policies,
  'GET /v1/rotas': policies,
  'GET /v1/rotas/{rotaId}': policies,
  'GET /v1/rotas/{rotaId}/changes': policies,
  'POST /v1/rotas/{rotaId}/changes': policies,
  'POST /v1/rotas/{rotaId}/changes/{changeId}/revoke': { ...policies, byCommand },
  'POST /v1/rotas/{rotaId}/absences': policies,
  'GET /v1/rotas/{rotaId}/feeds': policies,
  'POST /v1/rotas/{rotaId}/feeds': policies,
  'POST /v1/rotas/{rotaId}/feeds/{feedId}/revoke': { ...policies, byCommand },
  // A function of its own, because whoever has the address reads it.
  'GET /v1/rota-feeds/{token}': { server: 'api/serve-rota-feed' },
  'GET /v1/policy/simulations': policyRuns,
  'PUT /v1/policy/simulations/{simulationId}': policyRuns,
  'POST /v1/policy/signal-files': policyRuns,
  'GET /v1/policy/simulations/{simulationId}': policyRuns,
  'GET /v1/policy/simulations/{simulationId}/cases': policyRuns,
  'GET /v1/policy/moves': policyRuns,
  'PUT /v1/policy/moves/{moveId}': policyRuns,
  'GET /v1/policy/moves/{moveId}': policyRuns,
  'GET /v1/policy/moves/{moveId}/cases': policyRuns,
  'POST /v1/policy/moves/{moveId}/start': { ...policyRuns, byCommand },
  'POST /v1/policy/moves/{moveId}/stop': { ...policyRuns, byCommand },

  // A function of its own, because it may take letters from every dead-letter queue and send them where they came from.
  'GET /v1/dead-letters': deadLetters,
  'GET /v1/dead-letters/{queue}': deadLetters,
  'GET /v1/dead-letters/{queue}/history': { ...deadLetters, byCommand },
  'POST /v1/dead-letters/{queue}/redrive': { ...deadLetters, byCommand },
  'POST /v1/dead-letters/{queue}/letters/{letterId}/redrive': { ...deadLetters, byCommand },
  'POST /v1/dead-letters/{queue}/letters/{letterId}/discard': { ...deadLetters, byCommand },

  'GET /v1/replies/{token}': { server: 'notification/answer-link', alsoHead },
  'POST /v1/replies/{token}': { server: 'notification/answer-link' },
  // A function of its own, because it may change nothing.
  'GET /v1/views/{token}': { server: 'notification/show-case', alsoHead },
  'GET /v1/mail-replies/{token}': { server: 'notification/answer-mail', alsoHead },
  'POST /v1/mail-replies/{token}': { server: 'notification/answer-mail' },
  // A function of its own, because somebody without an account may put a document into the raw bucket.
  'GET /v1/partner/{token}': { server: 'notification/answer-partner', alsoHead },
  'POST /v1/partner/{token}': { server: 'notification/answer-partner' },
  'GET /v1/opt-outs/{token}': { server: 'notification/answer-opt-out', alsoHead },
  'POST /v1/opt-outs/{token}': { server: 'notification/answer-opt-out' },
  'POST /v1/slack/interactions': { server: 'notification/answer-slack' },

  'GET /v1/openapi.yaml': contracts,
  'GET /v1/openapi.json': contracts,
  'GET /v1/asyncapi.yaml': contracts,
  'GET /v1/asyncapi.json': contracts,
  'GET /v1/docs': contracts,
} as const satisfies Routes;

/** What the gateway has for a call: `POST /v1/cases/{caseId}/{command}`. */
export function gatewayRouteOf(name: string, route: Route): string {
  return route.byCommand === true ? name.replace(/[^/]+$/, '{command}') : name;
}

/** Methods of the gateway for one server, each once, in the order of the table. */
export function gatewayRoutesOf(server: Server, routes: Routes = ROUTES): readonly string[] {
  const own = Object.entries(routes).filter(([, route]) => route.server === server);
  return [...new Set(own.flatMap(([name, route]) => [gatewayRouteOf(name, route), ...headOf(name, route)]))];
}

function headOf(name: string, { alsoHead }: Route): readonly string[] {
  return alsoHead === true ? [name.replace(/^GET /, 'HEAD ')] : [];
}
