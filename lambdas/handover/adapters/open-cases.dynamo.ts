import { queueOf } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { BeginningShift, PolicyPack } from '../../contracts/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { isHandedOver, mostSevereFirst } from '../order-cases.ts';
import type { Row } from '../order-cases.ts';

/** Of one team: what is due first. Whoever has more open cases than this works from the queue, and not from a message. */
const MOST_ROWS = 500;
const PAGE = 100;

export interface OpenCases {
  /** The most severe first. */
  readonly rows: readonly Row[];
  /** There are more than were looked at. */
  readonly isMore: boolean;
  /** By which they were chosen: what holds now. */
  readonly pack: PolicyPack;
}

/** The open cases of the teams of a shift, as the queue has them now: bounded work however many there are. */
export async function openCasesOf(cases: CaseStore, packs: PackStore, { teams }: BeginningShift): Promise<OpenCases> {
  const { region, businessUnit } = teams[0] ?? {};
  const [release, { pack }] = await Promise.all([packs.release(), packs.active({ region, businessUnit })]);
  const found: Row[] = [];
  let isMore = false;
  for (const part of teams) {
    const { rows, next } = await rowsOf(cases, part.team);
    isMore ||= next !== undefined;
    found.push(...rows.filter((row) => isHandedOver(row, part, release, pack)));
  }
  const rows = mostSevereFirst([...new Map(found.map((row) => [row.id, row])).values()]);
  return { rows, isMore, pack };
}

async function rowsOf(
  cases: CaseStore,
  team: string,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }> {
  const rows: Row[] = [];
  let next: string | undefined;
  do {
    const page = await queueOf(cases, team, PAGE, next);
    rows.push(...(page?.items ?? []));
    next = page?.next;
  } while (next !== undefined && rows.length < MOST_ROWS);
  return { rows, next };
}
