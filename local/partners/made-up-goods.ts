import { diceOf, HOUR_MS, iso, promisedAt } from './made-up.ts';
import type { Some } from './made-up.ts';
import type { Document } from './types.ts';

/* Stock, declarations and files that follow from the reference alone, like the documents of made-up.ts, and agree with them. */

const SITES: Some<string> = ['Rotterdam', 'Duisburg', 'Chicago', 'Toronto', 'Lyon'];
const GOODS: Some<string> = ['Infusion sets', 'Hiking boots', 'Olive oil, 1 l', 'Pump seals', 'Brake discs'];
const HOLDS: Some<{ readonly code: string; readonly text: string }> = [
  { code: 'DOC', text: 'Documents are missing or cannot be read' },
  { code: 'EXAM', text: 'Goods are picked for examination' },
  { code: 'VALUE', text: 'The declared value is in doubt' },
  { code: 'CLASS', text: 'The tariff classification is in doubt' },
];
const COUNTRIES: Some<string> = ['DE', 'NL', 'FR', 'BE'];
/** Documents that customs may want; the first two always accompany the goods. */
const PAPERS = ['commercial_invoice', 'packing_list', 'certificate_of_origin', 'import_licence'] as const;

/** Stock of the goods behind a reference; `sku:<SKU>` asks for a SKU by its own name. */
export function madeUpStock(reference: string, offers = false): Document {
  const sku = reference.startsWith('sku:') ? reference.slice(4) : `SKU-${1_000 + diceOf(reference).roll(0, 400)}`;
  // From the SKU and not from the reference: two deliveries of one SKU draw on the same stock.
  const dice = diceOf(`stock ${sku}`);
  const first = dice.roll(1, SITES.length);
  const sites = [0, 1, 2].map((step) => ({
    site: SITES[(first + step) % SITES.length],
    availableUnits: dice.roll(2 + step, 4) === 0 ? 0 : dice.roll(5 + step, 400),
  }));
  const availableUnits = sites.reduce((sum, site) => sum + site.availableUnits, 0);
  const dailyDemandUnits = 5 + dice.roll(8, 60);
  return {
    sku,
    description: dice.pick(9, GOODS),
    unit: 'EA',
    dailyDemandUnits,
    coverDays: Math.round((availableUnits / dailyDemandUnits) * 10) / 10,
    sites,
    substitutes:
      dice.roll(10, 3) === 0
        ? []
        : [{ sku: `${sku}-B`, availableUnits: dice.roll(11, 300), isApproved: dice.roll(12, 4) > 0 }],
    // Of the site with least; the others may have enough for it.
    ...(offers ? { shortage: { site: poorest(sites), units: 5 + dice.roll(3, 60) } } : {}),
  };
}

function poorest(sites: readonly { readonly site: string | undefined; readonly availableUnits: number }[]): string {
  const [first] = sites.toSorted((left, right) => left.availableUnits - right.availableUnits);
  return first?.site ?? SITES[0];
}

export function madeUpDeclaration(reference: string, now: number): Document {
  const dice = diceOf(reference);
  const isHeld = dice.roll(0, 3) > 0;
  const requestedAt = Math.floor(now / HOUR_MS - dice.roll(9, 48)) * HOUR_MS;
  const country = dice.pick(1, COUNTRIES);
  const hold = dice.pick(2, HOLDS);
  return {
    mrn: isMrn(reference) ? reference : madeUpMrn(reference, country, now),
    references: [reference],
    office: `${country}00${1_000 + dice.roll(3, 9_000)}`,
    status: isHeld ? 'held' : 'lodged',
    ...(isHeld ? { holdReason: hold, requestedAt: iso(requestedAt) } : {}),
    missingDocuments: isHeld && hold.code === 'DOC' ? missingPapers(reference) : [],
    // Three to seven days after the goods came in, on the hour.
    freeTimeEndsAt: iso(promisedAt(dice, now) + (72 + dice.roll(5, 96)) * HOUR_MS),
  };
}

/** What is in the repository for a reference: what accompanies the goods, and of what customs misses about half. */
export function madeUpFiles(reference: string, now: number): Document {
  const dice = diceOf(reference);
  const kinds = [
    ...PAPERS.slice(0, 2),
    ...missingPapers(reference).filter((_, index) => dice.roll(6 + index, 2) === 0),
    ...(dice.roll(8, 2) === 0 ? ['proof_of_delivery'] : []),
  ];
  return {
    files: kinds.map((kind, index) => ({
      id: `DOC-${String(dice.roll(9 + index, 65_536)).padStart(5, '0')}-${index + 1}`,
      kind,
      title: `${kind.replaceAll('_', ' ')} ${reference}`,
      mediaType: 'application/pdf',
      bytes: 20_000 + dice.roll(10 + index, 60_000),
      createdAt: iso(Math.floor(now / HOUR_MS - 24 - dice.roll(11, 72)) * HOUR_MS),
    })),
  };
}

function missingPapers(reference: string): readonly string[] {
  const dice = diceOf(`papers ${reference}`);
  const papers = PAPERS.slice(2).filter((_, index) => dice.roll(index, 2) === 0);
  return papers.length === 0 ? [PAPERS[2]] : papers;
}

/** Year, country, 13 characters, a check character: as the Union Customs Code writes a master reference number. */
function isMrn(reference: string): boolean {
  return /^\d{2}[A-Z]{2}[A-Z0-9]{13}\d$/.test(reference);
}

function madeUpMrn(reference: string, country: string, now: number): string {
  const dice = diceOf(`mrn ${reference}`);
  const digits = [0, 1, 2, 3].map((place) => String(dice.roll(place, 10_000)).padStart(4, '0')).join('');
  return `${iso(now).slice(2, 4)}${country}${digits.slice(0, 14)}`;
}
