import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StringAttribute,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { explain } from './nag.ts';

const ROLES = [
  'viewer',
  'responder',
  'lead',
  'approver',
  'policy_author',
  'policy_publisher',
  'platform_admin',
  'auditor',
] as const;

/** Id of somebody in the policy pack. */
const PERSON = 'person';

export interface DirectoryProps {
  readonly retainData: boolean;
}

/** The people who work on cases: a user pool with one group a role. */
export class Directory extends Construct {
  readonly pool: UserPool;

  constructor(scope: Construct, id: string, props: DirectoryProps) {
    super(scope, id);
    const pool = new UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      customAttributes: { [PERSON]: new StringAttribute({ mutable: true }) },
      deletionProtection: props.retainData,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const role of ROLES) {
      new CfnUserPoolGroup(this, `Role-${role}`, { userPoolId: pool.userPoolId, groupName: role });
    }
    const client = pool.addClient('Client', {
      authFlows: { userSrp: true },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      preventUserExistenceErrors: true,
      // Who somebody is in the policy pack has to stand in their token, and nobody says that of themselves: else whoever may sign in approves as anybody. Said, as
      // both differ by how a client was made where they are not; an empty list is none, so there is one attribute that harms nobody.
      // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true })
        .withCustomAttributes(PERSON),
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    });
    new CfnOutput(scope, 'UserPoolId', {
      value: pool.userPoolId,
      description: 'Directory of the people who work on cases',
    });
    new CfnOutput(scope, 'UserPoolClientId', { value: client.userPoolClientId, description: 'Client for signing in' });
    explain(
      pool,
      'AwsSolutions-COG3',
      'Threat protection is part of the PLUS plan, priced per active user; sign-in is by MFA, and docs/runbook says how to turn it on.',
    );
    explain(pool, 'AwsSolutions-COG8', 'The ESSENTIALS plan is a choice of cost; see AwsSolutions-COG3.');
    this.pool = pool;
  }
}
