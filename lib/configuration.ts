import type { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { SYSTEMS } from './systems.ts';

/** A domain of its own for senders that show a certificate; see docs/sources.md. */
const mutualTls = z.strictObject({
  domainName: z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, 'a domain that you own, e.g. `mtls.fairlead.example.com`'),
  certificateArn: z
    .string()
    .startsWith('arn:aws:acm:', 'the ARN of its certificate in ACM, in the Region of the stack'),
  trustStore: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9.-]+\/.+$/,
      'where the certificates of the trusted authorities lie: `s3://bucket/truststore.pem`',
    ),
  trustStoreVersion: z.string().optional(),
});

const retention = z.union([z.literal(7), z.literal(14), z.literal(30), z.literal(90), z.literal(365)]);

/** How long nobody can delete the exported journals. `compliance`: not even the owner of the account, so begin with few days. */
const journalLock = z.strictObject({
  mode: z.enum(['governance', 'compliance']),
  days: z.int().min(1).max(36_500),
});

const stageSettings = z.strictObject({
  mailFrom: z
    .string()
    .regex(
      /<[^<>@\s]+@[^<>@\s]+>$/,
      'write it as `Name <address@domain>`; the domain or address must be verified in SES',
    ),
  mailDomain: z
    .string()
    .regex(
      /^[a-z0-9.-]+\.[a-z]{2,}$/,
      'a domain of its own for mail that sources send, e.g. `in.fairlead.example.com`',
    ),
  /** The number that SMS come from. SIMULATOR costs little and reaches the simulator's numbers only; other types have to be registered where the country asks for it. */
  sms: z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'two letters of ISO 3166, e.g. `DE`'),
    numberType: z.enum(['LONG_CODE', 'TOLL_FREE', 'TEN_DLC', 'SIMULATOR']),
  }),
  alarmEmail: z.email('an address that is read: alarms of the system itself go there'),
  /** Called by each run of the auditor, so that somebody outside notices when it is silent: an address of a service that watches for such calls. */
  heartbeatUrl: z.url({ protocol: /^https$/ }).optional(),
  retainData: z.boolean(),
  mutualTls: mutualTls.optional(),
  logRetentionDays: retention,
  /** Of the record of calls: the access log, and what functions behind the gateway write. */
  auditRetentionDays: retention,
  journalLock,
  /**
   * How many questions each system of record is asked at once: the reserved concurrency of its function. An account must keep 100 unreserved, so a new one, which has 10, can reserve none.
   */
  atOnce: z.partialRecord(z.enum(SYSTEMS), z.int().min(1).max(500)).optional(),
});

export interface Configuration extends z.infer<typeof stageSettings> {
  readonly stage: 'dev' | 'prod';
}

/**
 * Reads the stage and its settings from the CDK context (`cdk.json`, or `-c stage=prod`). A missing or malformed one stops the synthesis with the
 * key and what to write there.
 */
export function readConfiguration(app: App): Configuration {
  const named = z.enum(['dev', 'prod']).safeParse(app.node.tryGetContext('stage'));
  if (!named.success) throw new Error('context "stage" must be dev or prod: cdk deploy -c stage=prod');
  const stage = named.data;
  const stages: unknown = app.node.tryGetContext('stages');
  const settings = z.looseObject({ [stage]: stageSettings }).safeParse(stages);
  if (!settings.success) {
    throw new Error(
      `context "stages" in cdk.json is not complete for the stage ${stage}:\n${z.prettifyError(settings.error)}`,
    );
  }
  return { stage, ...stageSettings.parse(settings.data[stage]) };
}
