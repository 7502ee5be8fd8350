/** What a reason says beside an ordinary status. */
export interface ReasonCode {
  readonly meaning: string;
  /** Exception type that the reason makes of an ordinary status; absent: it only explains. */
  readonly trouble?: string;
  /** Why it does, or does not. */
  readonly why: string;
}

type Rows = Readonly<Record<string, string>>;

export function reasonGroup(why: string, rows: Rows, trouble?: string): readonly (readonly [string, ReasonCode])[] {
  return Object.entries(rows).map(([code, meaning]) => [
    code,
    { meaning, why, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/** X12 data element 1651, shipment status or appointment reason code (ASC X12 release 004010; the same codes up to 008050), with what each means to us. */
export const statusReason: ReadonlyMap<string, ReasonCode> = new Map([
  ...reasonGroup('Nothing is wrong.', { NS: 'Normal status', NA: 'Normal appointment' }),
  ...reasonGroup('It explains how something was done, and nothing waits for anybody.', {
    A3: 'Indirect delivery',
    A6: 'Address corrected, delivery attempted',
    AP: 'Awaiting export',
    AZ: 'Alternate carrier delivered',
    BF: 'Carrier keying error',
    BJ: 'Customer wanted earlier delivery',
    BK: 'Prearranged appointment',
    C1: 'Waiting for customer pick-up',
    CB: 'No requested arrival date provided by shipper',
    CC: 'No requested arrival time provided by shipper',
    RC: 'Reconsigned',
  }),
  ...reasonGroup(
    'The carrier, or what it drives, is behind its plan.',
    {
      AA: 'Mis-sort',
      AF: 'Accident',
      AH: 'Driver related',
      AI: 'Mechanical breakdown',
      AJ: 'Other carrier related',
      AL: 'Previous stop',
      AV: 'Exceeds service limitations',
      AW: 'Past cut-off time',
      AX: 'Insufficient pick-up time',
      BH: 'Insufficient time to complete delivery',
      BI: 'Cartage agent',
      BM: 'Flatcar shortage',
      BN: 'Failed to release billing',
      BO: 'Railroad failed to meet schedule',
      BR: 'Train derailment',
      D1: 'Carrier dispatch error',
      D2: 'Driver not available',
      P1: 'Processing delay',
      P4: 'Held for full carrier load',
      T1: 'Tractor with sleeper car not available',
      T2: 'Tractor, conventional, not available',
      T3: 'Trailer not available',
      T4: 'Trailer not usable due to prior product',
      T5: 'Trailer class not available',
      T6: 'Trailer volume not available',
      T7: 'Insufficient delivery time',
    },
    'transport.delay',
  ),
  ...reasonGroup(
    'Something outside holds the shipment up.',
    {
      AN: 'Holiday, closed',
      AO: 'Weather or natural disaster related',
      AU: 'Civil event related delay',
      BE: 'Road conditions',
      F2: 'International non-carrier delay',
      P2: 'Waiting inspection',
    },
    'transport.delay',
  ),
  ...reasonGroup(
    'Shipper or consignee holds the shipment up, and somebody on our side can clear it.',
    {
      AD: 'Customer requested future delivery',
      AG: 'Consignee related',
      AM: 'Shipper related',
      B2: 'Trap for customer',
      B4: 'Held for payment',
      B5: 'Held for consignee',
      B8: 'Improper unloading facility or equipment',
      B9: 'Receiving time restricted',
      BB: 'Held per shipper',
      BL: 'Held for protective service',
      BQ: 'Shipment overweight',
      C2: 'Credit hold',
      C3: 'Suspended at customer request',
      C4: 'Customer vacation',
      C5: 'Customer strike',
      C6: 'Waiting shipping instructions',
      C7: 'Waiting for customer specified carrier',
      HB: 'Held pending appointment',
      P3: 'Production falldown',
    },
    'transport.delay',
  ),
  ...reasonGroup('Not normal, says the sender, and no more: a person has to ask.', { BG: 'Other' }, 'transport.delay'),
  ...reasonGroup(
    'The goods were not handed over, or cannot be.',
    {
      A1: 'Missed delivery',
      A2: 'Incorrect address',
      A5: 'Unable to locate',
      AE: 'Restricted articles unacceptable',
      AQ: 'Recipient unavailable, delivery delayed',
      B1: 'Consignee closed',
      BS: 'Refused by customer',
      BT: 'Returned to shipper',
      C8: 'Collect on delivery required',
      C9: 'Cash not available from consignee',
    },
    'transport.delivery_failed',
  ),
  ...reasonGroup('The pick-up did not happen.', { AY: 'Missed pick-up' }, 'transport.milestone_missed'),
  ...reasonGroup(
    'Customs has it, or the broker lacks something.',
    {
      AS: 'Hold due to customs documentation problems',
      AT: 'Unable to contact recipient for broker information',
      BD: 'Border clearance',
      CA: 'Customs (import or export)',
      F1: 'Non-express clearance delay',
    },
    'compliance.customs_hold',
  ),
  ...reasonGroup(
    'A document is missing or wrong, which we can send.',
    { AR: 'Improper international paperwork', BC: 'Missing documents' },
    'compliance.document_missing',
  ),
  ...reasonGroup(
    'The goods may be hurt and have to be looked at.',
    { AK: 'Damaged, rewrapped in hub', BP: 'Load shifted' },
    'cargo.damaged',
  ),
  ...reasonGroup('Part of the goods has not come.', { S1: 'Delivery shortage' }, 'transport.lost'),
]);

/** An appointment that the customer asked to move is as good as the old one. */
export const wishedByCustomer: ReadonlySet<string> = new Set(['AD']);
