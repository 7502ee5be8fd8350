import type { Meaning } from '../../meaning.ts';

function group(rows: Readonly<Record<string, string>>, trouble?: string): readonly (readonly [string, Meaning])[] {
  return Object.entries(rows).map(([code, text]) => [code, trouble === undefined ? { text } : { text, trouble }]);
}

/** UN/EDIFACT 7365, processing indicator: those that customs answers with (D.96B to D.04A; the same in the release notifications of Canada). */
export const processingIndicator: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...group(
    {
      '2': 'Declaration rejected',
      '3': 'Declaration rejected',
      '5': 'Goods required for examination',
      '7': 'Goods detained',
      '16': 'Correction not approved',
      '25': 'Prohibited or restricted goods',
      '26': 'Container quarantine',
      '30': 'Not processed until action is taken',
      '33': 'Transaction rejected',
      '60': 'Fumigation',
    },
    'compliance.customs_hold',
  ),
  ...group({ '6': 'Documents to be produced', '10': 'Declaration requested' }, 'compliance.document_missing'),
  ...group(
    {
      '12': 'Sender not allowed this message type',
      '13': 'Message type not supported',
      '14': 'Error message',
      '31': 'Transaction cannot be processed',
      '35': 'Transaction unknown',
    },
    'integration.payload_rejected',
  ),
  ...group({ '43': 'Container damaged' }, 'cargo.damaged'),
  ['4', { text: 'Goods released', milestone: 'customs_released' }],
  ...group({
    '1': 'Declaration accepted',
    '8': 'Goods may move under customs transfer',
    '9': 'Declaration accepted, awaiting arrival of goods',
    '11': 'Pre-entry information',
    '15': 'Correction approved',
    '17': 'Message received',
    '23': 'Authorised to deliver',
    '24': 'Declaration accepted, awaiting processing',
    '32': 'Transaction accepted',
    '34': 'Transaction awaiting processing',
    '36': 'Changed information',
    '37': 'Complete information',
    '38': 'Manual procedures',
    '66': 'Declaration accepted, with comments',
    '67': 'Declaration partly accepted, with comments',
  }),
]);
