import { applyActs, applyEntry } from '../../case/apply-acts.ts';
import type { Act } from '../../case/apply-acts.ts';
import type { Case, JournalEntry, Signal } from '../../contracts/index.ts';
import { decideQuietEnd, quietUntil } from '../../escalation/watch-flapping.ts';
import type { NewKeys } from '../../intake/decide-intake.ts';
import type { Reported } from '../../intake/decide-retraction.ts';
import { happenAgain } from '../happen-again.ts';
import type { PolicyIn } from '../past-case.ts';
import type { CaseFate } from './fates.ts';
import type { History } from './history.ts';
import { isSettling } from './recorded-fates.ts';
import { Storms } from './storms.ts';

const CONTEXT = { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, salt: () => '' } as const;

interface Tally {
  settled: number;
  reopened: number;
  flaps: boolean;
  settledLast: boolean;
}

/** Cases as a replay has them, with who holds which key. */
export class CasesThen {
  readonly storms: Storms;
  private readonly cases = new Map<string, Case>();
  private readonly holders = new Map<string, string>();
  private readonly signals = new Map<string, Signal[]>();
  private readonly takenBack = new Map<string, Set<string>>();
  private readonly called = new Set<string>();
  private readonly tallies = new Map<string, Tally>();
  private readonly lastTriage: ReadonlyMap<string, string>;
  private readonly policyIn: PolicyIn;

  constructor(history: History, policyIn: PolicyIn) {
    this.policyIn = policyIn;
    this.storms = new Storms(history, (id) => this.cases.get(id));
    this.lastTriage = new Map(
      [...history.cases].flatMap(([id, { entries }]) => {
        const last = entries.findLast(({ happening }) => happening.what === 'CaseTriaged');
        return last === undefined ? [] : [[id, last.at] as const];
      }),
    );
  }

  fates(): ReadonlyMap<string, CaseFate> {
    return new Map([...this.cases].map(([id, { title }]) => [id, { title, ...this.tallyOf(id) }]));
  }

  find(id: string): Case | undefined {
    return this.cases.get(id);
  }

  heirOf(record: Case): Case {
    const current = this.cases.get(record.id) ?? record;
    const heir = current.mergedInto === undefined ? undefined : this.cases.get(current.mergedInto);
    return heir === undefined ? current : this.heirOf(heir);
  }

  holdersOf(keys: readonly string[], at: string): ReadonlyMap<string, Case> {
    return new Map(
      keys.flatMap((key): [string, Case][] => {
        const record = this.cases.get(this.holders.get(key) ?? '');
        return record === undefined ? [] : [[key, this.awake(record, at)]];
      }),
    );
  }

  reportsOf(record: Case): Reported {
    const heir = this.heirOf(record);
    const ids = [heir.id, ...(heir.merged ?? [])];
    return {
      signals: ids.flatMap((id) => this.signals.get(id) ?? []),
      retracted: new Set(ids.flatMap((id) => [...(this.takenBack.get(id) ?? [])])),
    };
  }

  hasSettledItself(id: string): boolean {
    return this.tallies.get(id)?.settledLast === true;
  }

  /** The case as it is now: what comes and goes ends when it has been quiet for its window. */
  awake(record: Case, at: string): Case {
    const until = quietUntil(record);
    if (until === undefined || until > at) return record;
    const ended = decideQuietEnd(record, this.policyIn(record).pack, until);
    if (ended === undefined) return record;
    const by = { actor: { kind: 'system', id: 'flapping' }, cause: { kind: 'lifecycle', id: 'simulation' } } as const;
    return this.apply(record, [{ ...by, happening: ended }], until);
  }

  commit(
    before: Case,
    acts: readonly Act[],
    at: string,
    { signal, keys }: { readonly signal?: Signal; readonly keys?: NewKeys } = {},
  ): void {
    const isNew = !this.cases.has(before.id);
    if (acts.length === 0 && !isNew) return;
    const after = this.apply(before, acts, at);
    if (signal !== undefined) this.signals.set(after.id, [...(this.signals.get(after.id) ?? []), signal]);
    const gained = keys === undefined ? [] : [...keys.free, ...keys.taken.map(({ key }) => key)];
    for (const key of gained) this.holders.set(key, after.id);
    if (isNew) this.storms.mark(after);
    this.triageAtOnce(after, at);
  }

  /** What happened to a case beside its reports happens to it again, where it can. */
  happen(entry: JournalEntry): void {
    const known = this.cases.get(entry.caseId);
    if (known === undefined) return;
    const { at } = entry;
    const record = this.awake(known, at);
    if (entry.happening.what === 'EscalationStepClaimed') {
      this.called.add(record.id);
      return;
    }
    const { pack } = this.policyIn(record);
    const happening = happenAgain(record, entry, pack, at);
    if (happening === undefined) return;
    const after = applyEntry(record, { ...entry, happening });
    this.cases.set(after.id, after);
    this.tally({ ...entry, happening });
    if (happening.what === 'CaseMerged') this.pass(after, happening.into);
    this.storms.look(after, pack, at, this.called.has(after.id));
  }

  private apply(before: Case, acts: readonly Act[], at: string): Case {
    const { after, entries } = applyActs(before, acts, { ...CONTEXT, at });
    this.cases.set(after.id, after);
    for (const entry of entries) this.tally(entry);
    return after;
  }

  private tally(entry: JournalEntry): void {
    const { happening, actor, caseId } = entry;
    const known = this.tallyOf(caseId);
    this.tallies.set(caseId, known);
    if (isSettling(entry)) {
      known.settled += 1;
      known.settledLast = true;
    } else if (happening.what === 'CaseResolved') known.settledLast = false;
    if (happening.what === 'FlappingBegan') known.flaps = true;
    if (happening.what === 'CaseReopened') {
      this.called.delete(caseId);
      if (actor.id === 'intake') known.reopened += 1;
    }
    if (happening.what !== 'SignalRetracted') return;
    this.takenBack.set(caseId, (this.takenBack.get(caseId) ?? new Set()).add(happening.signalId));
  }

  private tallyOf(id: string): Tally {
    return this.tallies.get(id) ?? { settled: 0, reopened: 0, flaps: false, settledLast: false };
  }

  /** One that was not assessed then, or not any more, is assessed when it opens: nobody knows more. */
  private triageAtOnce(record: Case, at: string): void {
    if (record.state !== 'open' || (this.lastTriage.get(record.id) ?? '') >= at) return;
    const triaged: Case = { ...record, state: 'triaged' };
    this.cases.set(record.id, triaged);
    this.storms.look(triaged, this.policyIn(record).pack, at, this.called.has(record.id));
  }

  /** The keys of a merged case go over to the one in which it goes on. */
  private pass({ correlationKeys, id }: Case, into: string): void {
    if (!this.cases.has(into)) return;
    for (const key of correlationKeys) if (this.holders.get(key) === id) this.holders.set(key, into);
  }
}
