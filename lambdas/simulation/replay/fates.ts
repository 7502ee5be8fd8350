/** What became of a report of trouble: it opened a case, joined one, or lies on a timeline. */
export interface ReportFate {
  /** Undefined: no trouble. */
  readonly type: string | undefined;
  readonly place: 'opens' | 'joins' | 'timeline';
  readonly caseId?: string;
}

/** What reports alone have made of a case. */
export interface CaseFate {
  readonly title: string;
  /** So many times it has settled itself. */
  readonly settled: number;
  /** So many times it was opened again by a report. */
  readonly reopened: number;
  readonly flaps: boolean;
}

export interface IncidentFate {
  /** Kind and value of its cause. */
  readonly cause: string;
  readonly title: string;
  readonly at: string;
  readonly cases: readonly string[];
}

/** What reports became under a policy, or have become. */
export interface Fates {
  readonly reports: ReadonlyMap<string, ReportFate>;
  readonly cases: ReadonlyMap<string, CaseFate>;
  readonly incidents: readonly IncidentFate[];
}
