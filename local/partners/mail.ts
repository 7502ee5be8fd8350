/** A mail as it reached somebody. */
export interface Mail {
  readonly messageId?: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where an answer goes; absent: nowhere. */
  readonly replyTo?: string;
}
