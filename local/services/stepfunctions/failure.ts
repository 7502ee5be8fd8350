export interface FailureOptions {
  /** Further names under which a Retry or Catch finds it: a heartbeat that stayed out is also `States.HeartbeatTimeout`. */
  readonly aliases?: readonly string[];
  /** The field whose expression failed, e.g. `Output/v`, empty when it is none; makes an EvaluationFailed event. */
  readonly location?: string;
  /** Ends the execution unless a Retry or Catch names it: `States.ALL` does not match. */
  readonly terminal?: boolean;
  /** False when the cause already stands alone: what a task or a Fail state said is passed through unchanged. */
  readonly needsPlace?: boolean;
}

/** A state that fails as on AWS: an error name that Retry and Catch match, and a cause for people. Both may be absent. */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly causeText: string | undefined;
  readonly options: FailureOptions;

  constructor(error: string | undefined, causeText: string | undefined, options: FailureOptions = {}) {
    super(`${error ?? ''}: ${causeText ?? ''}`);
    this.error = error;
    this.causeText = causeText;
    this.options = options;
  }

  /** The same failure with the state named in the cause, once, at the innermost state. */
  placed(state: string, enteredEvent: number): StateFailure {
    if (this.options.needsPlace !== true) return this;
    const prefix = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). `;
    return new StateFailure(this.error, prefix + (this.causeText ?? ''), { ...this.options, needsPlace: false });
  }

  /** The same failure once its EvaluationFailed event is in the history: the states around it do not repeat it. */
  told(): StateFailure {
    const { location: _, ...options } = this.options;
    return new StateFailure(this.error, this.causeText, options);
  }
}

export function queryFailure(location: string, causeText: string): StateFailure {
  return new StateFailure('States.QueryEvaluationError', causeText, { location, needsPlace: true });
}

export function runtimeFailure(causeText: string): StateFailure {
  return new StateFailure('States.Runtime', causeText, { needsPlace: true });
}

export function sizeFailure(what: string): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
