import type { Action, Case, JournalEntry, Notice, PolicyMove } from '../../lambdas/contracts/index.ts';

/** What a history left behind, as its invariants read it. */
export interface History {
  readonly seed: number;
  /** When it ended, milliseconds since the epoch; faults had stopped long before. */
  readonly endedAt: number;
  /** Ids of signals that a sender has sent, whether or not it got its answer. */
  readonly sent: ReadonlySet<string>;
  /** Ids that a sender was answered 202 for. */
  readonly accepted: ReadonlySet<string>;
  /** Payloads that could not be read, or not whole, by what their senders were told. */
  readonly refused: ReadonlySet<string>;
  /** Payloads in quarantine whose bytes are there. */
  readonly quarantined: ReadonlySet<string>;
  readonly fates: ReadonlyMap<string, Fate>;
  readonly cases: readonly CaseHistory[];
  readonly promised: readonly Promised[];
  /** Signals about stock that are remembered as said. */
  readonly foreseen: readonly string[];
  /** What was committed, begun and told, in the order in which it happened. */
  readonly moments: readonly Moment[];
  /** Words of partners for which we have thanked. */
  readonly taken: ReadonlySet<string>;
  /** Of open cases to another version of the policy. */
  readonly moves: readonly PolicyMove[];
  readonly leftovers: Leftovers;
  readonly deadLetters: readonly DeadLetter[];
  /** When faults were done to a function or a workflow, by its name. */
  readonly faultsDoneTo: ReadonlyMap<string, readonly number[]>;
  readonly logLines: readonly string[];
  /** Secrets, names, addresses and what people wrote: nothing of it belongs in a log. */
  readonly hidden: readonly string[];
}

/** Where a signal is. */
export interface Fate {
  /** What its guard says; undefined where there is none. */
  readonly guard: 'case' | 'timeline' | 'expected' | undefined;
  /** Cases that hold it. */
  readonly cases: readonly string[];
  readonly isOnTimeline: boolean;
  readonly isQuarantined: boolean;
  /** We have raised it ourselves: nobody has reported what was expected. */
  readonly isOurs: boolean;
}

export interface CaseHistory {
  readonly record: Case;
  readonly journal: readonly JournalEntry[];
  readonly notices: readonly Notice[];
  readonly actions: readonly Action[];
  /** Signals in its partition. */
  readonly signals: readonly SignalInCase[];
  /** Its place in the due index. */
  readonly dueSk: string | undefined;
}

export interface SignalInCase {
  readonly id: string;
  readonly kind: string;
  /** A milestone that nobody has reported, where we have raised it. */
  readonly missed?: Milestone;
  /** Stock that runs out, and the case of the delay behind it, where we have foreseen it. */
  readonly foreseen?: { readonly by: string; readonly stock: string };
}

export interface Milestone {
  readonly shipment: string;
  readonly name: string;
}

/** What a plan said that would happen; its sender was told that it is known. */
export interface Promised extends Milestone {
  /** Nobody has reported it by then: it is trouble. Milliseconds since the epoch. */
  readonly dueAt: number;
  /** Its report was accepted, at whatever time. */
  readonly isReported: boolean;
}

export type Moment =
  | { readonly what: 'entry'; readonly at: number; readonly entry: JournalEntry }
  | { readonly what: 'begun'; readonly at: number; readonly notice: Notice }
  | { readonly what: 'taken-back'; readonly at: number; readonly noticeId: string }
  | {
      readonly what: 'written';
      readonly at: number;
      /** The document in the system of record, and its version afterwards. */
      readonly subject: string;
      readonly etag: string;
      readonly values: string;
      readonly key: string;
    }
  | {
      /** Somebody outside was mailed. */
      readonly what: 'mailed';
      readonly at: number;
      /** Of a customer the action, of a partner the link. */
      readonly about: string;
      readonly caseId: string;
      /** Digest of the address, as an opt-out has it. */
      readonly to: string;
      readonly words: string;
    }
  | {
      /** Whoever subscribes to cases was told of an entry, by its time. */
      readonly what: 'published';
      readonly at: number;
      readonly caseId: string;
      readonly happening: string;
      readonly entryAt: string;
    }
  | { readonly what: 'opted-out'; readonly at: number; readonly address: string }
  | { readonly what: 'told'; readonly at: number; readonly noticeId: string; readonly channel: string };

export interface Leftovers {
  /** Files below `pending/`. */
  readonly pending: readonly string[];
  /** Journal entries that the world has not heard of, with their time. */
  readonly unpublished: readonly { readonly caseId: string; readonly sequence: number; readonly at: string }[];
  /** Messages in queues that are no dead-letter queues, and when they were sent. */
  readonly queued: readonly { readonly queue: string; readonly at: number }[];
}

export interface DeadLetter {
  /** Whose work it was: a function. */
  readonly of: string;
  readonly body: string;
  /** While it was tried. */
  readonly from: number;
  readonly to: number;
  /** Put there by the history itself. */
  readonly isPoison: boolean;
}
