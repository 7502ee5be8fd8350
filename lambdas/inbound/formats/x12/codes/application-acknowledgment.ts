/** X12 data element 110, application acknowledgment code (ASC X12 releases 003040 to 008010): level, then verdict. */
const LEVELS: Readonly<Record<string, string>> = {
  B: 'Batch',
  G: 'Functional group',
  I: 'Item',
  T: 'Transaction set',
};

const VERDICTS: Readonly<Record<string, { readonly meaning: string; readonly isAccepted: boolean }>> = {
  A: { meaning: 'accept', isAccepted: true },
  // Accepted, but not as it was sent: somebody has to mend what made them change it.
  C: { meaning: 'accept with data content change', isAccepted: true },
  E: { meaning: 'accept with error', isAccepted: false },
  P: { meaning: 'partial accept or reject', isAccepted: false },
  R: { meaning: 'reject', isAccepted: false },
};

export interface Acknowledgment {
  readonly meaning: string;
  readonly isAccepted: boolean;
}

export const applicationAcknowledgment: ReadonlyMap<string, Acknowledgment> = new Map(
  Object.entries(LEVELS).flatMap(([level, what]) =>
    Object.entries(VERDICTS).map(
      ([verdict, { meaning, isAccepted }]) =>
        [`${level}${verdict}`, { meaning: `${what} ${meaning}`, isAccepted }] as const,
    ),
  ),
);
