import type { Proof } from '../../lambdas/contracts/api/operation.ts';

export const INFO = {
  title: 'Fairlead',
  summary: 'Gets every logistics exception to the person who must act, in time.',
  description: `Systems report by webhook, in their own format or in ours; people see cases, take them, and solve them.

**Versions.** The version stands in the path. Within it only what breaks nobody is added: new calls, new fields of an answer, new values of a list that is answered, new kinds of events. Bear what you do not know. What is deprecated says so in the headers \`Deprecation\` (RFC 9745), \`Sunset\` (RFC 8594) and \`Link\`.

**Refusals** are problem details (RFC 9457): \`type\` says which, \`errors\` points at each field and says the mend. What the gateway refuses by itself has the type \`about:blank\`.

**Once.** Every command may be sent again: what is done already is answered as \`unchanged\`, and the same report is one signal.

**Units.** Instants are ISO 8601, in UTC unless an offset stands beside them; durations are ISO 8601; money and quantities are decimals as text, with their currency or unit.`,
  license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
} as const;

export const TAGS = [
  { name: 'Reports', description: 'What systems send: trouble, progress, plans, corrections, retractions.' },
  { name: 'Cases', description: 'One trouble that people work on.' },
  { name: 'Tasks', description: 'What the playbook of a case wants of people.' },
  { name: 'Silences', description: 'Maintenance windows: what comes in meanwhile is kept and calls nobody.' },
  { name: 'Actions', description: 'Changes in systems of record: proposed, approved, made.' },
  { name: 'Sources', description: 'Systems that may report, and how they prove who they are.' },
  { name: 'Quarantine', description: 'What could not be read.' },
  { name: 'Mails', description: 'Mails of which a person has to decide what they report.' },
  { name: 'Mappings', description: 'How tables and JSON of sources are read, as data.' },
  { name: 'Policies', description: 'What is severe, whose it is and who is called: written, approved, published.' },
  { name: 'Rotas', description: 'Who is on duty, who was, what people change of it, and calendars in and out.' },
  { name: 'Dead letters', description: 'What could not be done after all its tries.' },
  { name: 'Customers', description: 'Who wants no messages from us.' },
  { name: 'Links in messages', description: 'What the links and buttons of messages call.' },
  { name: 'People', description: 'Who the caller is.' },
  { name: 'Contracts', description: 'These descriptions.' },
];

export const SECURITY_SCHEMES = {
  person: {
    type: 'apiKey',
    in: 'header',
    name: 'authorization',
    description:
      'Identity token (JWT) of the Cognito user pool, without a word before it. Groups of the pool are roles.',
  },
  webhookPath: {
    type: 'apiKey',
    in: 'header',
    name: 'fairlead-signature',
    description:
      'The unguessable path says who it is and lends the request the API key of the source. The proof is the signature over the raw body by the scheme of its registration: ours, `t=<seconds>,v1=<hex HMAC-SHA-256 of <t>.<body>>`, or that of a vendor in the header of the vendor. docs/sources.md lists them.',
  },
  sourceSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'fairlead-signature',
    description:
      '`t=<seconds since 1970>,v1=<hex HMAC-SHA-256 of <t>.<raw body>>`, with the secret of the source that the header `fairlead-source` names. At most 300 seconds old.',
  },
  clientCertificate: {
    type: 'mutualTLS',
    description: 'On a domain of its own; in place of, or beside, the signature, as the registration says.',
  },
  slackSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'x-slack-signature',
    description: 'As Slack signs: HMAC-SHA-256 over version, time and raw body.',
  },
} as const;

/** Which schemes prove what; each entry is one way. */
export const SECURITY: Readonly<Record<Proof, Record<string, string[]>[]>> = {
  person: [{ person: [] }],
  source: [{ webhookPath: [] }, { clientCertificate: [] }],
  'source-by-name': [{ sourceSignature: [] }, { clientCertificate: [] }],
  link: [],
  slack: [{ slackSignature: [] }],
  nothing: [],
};
