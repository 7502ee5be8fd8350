/** Runs once before all test files: the place for what they share, such as one synthesis of the app. */
export default function setup(): void {
  // Nothing is shared yet.
}
