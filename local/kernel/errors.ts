/** A failure that AWS would answer with; it crosses the SDK seam with this name, message and extra members. */
export class AwsError extends Error {
  readonly httpStatusCode: number;
  readonly fault: 'client' | 'server';
  /** Further members of the SDK's exception, e.g. `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    message: string,
    options: { httpStatusCode?: number; members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = name;
    this.httpStatusCode = options.httpStatusCode ?? 400;
    this.fault = this.httpStatusCode >= 500 ? 'server' : 'client';
    this.members = options.members ?? {};
  }
}

/** The template or a call asks for something that this engine does not keep. Stops the boot, or fails the call by name. */
export class UnsupportedError extends Error {
  constructor(what: string) {
    super(`${what} is not supported by the local engine; see local/README.md`);
    this.name = 'UnsupportedError';
  }
}
