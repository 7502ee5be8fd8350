/**
 * What a service of the engine is built against. The kernel owns time, durable state, authorization and metering;
 * a service owns the semantics of one AWS service and nothing else.
 *
 * Rules that every service keeps:
 * - An operation validates first and writes last, synchronously: nothing is written once it has failed, and no `await`
 *   stands between the first read that it decides on and its last write.
 * - All state that must survive a kill is in the store or is a job. What a service keeps in memory can be rebuilt from them.
 * - Time, ids and randomness come from the kernel, so that one seed gives one history.
 */

/** Who makes a call: the role of a function or state machine, an AWS service acting for a resource, or the account's owner. */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly invocation?: Invocation }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  | { readonly kind: 'root' };

/** Which run of which function makes a call; fault runs aim by it. */
export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
}

export interface CallContext {
  readonly principal: Principal;
}

/** One thing that the caller must be allowed to do; checked before the operation runs. */
export interface AuthorizationRequest {
  /** As in IAM: `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN that the statement's Resource is matched against; `*` where the action knows no resource. */
  readonly resource: string;
  /** Condition keys beyond the global ones, e.g. `dynamodb:LeadingKeys`, `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * `input` and the result have the shape of the AWS SDK for JavaScript v3 command of that name
 * (`SendMessageCommand` is operation `SendMessage`). A failure throws {@link AwsError}.
 */
export interface Operation {
  authorize(input: any): readonly AuthorizationRequest[];
  run(input: any, context: CallContext): unknown;
}

export interface Service {
  /** The SDK client's name without `Client`, lower case: `dynamodb`, `sqs`, `sfn`, `eventbridge`, `sesv2` ... */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resourceTypes: readonly ResourceType[];
  /** Called once after all resources exist and before the first job runs: open pollers, rebuild memory from the store. */
  start?(): void;
}

/** A CloudFormation resource type that a service provides. */
export interface ResourceType {
  /** `AWS::SQS::Queue` */
  readonly type: string;
  /** Top-level properties acted upon. A property in neither list stops the boot with its name. */
  readonly properties: readonly string[];
  /** Top-level properties that mean nothing on one machine, each with the reason. */
  readonly ignored?: Readonly<Record<string, string>>;
  /**
   * `properties` has its intrinsics resolved. Runs at every boot, also over existing state, so it must be repeatable.
   * Unknown nested settings, filters or patterns throw {@link UnsupportedError}: nothing is stored and then not acted upon.
   */
  create(resource: ResourceDeclaration): CreatedResource;
}

export interface ResourceDeclaration {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: any;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The name that CloudFormation would make up: `<stack>-<logicalId>`, shortened to 64 characters. Stable over restarts. */
  readonly physicalName: string;
  /** The folder of the cloud assembly, for assets. */
  readonly assemblyDirectory: string;
}

export interface CreatedResource {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives; nested attributes with dots: `{ 'Endpoint.Address': … }`. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** SQLite, one connection. Statements are prepared once and cached by their text. */
export interface Store {
  exec(sql: string): void;
  get<Row>(sql: string, ...parameters: SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...parameters: SqlValue[]): Row[];
  run(sql: string, ...parameters: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number };
  /**
   * Writes of one turn of the event loop are one SQLite transaction, so a kill finds either all or none of them.
   * Resolves when everything written until now would survive a kill. Awaited before anything leaves the engine
   * (an HTTP answer, a request to a partner). `at the end of this turn`: somebody waits for it alone.
   */
  durable(when?: 'at the end of this turn'): Promise<void>;
}
export type SqlValue = string | number | bigint | null | Uint8Array;

/** Durable work: survives a kill, runs at its due time, at least once; removed when its handler has resolved. */
export interface Jobs {
  /** One handler for a kind. A handler that throws is a bug of the engine and stops it: expected failures are handled within. */
  on(kind: string, handler: (job: Job) => void | Promise<void>): void;
  /**
   * `due` in milliseconds of engine time. With a key there is one job of this kind and key: adding it again replaces due time and payload
   * (also while it runs: then it runs once more).
   */
  add(kind: string, due: number, payload: unknown, key?: string): void;
  cancel(kind: string, key: string): void;
  /** Due time of the job of that kind and key, if there is one. */
  dueOf(kind: string, key: string): number | undefined;
}
export interface Job {
  readonly kind: string;
  readonly key: string | undefined;
  readonly due: number;
  readonly payload: any;
}

/** Volatile timers in engine time; gone after a kill. For time-outs of running work, not for anything that must happen. */
export interface Timers {
  after(milliseconds: number, action: () => void): { cancel(): void };
  sleep(milliseconds: number): Promise<void>;
  /**
   * As `after`, for the time that computing takes (a function's time-out, a gateway's 29 s): engine time when virtual, real
   * time otherwise, because `--speed` makes waiting faster and not the processor.
   */
  afterComputing(milliseconds: number, action: () => void): { cancel(): void };
}

export interface Meter {
  /** e.g. `count('lambda', 'Requests', 1, functionName)`. Units are AWS's billing units. */
  count(service: string, unit: string, amount: number, resource?: string): void;
  totals(): readonly MeterLine[];
  reset(): void;
}
export interface MeterLine {
  readonly service: string;
  readonly unit: string;
  readonly resource: string;
  readonly amount: number;
}

export interface Kernel {
  readonly account: string;
  readonly region: string;
  /** Time jumps to the next due moment when nothing is running (tests); otherwise it passes by itself. */
  readonly virtual: boolean;
  /** Engine time, milliseconds since the epoch. */
  now(): number;
  /** [0, 1), seeded. */
  random(): number;
  /** A UUID from the seeded random. */
  uuid(): string;
  /** `arn('sqs', 'my-queue')` is `arn:aws:sqs:<region>:<account>:my-queue`. */
  arn(service: string, resource: string): string;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly timers: Timers;
  readonly meter: Meter;
  readonly access: Access;
  /**
   * Calls another service as the AWS SDK would: authorizes the principal, meters, runs. Rejects with {@link AwsError}.
   * The only way from one service to another, so that every hop is authorized.
   */
  call(principal: Principal, service: string, operation: string, input: unknown): Promise<any>;
  /**
   * Does work that is not engine time but real time (importing a bundle, a file, a socket), so that virtual time does not jump over it.
   */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Work that somebody outside waits for, as for an answer over HTTP: in real time what is due in the background gives way to it, for a while. */
  promptly<T>(work: () => Promise<T>): Promise<T>;
  /** Work in the background that takes the processor for a while, as a function that runs: in real time when its turn comes, at once in virtual time. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** What the engine tells whoever watches (the terminal, a journey): never needed for correctness. */
  emit(event: EngineEvent): void;
}

/** Facts for watchers, e.g. `{ kind: 'lambda.log', function, line }`, `{ kind: 'ses.sent', ... }`. */
export interface EngineEvent {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** Identity and resource policies, filled from the template by the IAM part. */
export interface Access {
  /** Policy on a resource (queue, topic, key, bucket, function, bus); several are merged. */
  addResourcePolicy(resourceArn: string, document: PolicyDocument): void;
  /** Throws {@link AwsError} AccessDenied (or `errorName`) where IAM would. */
  assertAllowed(principal: Principal, requests: readonly AuthorizationRequest[], errorName?: string): void;
  /**
   * Throws {@link UnsupportedError} unless the role trusts the service (`lambda.amazonaws.com`) that a resource of the template hands it to.
   * Absent where everything is allowed. Called when the resource is created: `kernel.access.assertAssumable?.(…)`.
   */
  assertAssumable?(roleArn: string, service: string, context?: { readonly sourceArn?: string }): void;
}
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
