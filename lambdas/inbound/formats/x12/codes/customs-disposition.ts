export interface Disposition {
  readonly meaning: string;
  readonly trouble?: string;
  /** It lets the goods go, or takes a hold away. */
  readonly isRelease: boolean;
  readonly why: string;
}

type Rows = Readonly<Record<string, string>>;

function group(
  why: string,
  rows: Rows,
  { trouble, isRelease = false }: { readonly trouble?: string; readonly isRelease?: boolean } = {},
): readonly (readonly [string, Disposition])[] {
  return Object.entries(rows).map(([code, meaning]) => [
    code,
    { meaning, why, isRelease, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/**
 * What X407 of the 350 says: disposition codes of U.S. Customs and Border Protection (CBP and Trade Automated Interface Requirements, appendix N, September 2020), which X12
 * leaves to customs.
 */
export const customsDisposition: ReadonlyMap<string, Disposition> = new Map([
  ...group(
    'The goods must not move, or must not be loaded, before it is taken away.',
    {
      '1A': 'Entered: intensive examination required',
      '1G': 'CBP hold placed at port of in-bond destination',
      '1H': 'CBP hold placed at port of discharge',
      '1T': 'Seized',
      '1X': 'Transfer for examination',
      '2G': 'USDA hold placed at port of in-bond destination',
      '2H': 'USDA hold placed at port of discharge',
      '2P': 'Hold for importer security filing compliance',
      '2R': 'Do not load: importer security filing compliance',
      '3G': 'Other agency hold placed at port of in-bond destination',
      '3H': 'Other agency hold placed at port of discharge',
      '4A': 'Override to intensive examination',
      '5H': 'Entry processing hold',
      '6H': 'Do not load',
      '7H': 'Non-intrusive inspection hold',
    },
    { trouble: 'compliance.customs_hold' },
  ),
  ...group(
    'What was released or filed is no longer, so customs keeps the goods.',
    { '4E': 'Entry cancelled', '4Z': 'Ocean terminal release cancelled' },
    { trouble: 'compliance.customs_hold' },
  ),
  ...group(
    'Nobody has cleared the goods in time: customs takes them into its own store.',
    { '1S': 'Ordered to general order', '1U': 'Sent to general order' },
    { trouble: 'compliance.customs_hold' },
  ),
  ...group(
    'The security filing lacks, and we can send it.',
    { '2O': 'Hold: no importer security filing on file', '2Q': 'Do not load: no importer security filing' },
    { trouble: 'compliance.document_missing' },
  ),
  ...group(
    'Customs lets the goods go.',
    {
      '1B': 'Released: intensive examination completed',
      '1C': 'Entered and released: general examination',
      '1Z': 'Ocean terminal release',
      '4C': 'Override to general examination',
    },
    { isRelease: true },
  ),
  ...group('A hold is over. Whether the goods are released is for another code to say.', {
    '1F': 'CBP hold removed at port of in-bond destination',
    '1I': 'CBP hold removed at port of discharge',
    '2F': 'USDA hold removed at port of in-bond destination',
    '2I': 'USDA hold removed at port of discharge',
    '3F': 'Other agency hold removed at port of in-bond destination',
    '3I': 'Other agency hold removed at port of discharge',
    '4O': 'Security filing hold removed (2O)',
    '4P': 'Security filing hold removed (2P)',
    '4Q': 'Do not load removed (2Q)',
    '4R': 'Do not load removed (2R)',
    '5I': 'Entry processing hold removed',
    '6I': 'Do not load removed',
    '7I': 'Non-intrusive inspection hold removed',
  }),
  ...group('It moves the papers, and holds nothing.', {
    '01': 'Port of discharge changed',
    '02': 'Entry advisory',
    '03': 'Port of entry change',
    '04': 'Second notify party added',
    '11': 'Arrival of in-bond: complete movement',
    '12': 'Arrival of in-bond: bill of lading',
    '13': 'Arrival of in-bond: container',
    '18': 'Master in-bond advisory',
    '19': 'Actual conveyance arrival',
    '1J': 'In-bond movement authorized',
    '1W': 'Transfer within the port authorized',
    '1Y': 'Master and house bill match',
    '3U': 'Security filing removed',
    '3W': 'In-bond diversion granted',
    '3Z': 'Security filing on file',
    '50': 'Export of in-bond: complete movement',
    '51': 'Export of in-bond: bill of lading',
    '52': 'Export of in-bond: container',
    '54': 'Bill deleted by the carrier',
    '55': 'Bill added by the carrier',
    '56': 'Bill changed by the carrier',
    '69': 'Bill on file',
  }),
]);
