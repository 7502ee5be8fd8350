import { clockName, severityLevel } from '../contracts/index.ts';
import type { SeverityLevel } from '../contracts/index.ts';
import { differencesOf } from './compare-courses.ts';
import type { ChangeKind } from './compare-courses.ts';
import { countBySides } from './count-cases.ts';
import type { Counted, Row } from './count-cases.ts';
import type { PastCase, PolicyIn } from './past-case.ts';
import type { PastReport } from './past-report.ts';
import { beginHistory } from './replay/history.ts';
import { reportFates } from './replay/report-fates.ts';
import type { ReportsReport } from './replay/report-fates.ts';
import { simulateCase } from './simulate-case.ts';
import type { SimulatedCase } from './simulate-case.ts';
import { courseOf } from './tell-course.ts';
import type { Course } from './tell-course.ts';

/** In USD, list prices: what a case costs with its first call, each further call, and a message by its channel. */
export interface Rates {
  readonly perCase: number;
  readonly perFurtherCall: number;
  readonly perMessage: Readonly<Record<string, number>>;
}

export interface SimulationOptions {
  readonly draft: PolicyIn;
  /** What the draft is compared with; absent: with what has happened. */
  readonly against?: PolicyIn | undefined;
  readonly rates: Rates;
}

export interface ChangedCase {
  readonly id: string;
  readonly title: string;
  readonly differs: readonly ChangeKind[];
  readonly before: Course;
  readonly after: Course;
}

export interface Move {
  readonly about: 'severity' | 'owner';
  readonly from: string;
  readonly to: string;
  readonly cases: readonly string[];
}

/** What a draft changes, with the ids of the cases behind each number. */
export interface SimulationReport {
  readonly contract: 'simulation/1';
  readonly draft: string;
  /** Version, or `history`: what has happened. */
  readonly against: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly cases: number;
  readonly unchanged: number;
  readonly changed: Readonly<Record<ChangeKind, Counted>>;
  readonly moves: readonly Move[];
  readonly rows: readonly Row[];
  readonly usd: { readonly before: number; readonly after: number };
  /** Where the simulation knows less than production would have known. */
  readonly limits: {
    /** People did something that would not have been possible then. */
    readonly misfits: Counted;
    /** The draft asks systems that were not asked. */
    readonly unasked: Counted;
    /** Left after very many decisions. */
    readonly cut: Counted;
  };
  readonly courses: readonly ChangedCase[];
  /** What becomes otherwise of reports, before there are cases. */
  readonly reports: ReportsReport;
}

export interface Simulation {
  add(past: PastCase): void;
  /** A report of the history, of a case or of none, in any order. */
  addReport(report: PastReport): void;
  report(): SimulationReport;
}

/** Simulates cases one after the other, so that a history need not fit into memory. */
export function beginSimulation({ draft, against, rates }: SimulationOptions): Simulation {
  const rows = countBySides();
  const courses: ChangedCase[] = [];
  const moves = new Map<string, { readonly move: Omit<Move, 'cases'>; readonly cases: string[] }>();
  const limits: Record<keyof SimulationReport['limits'], string[]> = { misfits: [], unasked: [], cut: [] };
  const usd = { before: 0, after: 0 };
  const history = beginHistory();
  let cases = 0;
  let from: string | undefined;
  let to: string | undefined;

  const moved = (id: string, about: Move['about'], before: string | undefined, after: string | undefined): void => {
    if (before === undefined || after === undefined || before === after) return;
    const key = `${about} ${before} ${after}`;
    const known = moves.get(key) ?? { move: { about, from: before, to: after }, cases: [] };
    known.cases.push(id);
    moves.set(key, known);
  };
  const limit = (id: string, simulated: SimulatedCase): void => {
    if (simulated.misfits.length > 0) limits.misfits.push(id);
    if (simulated.unasked.length > 0) limits.unasked.push(id);
    if (simulated.isCut) limits.cut.push(id);
  };

  return {
    addReport: history.addReport,
    add: (past) => {
      history.add(past);
      const { id, title, openedAt } = past.record;
      const simulated = simulateCase(past, draft(past.record));
      const before = courseOf(against === undefined ? past : simulateCase(past, against(past.record)));
      const after = courseOf(simulated);
      cases += 1;
      from = from === undefined || openedAt < from ? openedAt : from;
      to = to === undefined || openedAt > to ? openedAt : to;
      count(rows.before, id, before);
      count(rows.after, id, after);
      usd.before += usdOf(before, rates);
      usd.after += usdOf(after, rates);
      limit(id, simulated);
      const differs = differencesOf(before, after);
      if (differs.length === 0) return;
      courses.push({ id, title, differs, before, after });
      moved(id, 'severity', worstOf(before), worstOf(after));
      moved(id, 'owner', before.owners[0]?.team, after.owners[0]?.team);
    },
    report: () => ({
      contract: 'simulation/1',
      draft: draft({}).version,
      against: against?.({}).version ?? 'history',
      from,
      to,
      cases,
      unchanged: cases - courses.length,
      changed: changedBy(courses),
      moves: [...moves.values()].map(({ move, cases: ids }) => ({ ...move, cases: ids })),
      rows: rows.rows(),
      usd,
      limits: { misfits: counted(limits.misfits), unasked: counted(limits.unasked), cut: counted(limits.cut) },
      courses,
      reports: reportFates(history.history(), draft, against),
    }),
  };
}

/** The most severe that it was. */
function worstOf({ levels }: Course): SeverityLevel | undefined {
  return severityLevel.options.find((one) => levels.some(({ level }) => level === one));
}

function count(
  add: (about: Row['about'], name: string, id: string, times?: number) => void,
  id: string,
  course: Course,
): void {
  add('severity', worstOf(course) ?? 'never assessed', id);
  add('owner', course.owners[0]?.team ?? 'nobody', id);
  for (const { told } of course.calls)
    for (const person of new Set(told.map((one) => one.split(' ')[0] ?? ''))) add('called', person, id);
  for (const name of clockName.options) add('clock', `${name} ${course.clocks[name]}`, id);
  for (const { type, decision } of course.actions) add('action', `${type} ${decision}`, id);
  for (const [channel, times] of Object.entries(course.messages)) add('message', channel, id, times);
}

function usdOf(course: Course, { perCase, perFurtherCall, perMessage }: Rates): number {
  const messages = Object.entries(course.messages).reduce(
    (sum, [channel, times]) => sum + times * (perMessage[channel] ?? 0),
    0,
  );
  return perCase + Math.max(0, course.calls.length - 1) * perFurtherCall + messages;
}

function changedBy(courses: readonly ChangedCase[]): SimulationReport['changed'] {
  const of = (kind: ChangeKind): Counted =>
    counted(courses.filter(({ differs }) => differs.includes(kind)).map(({ id }) => id));
  return {
    severity: of('severity'),
    owner: of('owner'),
    path: of('path'),
    clocks: of('clocks'),
    actions: of('actions'),
    messages: of('messages'),
  };
}

function counted(cases: readonly string[]): Counted {
  return { count: cases.length, cases };
}
