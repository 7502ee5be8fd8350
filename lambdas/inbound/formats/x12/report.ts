import type { Place, Signal, SubjectReference } from '../../../contracts/index.ts';
import type { Sender, SignalDraft } from '../translator.ts';
import { draftOf as draftOfReport } from '../draft.ts';
import type { ReadTime } from './read-time.ts';

/** What a report is about. */
export interface Subject {
  readonly references: readonly SubjectReference[];
  readonly place?: Place | undefined;
  readonly lane?: { readonly origin: Place | undefined; readonly destination: Place | undefined };
  readonly scac?: string | undefined;
  readonly quantities?: Signal['quantities'];
  readonly amounts?: Signal['amounts'];
}

/** What it says of it. */
export interface Report {
  readonly part: string;
  readonly time: ReadTime;
  readonly milestone?: Signal['milestone'];
  readonly reason?: Signal['reason'];
  /** Exception type; absent where nothing is wrong. */
  readonly trouble: string | undefined;
  readonly remarks?: readonly string[];
}

/** Trouble that is only expected has begun when we heard of it; its text says what is expected. Remarks are for whoever works on the trouble: beside progress nobody reads them, and words of people that lie on a timeline would outlast the case in which they are erased. */
export function draftOf(subject: Subject, report: Report, sender: Sender): SignalDraft {
  const { part, time, reason, trouble, milestone, remarks = [] } = report;
  const isAhead =
    trouble !== undefined && milestone !== undefined && milestone.at !== 'actual' && time.timeBasis !== 'received';
  const said = [isAhead ? `Expected ${time.occurredAt}.` : '', ...remarks].filter(Boolean).join(' ');
  return draftOfReport(
    {
      ...subject,
      part,
      reason,
      trouble,
      milestone,
      carrier: { scac: subject.scac },
      time: isAhead ? undefined : { occurredAt: time.occurredAt, timeBasis: time.timeBasis },
      text: trouble === undefined ? undefined : said,
    },
    sender,
  );
}
