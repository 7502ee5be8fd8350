import type { SimulationSummary } from '../contracts/index.ts';
import { groupsBehind } from '../policy/count-behind.ts';
import type { RunResult } from '../policy/count-behind.ts';
import type { SimulationReport } from './simulate-history.ts';
import { tellSimulation } from './tell-simulation.ts';

/** A report in two: the numbers, each with a key, and the cases behind each key. */
export function summarizeReport(
  report: SimulationReport,
  leftOut: number,
): { readonly summary: SimulationSummary; readonly result: RunResult } {
  const { groups, of } = groupsBehind();
  const { draft, against, from, to, cases, unchanged, usd, courses } = report;
  const summary: SimulationSummary = {
    version: draft,
    against,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    cases,
    unchanged,
    leftOut,
    changed: Object.fromEntries(
      Object.entries(report.changed).map(([kind, found]) => [kind, of(`changed:${kind}`, found.cases)]),
    ),
    moves: report.moves.map(({ about, from: before, to: after, cases: ids }) => ({
      about,
      from: before,
      to: after,
      ...of(`move:${about}:${before}:${after}`, ids),
    })),
    rows: report.rows.map(({ about, name, before, after }) => ({
      about,
      name,
      before: of(`before:${about}:${name}`, before.cases, before.count),
      after: of(`after:${about}:${name}`, after.cases, after.count),
    })),
    usd,
    limits: Object.fromEntries(
      Object.entries(report.limits).map(([name, found]) => [name, of(`limit:${name}`, found.cases)]),
    ),
    table: tellSimulation(report),
  };
  return {
    summary,
    result: {
      groups,
      cases: Object.fromEntries(
        courses.map(({ id, title, differs, before, after }) => [id, { title, differs: [...differs], before, after }]),
      ),
    },
  };
}
