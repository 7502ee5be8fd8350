export interface ReasonCode {
  readonly meaning: string;
  readonly trouble?: string;
}

function group(
  trouble: string | undefined,
  rows: Readonly<Record<string, string>>,
): readonly (readonly [string, ReasonCode])[] {
  return Object.entries(rows).map(([code, meaning]) => [
    code,
    { meaning, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/** UN/EDIFACT 9013, status reason (D.96A to D.01B; user or association defined in between): what it makes of an ordinary status. Those of the last group only explain. */
export const statusReason: ReadonlyMap<string, ReasonCode> = new Map<string, ReasonCode>([
  ...group('transport.delivery_failed', {
    '1': 'Address ex delivery area',
    '3': 'Agent refusal',
    '6': 'Attempt unsuccessful',
    '7': 'Business closed',
    '9': 'Complementary address needed',
    '16': 'Destination incorrect',
    '30': 'Incorrect address',
    '39': 'No recipient contact information',
    '47': 'Payment refused',
    '49': 'Refused without reason given',
  }),
  ...group('transport.delay', {
    '2': 'After transport departed',
    '8': 'Changed schedule',
    '10': 'Computer system down',
    '17': 'Departure delay',
    '18': 'Derailment',
    '20': 'Dock strike',
    '23': 'Equipment failure',
    '31': 'Industrial dispute',
    '32': 'Instructions awaited',
    '34': 'Means of transport damaged',
    '35': 'Mechanical breakdown',
    '36': 'Mechanical inspection',
    '50': 'Scheduled past cut-off',
    '51': 'Shunted to siding',
    '53': 'Sorted wrong route',
    '58': 'Transit delay',
    '63': 'Weather conditions',
  }),
  ...group('transport.milestone_missed', { '41': 'Not loaded', '43': 'Package not ready' }),
  ...group('compliance.customs_hold', {
    '13': 'Customs refusal',
    '24': 'Examination required by relevant authority',
    '25': 'Export restrictions',
    '26': 'Frustrated export',
    '28': 'Import restrictions',
  }),
  ...group('compliance.document_missing', { '37': 'Missing or incorrect documents' }),
  ...group('cargo.damaged', { '4': 'Altered seals', '14': 'Damaged', '60': 'Unacceptable condition' }),
  ...group('transport.lost', {
    '27': 'Goods units missing',
    '33': 'Lost',
    '40': 'Not identified',
    '45': 'Partly missing',
    '48': 'Plundered',
    '56': 'Totally missing',
    '59': 'Unable to locate',
  }),
  ...group('cargo.mis_shipped', { '19': 'Discrepancy', '29': 'Incorrect pick information' }),
  ...group('transport.detention', { '64': 'Expired free time' }),
  ...group(undefined, {
    '5': 'Appointment scheduled',
    '11': 'Credit approval requested',
    '12': 'Customer arrangements',
    '15': 'Delivery at specific requested times',
    '21': 'Due to customer',
    '22': 'Empty',
    '38': 'New delivery arrangements',
    '42': 'On deck',
    '44': 'Package tracking number unknown',
    '46': 'Payment not received',
    '52': 'Signature not required',
    '54': 'Special service required',
    '55': 'Split',
    '57': 'Tracking information unavailable',
    '61': 'Under deck',
    '62': 'Unknown',
    '65': 'Outstanding claims settled',
  }),
]);
