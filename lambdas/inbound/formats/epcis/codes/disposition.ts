export interface Disposition {
  readonly meaning: string;
  /** Exception type; absent: it only tells how things stand. */
  readonly trouble?: string;
  /** Business step in which it is meant to come about, and so is no trouble. */
  readonly intendedIn?: string;
  /** Why it is trouble, or is not. */
  readonly why: string;
}

type Rows = Readonly<Record<string, string>>;

function ordinary(why: string, rows: Rows): readonly (readonly [string, Disposition])[] {
  return Object.entries(rows).map(([code, meaning]) => [code, { meaning, why }]);
}

/** GS1 Core Business Vocabulary 2.0, dispositions (https://ref.gs1.org/cbv/Disp), with what each means to us. */
export const disposition: ReadonlyMap<string, Disposition> = new Map([
  [
    'damaged',
    { meaning: 'Damaged', trouble: 'cargo.damaged', why: 'The goods are worth less, and a claim has its deadline.' },
  ],
  [
    'destroyed',
    {
      meaning: 'Destroyed',
      trouble: 'cargo.damaged',
      intendedIn: 'destroying',
      why: 'The goods cannot be used; where destroying was the step, somebody wanted it.',
    },
  ],
  [
    'expired',
    { meaning: 'Expired', trouble: 'inventory.shortfall', why: 'Whoever counts on these goods needs others.' },
  ],
  [
    'mismatch_class',
    { meaning: 'Other products than expected', trouble: 'cargo.mis_shipped', why: 'The right ones have to be sent.' },
  ],
  [
    'mismatch_instance',
    {
      meaning: 'Other serial numbers than expected',
      trouble: 'inventory.mismatch',
      why: 'The product is right, and what was announced is not what came.',
    },
  ],
  [
    'mismatch_quantity',
    {
      meaning: 'Another quantity than expected',
      trouble: 'inventory.mismatch',
      why: 'There may be too few or too many: the code does not say, so it has to be counted.',
    },
  ],
  [
    'needs_replacement',
    { meaning: 'Needs replacement', trouble: 'cargo.damaged', why: 'It does not do what it has to any more.' },
  ],
  [
    'no_pedigree_match',
    {
      meaning: 'No matching pedigree',
      trouble: 'compliance.document_missing',
      why: 'The goods are held until their proof of origin is found.',
    },
  ],
  [
    'non_conformant',
    { meaning: 'Did not pass its inspection', trouble: 'cargo.damaged', why: 'Somebody decides about its use.' },
  ],
  [
    'recalled',
    { meaning: 'Recalled', trouble: 'cargo.damaged', why: 'It is not safe, so it is held as damaged goods are.' },
  ],
  ['stolen', { meaning: 'Stolen', trouble: 'transport.lost', why: 'The goods are gone and have to be replaced.' }],
  ...ordinary('It is the way of goods through a supply chain.', {
    active: 'Commissioned',
    available: 'Available again',
    completeness_inferred: 'Content taken to be complete',
    completeness_verified: 'Content seen to be complete',
    conformant: 'Passed its inspection',
    container_closed: 'Container closed',
    encoded: 'Number written to its tag',
    in_progress: 'In progress',
    in_transit: 'In transit',
    inactive: 'Decommissioned',
    reserved: 'Number reserved',
    sellable_accessible: 'Ready for sale, within reach',
    sellable_not_accessible: 'Ready for sale, out of reach',
  }),
  ...ordinary('It is where goods end, as they are meant to.', {
    dispensed: 'Dispensed',
    disposed: 'Given away for disposal',
    partially_dispensed: 'Dispensed in part',
    retail_sold: 'Sold',
  }),
  ...ordinary('It may be trouble and may be none, and the code does not say which.', {
    container_open: 'Container open, by whomever',
    non_sellable_other: 'Not for sale: under evaluation, or sold and waiting for its buyer',
    returned: 'Returned, for whatever reason',
    unavailable: 'Out of service, for repair or maintenance',
    unknown: 'Condition not known',
  }),
]);
