import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, CfnFunction, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundleDirectory } from '../bundle.ts';
import { explain } from './nag.ts';
import { AppAlarm } from './app-alarm.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What all functions of a stage share. */
export interface FunctionSetting {
  readonly key: IKey;
  readonly logRetention: RetentionDays;
  readonly alarmTopic: ITopic;
  readonly retainData: boolean;
  /** Namespace of what its functions count. */
  readonly metrics: string;
}

/**
 * How many errors tell that it keeps failing, by what calls it. Lambda tries what a schedule wants twice more, a minute and two minutes later.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const KEEPS_FAILING = {
  /** Many, and each comes again by itself: a minute of trouble is no trouble. */
  load: { minutes: 1, threshold: 3, evaluationPeriods: 3 },
  /** Few, and each waits for an answer: whoever gets none may not come again. */
  people: { minutes: 15, threshold: 3, evaluationPeriods: 1 },
  'a schedule of minutes': { minutes: 1, threshold: 1, evaluationPeriods: 3 },
  'a schedule of quarters': { minutes: 15, threshold: 2, evaluationPeriods: 1 },
} as const;

export interface AppFunctionProps {
  readonly setting: FunctionSetting;
  /** Path below lambdas without `.handler.ts`, e.g. `inbound/receive-signal`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly memorySize?: number;
  /** So many of it at once and no more; kept free for it. Absent: as many as the account has. */
  readonly reservedConcurrency?: number | undefined;
  /** Absent: load. */
  readonly calledBy?: keyof typeof KEEPS_FAILING;
  /** What a user suffers when it keeps failing. */
  readonly impact: string;
  readonly runbook: string;
}

/**
 * A function with a role of its own, its own encrypted log group, tracing, and an alarm on errors. It may do only what `allow` names.
 */
export class AppFunction extends Construct {
  readonly function: IFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: AppFunctionProps) {
    super(scope, id);
    const { setting } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: setting.logRetention,
      encryptionKey: setting.key,
      removalPolicy: setting.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    const lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleDirectory(ROOT, props.handler)),
      handler: 'index.handler',
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout,
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: {
        ...props.environment,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        POWERTOOLS_METRICS_NAMESPACE: setting.metrics,
      },
      environmentEncryption: setting.key,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      description: props.handler,
    });
    this.function = lambda;
    this.allow(['kms:Decrypt'], [setting.key.keyArn]);
    explain(
      this.role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray has no resources to name (xray:PutTraceSegments); log streams of the own log group have no names before they exist.',
    );

    const { minutes, threshold, evaluationPeriods } = KEEPS_FAILING[props.calledBy ?? 'load'];
    new AppAlarm(this, 'Errors', {
      metric: lambda.metricErrors({ period: Duration.minutes(minutes) }),
      threshold,
      evaluationPeriods,
      impact: props.impact,
      runbook: props.runbook,
      topic: setting.alarmTopic,
    });
  }

  /** Grants these actions on these resources and nothing else. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): this {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
    return this;
  }

  /**
   * It may send to the queue that calls it: what is left to do, or what waits. Lambda would take that for a mistake and stop it at about the 16th time.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   */
  allowAgain(queue: IQueue): this {
    const lambda = this.function.node.defaultChild;
    if (!(lambda instanceof CfnFunction)) throw new Error('the function has no resource');
    lambda.recursiveLoop = 'Allow';
    return this.allow(['sqs:SendMessage'], [queue.queueArn]);
  }

  get roleArn(): string {
    return this.role.roleArn;
  }
}
