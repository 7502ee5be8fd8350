import type { Act } from '../../case/apply-acts.ts';
import { isLive } from '../../case/states.ts';
import type { Case, ProgressSignal, Signal, TroubleSignal } from '../../contracts/index.ts';
import { correlationKeys } from '../../intake/correlate.ts';
import { asSent, readByCodes } from '../../intake/decide-code.ts';
import { decideIntake } from '../../intake/decide-intake.ts';
import { decideHeirWithdrawal, decideRetraction, standingReports } from '../../intake/decide-retraction.ts';
import type { Reported } from '../../intake/decide-retraction.ts';
import {
  decideSettlement,
  decideUnsettling,
  isQuietFlapping,
  isSettled,
  progressFrom,
  settledFrom,
  settledLastBy,
  typesSettledBy,
} from '../../intake/decide-settlement.ts';
import type { Course } from '../../intake/decide-settlement.ts';
import type { PolicyIn } from '../past-case.ts';
import type { Fates, ReportFate } from './fates.ts';
import { entriesInOrder } from './history.ts';
import type { History } from './history.ts';
import { CasesThen } from './cases-then.ts';
import { Timelines } from './timelines.ts';

/**
 * What reports would have become under a policy: they come once more in their order, intake and storms decide with the rules of production, and what people did with a case happens again at its
 * time. Nothing is sent.
 */
export function replayReports(history: History, policyIn: PolicyIn): Fates {
  const replay = new Replay(history, policyIn);
  const entries = entriesInOrder(history);
  let next = 0;
  for (const { signal, at } of history.arrivals) {
    for (
      let entry = entries[next];
      entry !== undefined && Date.parse(entry.at) < Date.parse(at);
      entry = entries[next]
    ) {
      replay.cases.happen(entry);
      next += 1;
    }
    replay.take(signal, at);
  }
  for (const entry of entries.slice(next)) replay.cases.happen(entry);
  return replay.fates();
}

/** The report as this policy reads it. Undefined: a rule of another one has read it, and what its format says was not kept. */
export function readUnder(signal: Signal, policyIn: PolicyIn): Signal | undefined {
  const { pack } = policyIn(scopeOf(signal));
  const sent = asSent(signal);
  if (sent !== undefined) return readByCodes(sent, pack);
  const read = readByCodes(signal, pack);
  return read === signal ? undefined : read;
}

function scopeOf({ region, businessUnit }: Signal): Parameters<PolicyIn>[0] {
  return {
    ...(region === undefined ? {} : { region }),
    ...(businessUnit === undefined ? {} : { businessUnit }),
  };
}

class Replay {
  readonly cases: CasesThen;
  private readonly policyIn: PolicyIn;
  private readonly timelines = new Timelines();
  private readonly reports = new Map<string, ReportFate>();
  private readonly sources = new Map<string, string>();
  private readonly cameBefore = new Map<string, Extract<Signal, { kind: 'retraction' }>>();

  constructor(history: History, policyIn: PolicyIn) {
    this.policyIn = policyIn;
    this.cases = new CasesThen(history, policyIn);
  }

  fates(): Fates {
    return { reports: this.reports, cases: this.cases.fates(), incidents: this.cases.storms.incidents() };
  }

  take(reported: Signal, at: string): void {
    const signal = readUnder(reported, this.policyIn) ?? reported;
    this.sources.set(signal.id, signal.source.id);
    switch (signal.kind) {
      case 'progress':
        this.timelines.keep(signal);
        this.reports.set(signal.id, { type: undefined, place: 'timeline' });
        if (this.wasTakenBack(signal) !== undefined) this.timelines.takeBack(signal.id);
        else this.settleBy(signal, at);
        break;
      case 'retraction':
        this.retract(signal, at);
        break;
      default:
        this.openOrAttach(signal, at);
    }
  }

  private wasTakenBack({ id, source }: Signal): string | undefined {
    const retraction = this.cameBefore.get(id);
    return retraction?.source.id === source.id ? retraction.id : undefined;
  }

  private openOrAttach(signal: TroubleSignal, at: string): void {
    const policy = this.policyIn(scopeOf(signal));
    const { pack } = policy;
    const keys = correlationKeys(signal.type, signal, pack);
    const holders = this.cases.holdersOf(keys, at);
    const corrected = signal.kind === 'correction' ? this.caseOfReport(signal.corrects) : undefined;
    const retractedBy = this.wasTakenBack(signal);
    const known = {
      holders,
      progress: this.timelines.since(signal.references, signal.occurredAt),
      ...(corrected === undefined ? {} : { corrected }),
      ...(retractedBy === undefined ? {} : { retractedBy }),
    };
    const published = { ...policy, publishedAt: at, publishedBy: 'simulation' };
    const decision = decideIntake(signal, known, { at, published });
    const { type } = signal;
    if (decision.do === 'keep') {
      this.reports.set(signal.id, { type, place: 'timeline' });
      return;
    }
    const { id: caseId } = decision.record;
    this.reports.set(signal.id, { type, caseId, place: decision.do === 'open' ? 'opens' : 'joins' });
    this.cases.commit(decision.record, decision.acts, at, { signal, keys: decision.keys });
    const settling = this.settlingOf(signal);
    if (settling !== undefined) this.settleBy(settling, at);
  }

  private settlingOf(signal: TroubleSignal): ProgressSignal | undefined {
    const { pack } = this.policyIn(scopeOf(signal));
    const since = settledFrom(signal, pack);
    if (since === undefined) return undefined;
    return this.timelines.since(signal.references, since).find((progress) => isSettled(signal, progress, pack));
  }

  private caseOfReport(signalId: string): Case | undefined {
    const caseId = this.reports.get(signalId)?.caseId;
    return caseId === undefined ? undefined : this.cases.find(caseId);
  }

  private settleBy(progress: ProgressSignal, at: string): void {
    const { pack } = this.policyIn(scopeOf(progress));
    for (const record of this.heldBy(progress, at)) {
      const course = this.courseOf(record);
      const context = { at, pack };
      const acts = decideSettlement(record, { ...course, progress: [progress, ...course.progress] }, progress, context);
      this.cases.commit(record, acts, at);
    }
  }

  /** Cases that progress can settle. */
  private heldBy(progress: ProgressSignal, at: string): readonly Case[] {
    const { pack } = this.policyIn(scopeOf(progress));
    const keys = new Set(typesSettledBy(progress, pack).flatMap((type) => correlationKeys(type, progress, pack)));
    return [...new Set(this.cases.holdersOf([...keys], at).values())];
  }

  private courseOf(record: Case): Course {
    const reports = standingReports(this.cases.reportsOf(record));
    return { reports, progress: this.timelines.since(record.references, progressFrom(record)) };
  }

  private retract(signal: Extract<Signal, { kind: 'retraction' }>, at: string): void {
    // Only who reported a trouble can take it back.
    const source = this.sources.get(signal.retracts);
    if (source !== undefined && source !== signal.source.id) return;
    const record = this.caseOfReport(signal.retracts);
    if (record !== undefined) this.retractOf(record, signal, at);
    else if (this.timelines.find(signal.retracts) !== undefined) this.unsettle(signal, at);
    else if (source === undefined) this.cameBefore.set(signal.retracts, signal);
  }

  private retractOf(before: Case, signal: Extract<Signal, { kind: 'retraction' }>, at: string): void {
    const { pack } = this.policyIn(scopeOf(signal));
    const record = this.cases.awake(before, at);
    this.cases.commit(record, decideRetraction(record, signal, this.cases.reportsOf(record), { at, pack }), at, {
      signal,
    });
    const current = this.cases.heirOf(record);
    if (!isLive(current)) return;
    this.cases.commit(current, this.endWithout(current, signal.id, { at, pack }), at);
  }

  /** Without a report that was taken back a case may be over: nothing of it is left, or what is left is all settled. */
  private endWithout(
    record: Case,
    by: string,
    context: { at: string; pack: ReturnType<PolicyIn>['pack'] },
  ): readonly Act[] {
    const reported: Reported = this.cases.reportsOf(record);
    const withdrawn = decideHeirWithdrawal(record, by, reported, context);
    if (withdrawn.length > 0) return withdrawn;
    const course = this.courseOf(record);
    const settling = settledLastBy(course, context.pack);
    return settling === undefined ? [] : decideSettlement(record, course, settling, context);
  }

  private unsettle(signal: Extract<Signal, { kind: 'retraction' }>, at: string): void {
    const progress = this.timelines.find(signal.retracts);
    if (progress === undefined) return;
    this.timelines.takeBack(progress.id);
    const { pack } = this.policyIn(scopeOf(progress));
    for (const record of this.heldBy(progress, at)) {
      // What people have solved stays solved.
      if (!this.cases.hasSettledItself(record.id) && !isQuietFlapping(record)) continue;
      this.cases.commit(record, decideUnsettling(record, this.courseOf(record), signal, { at, pack }), at);
    }
  }
}
