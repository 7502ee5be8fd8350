export interface FunctionCode {
  readonly meaning: string;
  readonly trouble?: string;
  readonly milestone?: 'customs_released' | 'departed';
  /** Why it is trouble, or why it is none. */
  readonly why: string;
}

const HOLD = 'compliance.customs_hold';
const OK = 'Customs tells how things stand.';

/**
 * Function codes of responses by the WCO data model as the Declaration Management System writes them (HMRC, Customs Declarations end-to-end service guide, receiving notifications; the same
 * codes in the other countries that run it). In brackets the name of HMRC.
 */
export const functionCodes: ReadonlyMap<string, FunctionCode> = new Map<string, FunctionCode>([
  ['01', { meaning: 'Declaration accepted (DMSACC)', why: OK }],
  ['02', { meaning: 'Message registered (DMSRCV)', why: OK }],
  [
    '03',
    { meaning: 'Message rejected (DMSREJ)', trouble: HOLD, why: 'Nothing moves before it is mended and sent again.' },
  ],
  ['05', { meaning: 'Goods are to be examined (DMSCTL)', trouble: HOLD, why: 'The goods wait for the examination.' }],
  [
    '06',
    {
      meaning: 'Documents have to be presented (DMSDOC)',
      trouble: 'compliance.document_missing',
      why: 'Goods wait for a paper that somebody has.',
    },
  ],
  ['07', { meaning: 'Declaration corrected (DMSRES)', why: OK }],
  ['08', { meaning: 'Goods released (DMSROG)', milestone: 'customs_released', why: 'Goods may go on.' }],
  ['09', { meaning: 'Declaration cleared (DMSCLE)', milestone: 'customs_released', why: 'Goods may go on.' }],
  ['10', { meaning: 'Declaration cancelled (DMSINV)', why: 'Mostly at the wish of the trader.' }],
  ['11', { meaning: 'Answer to an additional message (DMSREQ)', why: 'Its status says whether it was granted.' }],
  ['13', { meaning: 'Duties assessed (DMSTAX)', why: OK }],
  ['14', { meaning: 'Balance too low for the duties (DMSCPI)', trouble: HOLD, why: 'Without payment no release.' }],
  ['15', { meaning: 'Reminder to pay the duties (DMSCPR)', trouble: HOLD, why: 'Without payment no release.' }],
  ['16', { meaning: 'Goods have left (DMSEOG)', milestone: 'departed', why: 'The export is done.' }],
  ['17', { meaning: 'Declaration is handled by hand (DMSEXT)', why: OK }],
  [
    '18',
    {
      meaning: 'No exit result yet (DMSGER)',
      trouble: 'transport.milestone_missed',
      why: 'The goods should have left, and nobody has said so.',
    },
  ],
  ['50', { meaning: 'Another authority delays the clearance (DMSALV)', trouble: HOLD, why: 'The goods wait for it.' }],
  ['51', { meaning: 'Customs has a query (DMSQRY)', trouble: HOLD, why: 'The goods wait for the answer.' }],
]);

/** Status of a response 11: denied. 39 is granted. */
export const DENIED = '41';
