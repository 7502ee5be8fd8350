import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Archive, EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { DeadLetteredQueue } from '../constructs/dead-lettered-queue.ts';
import { explain } from '../constructs/nag.ts';
import type { System } from '../systems.ts';
import { letAlarmsBeTold, letServicesUseTheKey } from './house-key.ts';
import { MailReceipt } from './mail-receipt.ts';

export interface DataStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** Of the function that reads files; the queue waits six times as long before it gives a file to another. */
export const FILE_TIMEOUT = Duration.minutes(5);

/** What must outlive every deployment: keys, tables, raw payloads, the bus with its archive, secrets; and the topic of alarms. */
export class DataStack extends Stack {
  /**
   * The house key as the other stacks see it: imported, so that a construct elsewhere cannot write itself into the key policy and tie this
   * stack to its own. What services may do with the key stands here, whole.
   */
  readonly key: IKey;
  readonly cases: Table;
  readonly reference: Table;
  readonly raw: Bucket;
  /** Files that came into the inbox of a source. */
  readonly files: DeadLetteredQueue;
  /** Mails that came for a source. */
  readonly mails: MailReceipt;
  readonly bus: EventBus;
  readonly linkSecret: Secret;
  readonly slackSecret: Secret;
  readonly slackSigningSecret: Secret;
  readonly teamsSecret: Secret;
  readonly webhookSecret: Secret;
  /** A secret for each system of record, so that a connector can read its own only. */
  readonly systemSecrets: Readonly<Record<System, Secret>>;
  readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: props.configuration.retainData });
    const { stage, retainData, alarmEmail } = props.configuration;
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const key = new Key(this, 'Key', {
      alias: `fairlead/${stage}`,
      enableKeyRotation: true,
      removalPolicy,
      description: 'Cases, payloads, queues, secrets and logs of Fairlead',
    });
    letServicesUseTheKey(this, key);
    this.key = Key.fromKeyArn(this, 'SharedKey', key.keyArn);

    this.cases = this.table('Cases', removalPolicy, true);
    this.cases.addGlobalSecondaryIndex({
      indexName: 'queue',
      partitionKey: { name: 'queuePk', type: AttributeType.STRING },
      sortKey: { name: 'queueSk', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['summary'],
    });
    for (const name of ['subject', 'due']) {
      this.cases.addGlobalSecondaryIndex({
        indexName: name === 'subject' ? 'subjects' : name,
        partitionKey: { name: `${name}Pk`, type: AttributeType.STRING },
        sortKey: { name: `${name}Sk`, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
    this.reference = this.table('Reference', removalPolicy, false);

    this.raw = new Bucket(this, 'Raw', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy,
      lifecycleRules: [
        {
          id: 'raw-payloads',
          prefix: 'raw/',
          expiration: Duration.days(90),
          noncurrentVersionExpiration: Duration.days(7),
        },
        // The copy below raw/ is what signals point at; a file stays in its inbox so that its sender can see it.
        {
          id: 'inboxes',
          prefix: 'inbox/',
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(7),
        },
        // As SES put them; what is read of a source lies below raw/.
        {
          id: 'mails',
          prefix: 'mail/',
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(7),
        },
        // What simulations and previews of moves have found of each case.
        {
          id: 'policy-runs',
          prefix: 'policy-runs/',
          expiration: Duration.days(90),
          noncurrentVersionExpiration: Duration.days(7),
        },
        {
          id: 'reports',
          prefix: 'reports/',
          expiration: Duration.days(90),
          noncurrentVersionExpiration: Duration.days(7),
        },
      ],
    });
    explain(
      this.raw,
      'AwsSolutions-S1',
      'Access is by functions only and is recorded by CloudTrail data events; a log bucket would hold the same once more.',
    );

    this.bus = new EventBus(this, 'Bus', { kmsKey: this.key, description: 'Signals and case events' });
    // Not by `bus.archive`, which leaves the key out.
    const archive = new Archive(this.bus, 'Archive', {
      sourceEventBus: this.bus,
      eventPattern: { source: ['fairlead'] },
      retention: Duration.days(30),
      kmsKey: this.key,
    });
    archive.applyRemovalPolicy(removalPolicy);

    this.linkSecret = this.secret('LinkSecret', removalPolicy, 'Signs the links in messages');
    this.slackSecret = this.secret(
      'SlackSecret',
      removalPolicy,
      'Bot token of the Slack app: replaced by npm run set-up',
    );
    this.slackSigningSecret = this.secret(
      'SlackSigningSecret',
      removalPolicy,
      'With which the Slack app signs clicks: replaced by npm run set-up',
    );
    this.teamsSecret = this.secret(
      'TeamsSecret',
      removalPolicy,
      'URLs of the Teams workflows, by name: replaced by npm run set-up',
    );
    this.webhookSecret = this.secret(
      'WebhookSecret',
      removalPolicy,
      'URLs and signing secrets of outgoing webhooks, by name: replaced by npm run set-up',
    );
    const credentialsOf = (system: System): Secret =>
      this.secret(
        `SystemSecret${system}`,
        removalPolicy,
        `Credentials of the system ${system}: replaced by npm run set-up`,
      );
    this.systemSecrets = {
      erp: credentialsOf('erp'),
      tms: credentialsOf('tms'),
      crm: credentialsOf('crm'),
      wms: credentialsOf('wms'),
      procurement: credentialsOf('procurement'),
      trade: credentialsOf('trade'),
      documents: credentialsOf('documents'),
      finance: credentialsOf('finance'),
    };

    this.alarmTopic = new Topic(this, 'Alarms', { masterKey: this.key, enforceSSL: true });
    this.alarmTopic.addSubscription(new EmailSubscription(alarmEmail));
    letAlarmsBeTold(this, this.alarmTopic);

    this.files = new DeadLetteredQueue(this, 'Files', {
      key: this.key,
      alarmTopic: this.alarmTopic,
      consumerTimeout: FILE_TIMEOUT,
      maxReceiveCount: 5,
      impact: 'Files that were put into an inbox are not read: the trouble in them does not become cases.',
      runbook: 'files-not-taken-in',
    });
    this.tellOfFiles();
    const { raw, alarmTopic } = this;
    this.mails = new MailReceipt(this, 'Mail', {
      configuration: props.configuration,
      key: this.key,
      raw,
      alarmTopic,
    });

    const outputs: Readonly<Record<string, readonly [value: string, description: string]>> = {
      CasesTable: [this.cases.tableName, 'Cases and their journals'],
      ReferenceTable: [this.reference.tableName, 'Sources, policy versions, cached facts, quarantine'],
      RawBucket: [this.raw.bucketName, 'Payloads as they came'],
      EventBus: [this.bus.eventBusName, 'Signals and case events; subscribe here'],
      KeyArn: [key.keyArn, 'The house key'],
      SlackSecret: [this.slackSecret.secretArn, 'Bot token of the Slack app'],
      SlackSigningSecret: [this.slackSigningSecret.secretArn, 'Signing secret of the Slack app'],
      TeamsSecret: [this.teamsSecret.secretArn, 'URLs of the Teams workflows'],
      WebhookSecret: [this.webhookSecret.secretArn, 'URLs and secrets of outgoing webhooks'],
      ...Object.fromEntries(
        Object.entries(this.systemSecrets).map(
          ([system, { secretArn }]) =>
            [`SystemSecret${system}`, [secretArn, `Credentials of the system ${system}`]] as const,
        ),
      ),
    };
    for (const [name, [value, description]] of Object.entries(outputs))
      new CfnOutput(this, `${name}Name`, { value, description });
  }

  /**
   * What is put below `inbox/` is told to the queue. By the bucket's own property: the construct of CDK would bring a function of its own that may change any bucket.
   */
  private tellOfFiles(): void {
    const { queue } = this.files;
    // The bucket is checked to be allowed to send when it is made, so it cannot be named here; the account can.
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const bucket = this.raw.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new Error('the raw bucket has no resource');
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: 'inbox/' }] } },
        },
      ],
    };
    bucket.node.addDependency(queue);
  }

  /** How cdk-nag writes the raw bucket's ARN in findings of other stacks: stack name, and the name of the export. */
  get rawArnInFindings(): string {
    return `${this.stackName}:ExportsOutputFnGetAttRaw72517081Arn8AABA17C`;
  }

  private table(id: string, removalPolicy: RemovalPolicy, stream: boolean): Table {
    return new Table(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(stream ? { stream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
    });
  }

  private secret(id: string, removalPolicy: RemovalPolicy, description: string): Secret {
    const secret = new Secret(this, id, {
      description,
      encryptionKey: this.key,
      removalPolicy,
      generateSecretString: { excludePunctuation: true, passwordLength: 48 },
    });
    explain(
      secret,
      'AwsSolutions-SMG4',
      'The other side of the secret is a system that AWS cannot rotate (links already sent, Slack, an ERP); docs/runbook/rotate-secrets.md does it by hand.',
    );
    return secret;
  }
}
