/**
 * What event source mappings need of DynamoDB Streams; the engine's DynamoDB provides it. The records themselves are read through the
 * kernel (`dynamodbstreams:ReadShard`), as the mapping's role.
 */
export interface StreamSource {
  shardsOf(streamArn: string): readonly string[];
  latestSequence(streamArn: string, shard: string): string | undefined;
  onStreamWrite(streamArn: string, wake: (shard: string) => void): void;
}

/** Handed to the function as it is; only this much of it is looked at. */
export interface SourceRecord {
  readonly dynamodb: {
    /** Sequence numbers of a stream sort as texts. */
    readonly SequenceNumber: string;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: object;
  };
}

/** With its text, which is made once. */
export interface WaitingRecord {
  readonly record: SourceRecord;
  readonly text: string;
}
