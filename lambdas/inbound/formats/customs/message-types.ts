export interface MessageType {
  readonly meaning: string;
  /** Exception type where the message by itself is trouble. */
  readonly trouble?: string;
  readonly milestone?: 'customs_released' | 'departed' | 'arrived';
  /** Why it is trouble, or why it is none. */
  readonly why: string;
}

function group(
  why: string,
  rows: Readonly<Record<string, string>>,
  more: Pick<MessageType, 'trouble' | 'milestone'> = {},
): readonly (readonly [string, MessageType])[] {
  return Object.entries(rows).map(([code, meaning]) => [code, { meaning, why, ...more }]);
}

const HOLD = { trouble: 'compliance.customs_hold' };

/**
 * Messages of the European customs systems by their name without version letter: entry summary (ICS, ICS2), transit (NCTS phases 4 and 5), export (ECS, AES). Sources: DDNTA of ICS, NCTS-P5
 * and AES, and HMRC's Common Transit Convention Traders API (list of messages from NCTS).
 */
export const messageTypes: ReadonlyMap<string, MessageType> = new Map([
  ...group(
    'Goods are looked at, or must not be loaded or moved, until customs says otherwise.',
    {
      CC351: 'Advance intervention notification',
      CC361: 'Control decision on entry',
      CC060: 'Control decision notification',
      CC560: 'Export control decision notification',
      CC561: 'Exit control decision notification',
      IE3Q01: 'Do not load request',
      IE3Q03: 'Screening of high-risk cargo requested',
      IE3N05: 'Do not load notification',
      IE3N08: 'Control notification',
      IE3N09: 'Control notification to an authorised operator',
    },
    HOLD,
  ),
  ...group(
    'Customs has said no: goods stay where they are until it is put right.',
    {
      CC051: 'No release for transit',
      CC055: 'Guarantee not valid',
      CC322: 'Entry release rejection',
      CC324: 'Diversion request rejection',
      CC522: 'Exit release rejection',
      CC551: 'No release for export',
    },
    HOLD,
  ),
  ...group(
    'Without a declaration that customs has taken, nothing moves.',
    {
      CC305: 'Amendment rejection',
      CC316: 'Entry summary declaration rejected',
      CC348: 'Arrival notification rejection',
      CC005: 'Amendment rejection',
      CC008: 'Arrival notification rejection',
      CC016: 'Declaration rejected',
      CC056: 'Rejection from the office of departure',
      CC057: 'Rejection from the office of destination',
      CC058: 'Unloading remarks rejection',
      CC505: 'Export amendment rejection',
      CC556: 'Rejection from the office of export',
      CC557: 'Rejection from the office of exit',
      IE3N01: 'Entry summary declaration: validation error',
      IE3N02: 'Entry summary declaration is not complete',
      IE3N07: 'House consignment in a wrong state',
    },
    HOLD,
  ),
  ...group(
    'The declarant has to answer before a deadline, else customs decides without.',
    {
      CC019: 'Discrepancies at the office of destination',
      CC022: 'Notification to amend the declaration',
      CC035: 'Recovery notification',
      CC140: 'Request on a movement that has not arrived',
      CC582: 'Request on an export that has not left',
      IE3Q02: 'Additional information requested',
      IE3N04: 'Additional information is being asked for',
    },
    HOLD,
  ),
  ...group(
    'What happened on the way has cost time, and the goods may have been moved over.',
    { CC180: 'Incident notification', CC182: 'Forwarded incident notification' },
    { trouble: 'transport.delay' },
  ),
  ...group(
    'The message never became a declaration: it has to be mended and sent again.',
    { CC906: 'Functional rejection', CC907: 'Message not read', CC917: 'XML rejection', IE3N99: 'Error notification' },
    { trouble: 'integration.payload_rejected' },
  ),
  ...group(
    'Goods may go on.',
    {
      CC025: 'Goods release notification',
      CC029: 'Release for transit',
      CC330: 'Entry release notification',
      CC525: 'Exit release notification',
      CC529: 'Release for export',
    },
    { milestone: 'customs_released' },
  ),
  ...group(
    'The goods have left.',
    { CC590: 'Exit notification', CC599: 'Export notification' },
    { milestone: 'departed' },
  ),
  ...group('Customs has taken what it was sent.', {
    CC004: 'Amendment acceptance',
    CC028: 'MRN allocated',
    CC304: 'Amendment acceptance',
    CC325: 'Diversion request acknowledged',
    CC328: 'Entry summary declaration registered',
    CC349: 'Arrival notification validated',
    CC504: 'Export amendment acceptance',
    CC528: 'MRN allocated',
    CC928: 'Positive acknowledgement',
    IE3R01: 'Entry summary declaration registered',
    IE3R04: 'Arrival registered',
  }),
  ...group('It tells how things stand, and nobody has to do anything about it.', {
    CC009: 'Invalidation decision',
    CC023: 'Guarantor notification',
    CC043: 'Unloading permission',
    CC045: 'Write-off notification',
    CC509: 'Export invalidation decision',
    IE3N03: 'Assessment complete',
    IE3N10: 'Amendment notification',
    IE3N11: 'Entry summary declaration pending',
  }),
  ...group('It is what a trader sends to customs, and no answer.', {
    CC007: 'Arrival notification',
    CC013: 'Declaration amendment',
    CC014: 'Declaration invalidation request',
    CC015: 'Declaration data',
    CC044: 'Unloading remarks',
    CC141: 'Information about a movement that has not arrived',
    CC170: 'Presentation notification',
    CC313: 'Entry summary declaration amendment',
    CC315: 'Entry summary declaration',
    CC323: 'Diversion request',
    CC347: 'Arrival notification',
    CC507: 'Arrival at exit',
    CC513: 'Export declaration amendment',
    CC514: 'Export invalidation request',
    CC515: 'Export declaration',
  }),
]);
