export interface PackProblem {
  /** JSON Pointer into the pack. */
  readonly pointer: string;
  readonly problem: string;
}
