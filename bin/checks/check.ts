/** What every step of `npm run check` answers. */
export interface CheckResult {
  /** `absent`: the folder or file that the step looks at is not in the tree, so there is nothing to judge. */
  readonly outcome: 'passed' | 'failed' | 'absent';
  /** What was looked at, in a few words: a check that passes because it saw nothing must be visible. */
  readonly note: string;
  /** Shown when the step failed. */
  readonly output: string;
}

/** A check judges the tree under `root` by this project's rules, so that a test can hand it a tree with a planted violation. */
export type Check = (root: string) => Promise<CheckResult>;

export const passed = (note: string): CheckResult => ({ outcome: 'passed', note, output: '' });
export const failed = (note: string, output: string): CheckResult => ({ outcome: 'failed', note, output });
export const absent = (what: string): CheckResult => ({
  outcome: 'absent',
  note: `nothing to check yet: there is no ${what}`,
  output: '',
});
