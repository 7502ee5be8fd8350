import { wideEncoding } from './wide-encoding.ts';
import type { Mapping, Place, Signal } from '../../contracts/index.ts';

/** What every format has to fill in; who sent it, when it came and where it lies is added behind. */
type Added = 'contract' | 'id' | 'source' | 'receivedAt' | 'raw' | 'traceparent' | 'region' | 'businessUnit';
type WithoutAdded<Kind> = Kind extends Signal ? Omit<Kind, Added> : never;

export type SignalDraft = WithoutAdded<Signal> & {
  /** Which part of the payload it comes from. */
  readonly part: string;
  /** The sender's own id of the report, where it gives one: two reports with the same content and different ids are two. */
  readonly reportId?: string;
  /**
   * What makes it the same report when it comes again, where that is less than all it says: who polls a history sends each event many times, and beside it a lane, a
   * description or a judgement that may have changed since.
   */
  readonly identity?: readonly string[];
};

export interface Payload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a translator may know of the sender. */
export interface Sender {
  readonly sourceId: string;
  readonly issuer: string;
  /** IANA zone for times that come without one. */
  readonly zone: string;
  readonly receivedAt: string;
  /** How its records are read, where its format leaves that to a mapping. */
  readonly mapping?: Mapping;
  /** The id of the mapping that its registration names, whether there is one or not. */
  readonly mappingId?: string;
  /** From which probability on nobody is asked, where its reports are read with one: the policy's. */
  readonly confidence?: number;
  /** Who may write to a mailbox: addresses and domains; anybody where absent. */
  readonly allowedSenders?: readonly string[];
  /** Whether somebody watches what it reports as scheduled; where nobody is asked, it is not known. */
  readonly plans?: boolean;
  /** Interchanges that call themselves tests are not read. */
  readonly refusesTests?: boolean;
}

/** A part that cannot be read: where, what is wrong, and what the sender can do. */
export interface Rejection {
  readonly part: string;
  readonly pointer: string;
  readonly detail: string;
  readonly mend?: string;
  /** Where a person can decide what it says: what we would take it for. */
  readonly toDecide?: ToDecide;
}

/** What we found in a report that we are not sure of. */
export interface ToDecide {
  /** The likeliest first; `none`: it reports no trouble. */
  readonly candidates: readonly { readonly type: string; readonly probability: number }[];
  readonly references: SignalDraft['references'];
  /** Days that it names, `2026-03-02`. */
  readonly days: readonly string[];
  readonly places: readonly Place[];
}

export interface Translation {
  readonly format: string;
  readonly version?: string;
  readonly drafts: readonly SignalDraft[];
  readonly rejections: readonly Rejection[];
  /** Oddities that were read all the same. */
  readonly warnings: readonly string[];
}

/** Pure: the same payload gives the same drafts, and no bytes whatever make it throw. */
export type Translator = (payload: Payload, sender: Sender) => Translation;

/** As pure, for a format whose library reads asynchronously. */
export type SlowTranslator = (payload: Payload, sender: Sender) => Promise<Translation>;

/** By the name of a format. */
export type FindTranslator = (format: string) => Translator | SlowTranslator | undefined;

/** UTF-8 or UTF-16 where the bytes are that, else Latin-1, in which every byte is a character. A byte order mark is no part of the text. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder(wideEncoding(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** An answer in the sender's own format, where it asks for one and the format has one. */
export interface Acknowledgement {
  readonly contentType: string;
  readonly body: string;
}

/** A part of an interchange that calls itself a test, of a source that takes none. */
export function testRefused(part: string, pointer: string): Rejection {
  return {
    part,
    pointer,
    detail: 'The interchange says that it holds test data, and this source takes none.',
    mend: 'Send it marked as production data; or let the source take tests (testData), and replay it.',
  };
}
