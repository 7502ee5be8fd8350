import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { FeaturePlan, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { explain } from './nag.ts';

export interface SendersProps {
  readonly stage: string;
  readonly retainData: boolean;
}

/**
 * Systems that fetch tokens to report (OAuth 2.0 client credentials): a user pool without users. It is not the one of people: a token of theirs must never be one of a source. Clients are made when
 * sources are registered.
 */
export class Senders extends Construct {
  readonly pool: UserPool;
  readonly tokenUrl: string;

  constructor(scope: Construct, id: string, { stage, retainData }: SendersProps) {
    super(scope, id);
    const pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    pool.addResourceServer('Server', {
      identifier: 'fairlead',
      userPoolResourceServerName: 'Fairlead',
      scopes: [new ResourceServerScope({ scopeName: 'report', scopeDescription: 'To report events' })],
    });
    // Its name is unique among all accounts of a Region.
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `fairlead-${stage}-${Aws.ACCOUNT_ID}` },
    });
    this.pool = pool;
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    new CfnOutput(scope, 'SenderPoolId', {
      value: pool.userPoolId,
      description: 'Clients of systems that fetch tokens',
    });
    new CfnOutput(scope, 'TokenUrl', { value: this.tokenUrl, description: 'Where systems fetch their tokens' });
    for (const rule of ['AwsSolutions-COG1', 'AwsSolutions-COG2', 'AwsSolutions-COG3', 'AwsSolutions-COG8'])
      explain(pool, rule, 'Nobody signs in here: the pool has clients of machines and no users.');
  }
}
