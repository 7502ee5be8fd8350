import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import { CONTRACT_VERSION } from '../../lambdas/contracts/api/version.ts';
import { caseSummary, EVENT_SOURCE, journalEntry, signal } from '../../lambdas/contracts/index.ts';
import { at, members, readDocument } from './document.ts';
import type { Json } from './document.ts';
import { HAPPENINGS } from './name-events.ts';

const CONTENT = 'application/json';
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** AsyncAPI 3 of what goes over the bus: one message for each kind of event, with its whole EventBridge envelope. */
export function buildAsyncApi(): Json {
  const messages = {
    SignalReceived: message('SignalReceived', 'A report was received, read and kept.', {
      type: 'object',
      required: ['contract', 'signal'],
      properties: { contract: { const: 'signal-received/1' }, signal: ref('Signal') },
    }),
    ...Object.fromEntries(
      [...HAPPENINGS].map(([what, option]) => [what, message(what, describe(what, option), caseEventOf(what))]),
    ),
  };
  const names = Object.keys(messages);
  return readDocument({
    asyncapi: '3.0.0',
    info: {
      title: 'Fairlead events',
      version: CONTRACT_VERSION,
      description: `What happens, as it happens: every report that was read, and every entry of the journal of every case. Subscribe by a rule on the bus; its name is the output \`EventBus\` of the stack \`fairlead-<stage>-data\`.

Events come at least once and in no order: drop what you have seen (\`entry.caseId\` and \`entry.sequence\`), and order by the sequence. \`contract\` in the detail names the version of the event; within it fields and kinds of events are added only, so bear what you do not know. Of personal data the entries have digests only; the free text of a report may name people.`,
    },
    defaultContentType: CONTENT,
    servers: {
      bus: {
        host: 'events.{region}.amazonaws.com',
        protocol: 'eventbridge',
        description: 'Amazon EventBridge in the account of the stage.',
        variables: { region: { default: 'eu-central-1', description: 'Region of the stage.' } },
      },
    },
    channels: {
      bus: {
        address: '{bus}',
        title: 'The event bus',
        description: 'Archived and replayable. Everybody in the account who may make a rule can subscribe.',
        parameters: {
          bus: { description: 'Name of the bus: output `EventBus` of the stack `fairlead-<stage>-data`.' },
        },
        servers: [{ $ref: '#/servers/bus' }],
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      publishSignals: publish('A report was read', ['SignalReceived']),
      publishCaseEvents: publish('Something has happened to a case', [...HAPPENINGS.keys()]),
    },
    components: { messages, schemas: schemas() },
  });
}

const publish = (title: string, names: readonly string[]) => ({
  action: 'send',
  title,
  channel: { $ref: '#/channels/bus' },
  messages: names.map((name) => ({ $ref: `#/channels/bus/messages/${name}` })),
});

function message(name: string, summary: string, detail: object) {
  return {
    name,
    title: name,
    summary,
    contentType: CONTENT,
    payload: {
      type: 'object',
      required: ['source', 'detail-type', 'detail', 'time', 'id'],
      properties: {
        id: { type: 'string', description: 'Of the event; the same event that comes twice may have two.' },
        source: { const: EVENT_SOURCE },
        'detail-type': { const: name },
        time: { type: 'string', format: 'date-time', description: 'When it happened.' },
        detail,
      },
    },
  };
}

/** One entry of the journal, of this kind, and the case as it was then. */
function caseEventOf(what: string): object {
  return {
    type: 'object',
    required: ['contract', 'entry', 'case'],
    properties: {
      contract: { const: 'case-event/1' },
      entry: { allOf: [ref('JournalEntry'), { type: 'object', properties: { happening: ref(what) } }] },
      case: ref('CaseSummary'),
      reduced: {
        const: true,
        description: 'The facts are left out, because the event would be too large; the journal has them.',
      },
    },
  };
}

/** `CaseHandedBack` without words of its own: "Case handed back." */
function describe(what: string, option: z.ZodType): string {
  const words = what.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return option.description ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Each schema that a message names, with those that it names itself; open, because fields are added. */
function schemas(): unknown {
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: { title: '', version: '' },
      components: {
        schemas: {
          Signal: signal,
          JournalEntry: journalEntry,
          CaseSummary: caseSummary,
          ...Object.fromEntries(HAPPENINGS),
        },
      },
    },
    {
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );
  return siblingsApart(at(document, 'components', 'schemas'));
}

/** Beside a reference AsyncAPI takes nothing. */
function siblingsApart(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(siblingsApart);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = Object.fromEntries(members(value).map(([name, member]) => [name, siblingsApart(member)]));
  if ($ref === undefined) return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { allOf: [{ $ref }], ...rest };
}
