/** A call that goes on from an answer, and where in that answer its parameters stand: OpenAPI 3.1, Link Object. */
export interface Link {
  readonly operationId: string;
  readonly description: string;
  /** Runtime expressions. */
  readonly parameters: Readonly<Record<string, string>>;
}

type Links = Readonly<Record<string, Link>>;

const casesOfSignal: Links = {
  cases: {
    operationId: 'listCases',
    description: 'The case that the first signal went to. Each signal has an id of its own.',
    parameters: { signal: '$response.body#/signals/0/id' },
  },
};
const sourceMade: Links = {
  source: {
    operationId: 'readSource',
    description: 'The source as it is registered.',
    parameters: { sourceId: '$response.body#/source/id' },
  },
};

/** By call and status. A list's first item stands for each. */
export const LINKS: Readonly<Record<string, Readonly<Record<string, Links>>>> = {
  'POST /v1/webhooks/{pathKey}': { 202: casesOfSignal },
  'POST /v1/signals': { 202: casesOfSignal },
  'GET /v1/cases': {
    200: {
      case: {
        operationId: 'readCase',
        description: 'A case of the list.',
        parameters: { caseId: '$response.body#/items/0/id' },
      },
    },
  },
  'POST /v1/sources': { 201: sourceMade },
  'GET /v1/sources': {
    200: {
      source: {
        operationId: 'readSource',
        description: 'A source of the list.',
        parameters: { sourceId: '$response.body#/items/0/id' },
      },
    },
  },
  'POST /v1/sources/{sourceId}/uploads': {
    201: {
      files: {
        operationId: 'listFiles',
        description: 'What became of the file, once it was put where the answer says.',
        parameters: { sourceId: '$request.path.sourceId' },
      },
    },
  },
  'GET /v1/sources/{sourceId}/quarantine': {
    200: {
      payload: {
        operationId: 'readQuarantined',
        description: 'A payload of the list.',
        parameters: { sourceId: '$request.path.sourceId', quarantineId: '$response.body#/items/0/id' },
      },
      replay: {
        operationId: 'replayQuarantined',
        description: 'Reads it again, by the registration and mapping of today.',
        parameters: { sourceId: '$request.path.sourceId', quarantineId: '$response.body#/items/0/id' },
      },
    },
  },
  'GET /v1/mails': {
    200: {
      mail: {
        operationId: 'readMail',
        description: 'A mail of the list, with what we would take it for.',
        parameters: { sourceId: '$response.body#/items/0/sourceId', mailId: '$response.body#/items/0/id' },
      },
    },
  },
  'GET /v1/mappings': {
    200: {
      mapping: {
        operationId: 'readMapping',
        description: 'A mapping of the list.',
        parameters: { mappingId: '$response.body#/items/0/id' },
      },
    },
  },
  'GET /v1/dead-letters': {
    200: {
      letters: {
        operationId: 'lookAtDeadLetters',
        description: 'What lies in a queue of the list.',
        parameters: { queue: '$response.body#/items/0/name' },
      },
    },
  },
};

export function linksOf(route: string, status: string): { readonly links?: Links } {
  const links = LINKS[route]?.[status];
  return links === undefined ? {} : { links };
}
