import type { SimulationSummary } from '../contracts/index.ts';
import { groupsBehind } from '../policy/count-behind.ts';
import type { RunResult } from '../policy/count-behind.ts';
import type { ReportsReport } from './replay/report-fates.ts';
import { sayChange, sayIncident } from './replay/tell-fates.ts';
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
    reports: summarizeReports(report.reports, of),
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

function summarizeReports(
  { replayed, cases, changes, incidents, notReplayed }: ReportsReport,
  of: ReturnType<typeof groupsBehind>['of'],
): NonNullable<SimulationSummary['reports']> {
  return {
    replayed,
    casesBefore: cases.before,
    casesAfter: cases.after,
    changes: changes.map((change) => {
      const { what, count, cases: ids } = change;
      const from = 'from' in change ? { from: change.from } : {};
      const to = 'to' in change ? { to: change.to } : {};
      const key = `reports:${[what, ...Object.values(from), ...Object.values(to)].join(':')}`;
      return { what, ...from, ...to, text: sayChange(change), ...of(key, ids, count) };
    }),
    incidents: incidents.map((incident) => {
      const { change, title, at, before, after, cases: ids } = incident;
      const { behind } = of(`incident:${change}:${at}:${title}`, ids);
      return { change, title, at, before, after, text: sayIncident(incident), behind };
    }),
    notReplayed: notReplayed.map(({ why, count, cases: ids }) => ({ why, ...of(`not-replayed:${why}`, ids, count) })),
  };
}
