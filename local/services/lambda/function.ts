import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceDeclaration } from '../../kernel/types.ts';
import { sessionsOf } from '../iam/session-credentials.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly handler: string;
  /** Folder of the code, when it is an asset of the assembly. */
  readonly assetHash: string | undefined;
  readonly assetPath: string | undefined;
  /** Says which handler it is, where the code comes from elsewhere than the assembly. */
  readonly description: string;
  readonly assemblyDirectory: string;
  readonly timeoutSeconds: number;
  readonly memory: number;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetterArn: string | undefined;
  readonly logGroup: string;
  readonly consoleLevel: string | undefined;
  readonly systemLogs: boolean;
  readonly environment: Record<string, string>;
}

/** Limits and defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html */
const MAX_TIMEOUT = 900;

function inRange(name: string, value: unknown, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new AwsError(
    'InvalidParameterValueException',
    `Value '${String(value)}' at '${name}' failed to satisfy constraint: Member must be between ${least} and ${most}`,
  );
}

/**
 * What the runtime sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 * Tracing is off because no X-Ray daemon runs on this machine.
 */
function runtimeVariables(
  kernel: Kernel,
  given: Omit<LambdaFunction, 'environment'>,
  logFormat: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = sessionsOf(kernel).of(given.roleArn);
  return {
    POWERTOOLS_TRACE_ENABLED: 'false',
    _HANDLER: given.handler,
    AWS_REGION: kernel.region,
    AWS_DEFAULT_REGION: kernel.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: given.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(given.memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: given.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: '[$LATEST]local',
    ...(logFormat === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: 'JSON' } : {}),
    ...(given.consoleLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: given.consoleLevel }),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  };
}

interface Logging {
  readonly format: string;
  readonly applicationLevel: string | undefined;
  readonly systemLevel: string;
  readonly group: string | undefined;
}

function readLogging(properties: any): Logging {
  const config = properties.LoggingConfig ?? {};
  refuseUnknown('LoggingConfig', config, ['LogFormat', 'ApplicationLogLevel', 'SystemLogLevel', 'LogGroup']);
  return {
    format: config.LogFormat ?? 'Text',
    applicationLevel: config.ApplicationLogLevel,
    systemLevel: config.SystemLogLevel ?? 'INFO',
    group: config.LogGroup,
  };
}

function readEnvironment(properties: any): Record<string, string> {
  refuseUnknown('Environment', properties.Environment, ['Variables']);
  const entries = Object.entries(properties.Environment?.Variables ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** A function from its CloudFormation properties. */
export function readFunction(kernel: Kernel, declaration: ResourceDeclaration): LambdaFunction {
  const { properties, metadata, physicalName, assemblyDirectory } = declaration;
  refuseOther('Lambda runtime', properties.Runtime, 'nodejs24.x');
  refuseOther('PackageType', properties.PackageType ?? 'Zip', 'Zip');
  refuseUnknown('Code', properties.Code, ['S3Bucket', 'S3Key', 'S3ObjectVersion']);
  refuseUnknown('DeadLetterConfig', properties.DeadLetterConfig, ['TargetArn']);
  const name: string = properties.FunctionName ?? physicalName;
  if (!/^[\w-]{1,64}$/.test(name)) throw new UnsupportedError(`the function name ${name}`);
  const logging = readLogging(properties);
  const s3Key: string = properties.Code?.S3Key ?? '';
  const assetPath = metadata['aws:asset:path'];
  const given = {
    name,
    arn: kernel.arn('lambda', `function:${name}`),
    roleArn: String(properties.Role),
    handler: String(properties.Handler),
    assetHash: /([0-9a-f]{64})(?:\.zip)?$/.exec(s3Key)?.[1],
    assetPath: typeof assetPath === 'string' ? assetPath : undefined,
    description: String(properties.Description ?? ''),
    assemblyDirectory,
    timeoutSeconds: inRange('timeout', properties.Timeout ?? 3, 1, MAX_TIMEOUT),
    memory: inRange('memorySize', properties.MemorySize ?? 128, 128, 10_240),
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    logGroup: logging.group ?? `/aws/lambda/${name}`,
    consoleLevel: logging.format === 'JSON' ? (logging.applicationLevel ?? 'INFO') : undefined,
    systemLogs: logging.systemLevel !== 'WARN',
  };
  return {
    ...given,
    environment: { ...runtimeVariables(kernel, given, logging.format), ...readEnvironment(properties) },
  };
}
