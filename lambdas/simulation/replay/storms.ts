import type { Case, IncidentCause, PolicyPack, PossibleCause } from '../../contracts/index.ts';
import { addDuration } from '../../case/duration.ts';
import { INCIDENT_TYPE } from '../../contracts/index.ts';
import { whatToCount, windowStart } from '../../incident/find-incident.ts';
import { canJoin } from '../../incident/membership.ts';
import { incidentTitle } from '../../incident/open-incident.ts';
import type { IncidentFate } from './fates.ts';
import type { History } from './history.ts';

const nameOf = ({ kind, value }: IncidentCause): string => `${kind} ${value}`;

interface Marked {
  readonly caseId: string;
  readonly openedAt: string;
}

interface Storm {
  readonly fate: IncidentFate & { readonly cases: string[] };
  /** When it was solved; undefined: it did not exist. */
  end: string | undefined;
  lastAt: string;
  readonly window: string;
}

interface Life {
  readonly from: string;
  readonly to: string;
}

/** Incidents over cases of one cause, as `incident` opens them. One that has been ends when it ended; one that has not been is taken to end when no case of it has come for its window. */
export class Storms {
  private readonly lives: ReadonlyMap<string, readonly Life[]>;
  private readonly marked = new Map<string, Marked[]>();
  private readonly storms = new Map<string, Storm>();
  private readonly joined = new Set<string>();
  private readonly fates: IncidentFate[] = [];
  private readonly caseOf: (id: string) => Case | undefined;

  constructor(history: History, caseOf: (id: string) => Case | undefined) {
    this.lives = livesIn(history);
    this.caseOf = caseOf;
  }

  incidents(): readonly IncidentFate[] {
    return this.fates;
  }

  mark({ id, openedAt, causes = [], state }: Case): void {
    if (state !== 'open') return;
    for (const cause of causes) {
      const key = markerOf(cause);
      const known = this.marked.get(key) ?? [];
      known.push({ caseId: id, openedAt });
      this.marked.set(key, known);
    }
  }

  /** Whether the case is part of an incident now, or opens one; `isCalled`: somebody was called for it, so it opens none any more. */
  look(record: Case, pack: PolicyPack, at: string, isCalled: boolean): void {
    const { causes } = record;
    if (causes === undefined || this.joined.has(record.id) || !canJoin(record)) return;
    const live = causes.map((cause) => this.liveOf(cause, at)).find((storm) => storm !== undefined);
    if (live !== undefined) this.join(live, record.id, at);
    else if (record.state === 'triaged' && !isCalled) this.gather(record, pack, at);
  }

  private liveOf(cause: IncidentCause, at: string): Storm | undefined {
    const storm = this.storms.get(nameOf(cause));
    return storm === undefined || endOf(storm) <= at ? undefined : storm;
  }

  private gather(record: Case, pack: PolicyPack, at: string): void {
    const ended = new Map(
      (record.causes ?? []).flatMap((cause) => {
        const before = this.storms.get(nameOf(cause));
        return before === undefined ? [] : [[cause, endOf(before)] as const];
      }),
    );
    const found = whatToCount(record, ended, pack, at).find(
      ({ cause, since, threshold }) => this.markedSince(cause, since).length > threshold,
    );
    if (found !== undefined) this.begin(found.cause, pack, at);
  }

  private begin(cause: PossibleCause, pack: PolicyPack, at: string): void {
    const name = nameOf(cause);
    const before = this.storms.get(name);
    const rule = pack.grouping.find(({ id }) => id === cause.rule);
    if (rule === undefined) return;
    const isBack =
      before !== undefined && at < addDuration(endOf(before), pack.types[INCIDENT_TYPE]?.reopenWindow ?? 'PT24H');
    const fate = isBack ? before.fate : { cause: name, title: incidentTitle(cause, pack), at, cases: [] };
    if (!isBack) this.fates.push(fate);
    const storm: Storm = { fate, end: this.endedThen(name, at, rule.window), lastAt: at, window: rule.window };
    this.storms.set(name, storm);
    for (const { caseId } of this.markedSince(cause, windowStart(rule, at))) {
      const record = this.caseOf(caseId);
      if (record !== undefined && canJoin(record)) this.join(storm, caseId, at);
    }
  }

  private join(storm: Storm, caseId: string, at: string): void {
    if (this.joined.has(caseId)) return;
    this.joined.add(caseId);
    storm.fate.cases.push(caseId);
    storm.lastAt = at;
  }

  private markedSince(cause: PossibleCause, since: string): readonly Marked[] {
    const all = this.marked.get(markerOf(cause)) ?? [];
    // In their order: those since are at the end.
    let start = all.length;
    while (start > 0 && (all[start - 1]?.openedAt ?? '') >= since) start -= 1;
    return all.slice(start);
  }

  /** When the incident ended that there was of this cause then. */
  private endedThen(name: string, at: string, window: string): string | undefined {
    const near = addDuration(at, window);
    return this.lives.get(name)?.find(({ from, to }) => from <= near && at < to)?.to;
  }
}

const markerOf = (cause: PossibleCause): string => `${cause.rule} ${nameOf(cause)}`;

function endOf({ end, lastAt, window }: Storm): string {
  return end ?? addDuration(lastAt, window);
}

const NEVER = '9999-12-31T00:00:00.000Z';

/** From when to when there were incidents, by their cause. */
function livesIn({ cases }: History): ReadonlyMap<string, readonly Life[]> {
  const lives = [...cases.values()].flatMap(({ record, entries }) => {
    const { cause } = record;
    if (cause === undefined) return [];
    const begins = entries.filter(({ happening: { what } }) => what === 'CaseOpened' || what === 'CaseReopened');
    const ends = entries.filter(({ happening: { what } }) => ENDS.has(what));
    return begins.map(({ at, sequence }) => ({
      name: nameOf(cause),
      from: at,
      to: ends.find((end) => end.sequence > sequence)?.at ?? NEVER,
    }));
  });
  return Map.groupBy(
    lives.toSorted((one, other) => (one.from < other.from ? -1 : 1)),
    ({ name }) => name,
  );
}

const ENDS: ReadonlySet<string> = new Set(['CaseResolved', 'CaseWithdrawn', 'CaseMerged']);
