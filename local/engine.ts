import { createKernel } from './kernel/kernel.ts';
import type { Interceptor, KernelOptions, RunnableKernel } from './kernel/kernel.ts';
import type { EngineEvent } from './kernel/types.ts';
import { installSeam } from './seam/index.ts';
import type { Partners, Seam } from './seam/index.ts';
import { createApiGateway } from './services/apigateway/index.ts';
import type { ApiGateway } from './services/apigateway/index.ts';
import { createCognito } from './services/cognito/index.ts';
import type { Cognito } from './services/cognito/index.ts';
import { createDynamodb } from './services/dynamodb/index.ts';
import type { Dynamodb } from './services/dynamodb/index.ts';
import { createEventBridge } from './services/eventbridge/index.ts';
import type { FailEntry } from './services/eventbridge/index.ts';
import { createAccess, createIam } from './services/iam/index.ts';
import { createKms } from './services/kms/index.ts';
import { createLambda } from './services/lambda/index.ts';
import type { Lambda } from './services/lambda/index.ts';
import { createS3 } from './services/s3/index.ts';
import type { ObjectStorage } from './services/s3/index.ts';
import { createScheduler } from './services/scheduler/index.ts';
import { createSecretsManager } from './services/secretsmanager/index.ts';
import { createSes } from './services/sesv2/index.ts';
import type { ReceiveMail, SesOptions } from './services/sesv2/index.ts';
import { createSmsVoice } from './services/smsvoice/index.ts';
import type { SmsOptions, SmsVoice } from './services/smsvoice/index.ts';
import { createSns } from './services/sns/index.ts';
import { createSqs } from './services/sqs/index.ts';
import { createSsm } from './services/ssm/index.ts';
import { createStepFunctions } from './services/stepfunctions/index.ts';
import { createSts } from './services/sts/index.ts';
import { provision } from './template/provision.ts';
import type { Provisioned } from './template/provision.ts';

export interface EngineOptions {
  /** Output of `cdk synth`. */
  readonly assemblyDirectory: string;
  readonly time: KernelOptions['time'];
  /** SQLite file; in memory when absent. */
  readonly path?: string;
  /** State of an engine that was killed in this process. */
  readonly store?: RunnableKernel['ownedStore'];
  readonly seed?: number;
  readonly region?: string;
  readonly onEvent?: (event: EngineEvent) => void;
  readonly intercept?: Interceptor;
  /** Virtual time: answers what functions fetch from the outside world. */
  readonly partners?: Partners;
  /** What becomes of mail at its receiver; by default as the mailbox simulator of SES says. */
  readonly mailOutcomeOf?: NonNullable<SesOptions['outcomeOf']>;
  /** What becomes of an SMS at its receiver; by default it arrives. */
  readonly textOutcomeOf?: NonNullable<SmsOptions['outcomeOf']>;
  readonly faults?: EngineFaults;
  /** Functions of different boots share no memory when this differs. */
  readonly boot?: string;
  /** Functions whose description is a folder in here run the code in it, instead of their asset. */
  readonly code?: string;
}

/** What fault runs ask of single services; everything else they do by `intercept`. */
export interface EngineFaults {
  /** Messages of all queues come in any order. */
  readonly shuffleQueues?: boolean;
  /** Entries that EventBridge itself fails. */
  readonly failEntry?: FailEntry;
}

export interface Engine {
  readonly kernel: RunnableKernel;
  readonly seam: Seam;
  readonly lambda: Lambda;
  readonly gateway: ApiGateway;
  readonly cognito: Cognito;
  readonly dynamodb: Dynamodb;
  readonly s3: ObjectStorage;
  readonly provisioned: Provisioned;
  /** A mail comes from outside. */
  readonly receiveMail: ReceiveMail;
  /** An SMS comes from outside. */
  readonly receiveText: SmsVoice['receive'];
  /** Dies at once, as by `kill -9`; the state stays in the store. */
  kill(): void;
}

/** Keys of user pools, at the address that tokens name as their issuer. */
function keysOf(cognito: Cognito, region: string, url: string): Response | undefined {
  const issuers = `https://cognito-idp.${region}.amazonaws.com`;
  if (!url.startsWith(`${issuers}/`)) return undefined;
  const found = cognito.serve(url.slice(issuers.length));
  return found === undefined
    ? new Response(null, { status: 404 })
    : new Response(found.body, { status: found.status, headers: { 'content-type': found.contentType } });
}

/** Boots the synthesized application: every service, every resource of the template, then the first job. */
export function openEngine(options: EngineOptions): Engine {
  const account = '111122223333';
  const region = options.region ?? 'eu-central-1';
  const access = createAccess(account, region);
  const kernel = createKernel({
    account,
    region,
    access,
    time: options.time,
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    ...(options.intercept === undefined ? {} : { intercept: options.intercept }),
  });
  const seam = installSeam(kernel, {
    ...(options.partners === undefined ? {} : { partners: options.partners }),
    publicAnswer: (url) => keysOf(cognito, region, url),
  });
  const sqs = createSqs(kernel, { shuffle: options.faults?.shuffleQueues ?? false });
  const dynamodb = createDynamodb(kernel);
  const lambda = createLambda(kernel, {
    seam,
    queues: sqs.source,
    streams: dynamodb.streams,
    ...(options.boot === undefined ? {} : { boot: options.boot }),
    ...(options.code === undefined ? {} : { code: options.code }),
  });
  const gateway = createApiGateway(kernel);
  const cognito = createCognito(kernel);
  const s3 = createS3(kernel);
  const ses = createSes(kernel, options.mailOutcomeOf === undefined ? {} : { outcomeOf: options.mailOutcomeOf });
  const texts = createSmsVoice(kernel, options.textOutcomeOf === undefined ? {} : { outcomeOf: options.textOutcomeOf });
  const services = [
    createIam(kernel, access),
    createKms(kernel),
    createSts(kernel),
    createSsm(kernel),
    createSecretsManager(kernel),
    s3,
    dynamodb,
    dynamodb.streamService,
    sqs,
    createSns(kernel),
    createEventBridge(kernel, options.faults?.failEntry === undefined ? {} : { failEntry: options.faults.failEntry }),
    createScheduler(kernel),
    lambda,
    createStepFunctions(kernel),
    ses,
    texts,
    cognito,
    gateway,
  ];
  for (const service of services) kernel.register(service);
  const provisioned = provision(kernel, services, options.assemblyDirectory);
  kernel.start();
  return {
    kernel,
    seam,
    lambda,
    gateway,
    cognito,
    dynamodb,
    s3,
    provisioned,
    receiveMail: ses.receive,
    receiveText: texts.receive,
    kill: () => {
      lambda.kill('the engine was killed');
      seam.close();
      kernel.kill();
    },
  };
}
