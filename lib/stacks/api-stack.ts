import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  IdentitySource,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IResource, Method, MethodDeploymentOptions, MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { gatewayRoutesOf } from '../../lambdas/contracts/api/routes.ts';
import type { Server } from '../../lambdas/contracts/api/routes.ts';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { batchWays, deadLetterWays } from '../constructs/dead-letter-ways.ts';
import { CALL_LOG_FORMAT } from '../constructs/call-log.ts';
import { Directory } from '../constructs/directory.ts';
import { Senders } from '../constructs/senders.ts';
import { refuseByProblemDetails } from '../constructs/gateway-problems.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { allowBatches, allowDeadLetters, deadLetterServer } from './dead-letter-server.ts';
import type { InboundStack } from './inbound-stack.ts';
import {
  allowPeople,
  allowPolicies,
  allowPolicyRuns,
  openServers,
  peopleServer,
  policyRunServer,
  policyServer,
} from './people-servers.ts';
import { PolicyErrands } from './policy-errands.ts';
import { allowTable, callSetting, READ } from './setting.ts';
import { addMutualTls } from './mutual-tls.ts';
import {
  addUsagePlans,
  allowMails,
  allowMappings,
  allowQuarantine,
  allowRegistry,
  allowUploads,
  mailServer,
  mappingServer,
  quarantineServer,
  registryServer,
  uploadGranter,
} from './source-registry.ts';

export interface ApiStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly inbound: InboundStack;
}

/** Anybody can call these, and each costs a little: people click and read, and no more than people can. */
const FOR_ANYBODY = [
  'notification/answer-partner',
  'notification/answer-slack',
  'notification/answer-opt-out',
  'api/serve-contracts',
  'api/serve-rota-feed',
] as const;

/** The REST API: sources by webhook, people by token, links in messages by signature. */
export class ApiStack extends Stack {
  readonly api: RestApi;
  private readonly settings: ApiStackProps;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    this.settings = props;
    const { configuration } = props;
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: callSetting(props.data, configuration).logRetention,
      encryptionKey: props.data.key,
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: `fairlead-${configuration.stage}`,
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: false,
      deployOptions: {
        stageName: configuration.stage,
        tracingEnabled: true,
        // By method they would be billed, each of them; those of the API are there anyway.
        metricsEnabled: false,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        methodOptions: throttles(),
        accessLogDestination: new LogGroupLogDestination(logGroup),
        accessLogFormat: CALL_LOG_FORMAT,
      },
    });
    refuseByProblemDetails(this.api);
    const { pool } = new Directory(this, 'Directory', { retainData: configuration.retainData });
    this.sourceRoutes();
    const people = new CognitoUserPoolsAuthorizer(this, 'PeopleAuthorizer', { cognitoUserPools: [pool] });
    const method: MethodOptions = { authorizationType: AuthorizationType.COGNITO, authorizer: people };
    this.peopleRoutes(method);
    this.openRoutes();
    addMutualTls(this, this.api, configuration);
    this.acknowledgeFindings();

    new StringParameter(this, 'PublicUrl', {
      parameterName: `/fairlead/${configuration.stage}/public-url`,
      stringValue: this.api.url,
      description: 'Where links in messages point to',
    });
    new CfnOutput(this, 'ApiUrl', {
      value: this.api.url,
      description: 'Base of the REST API; webhooks are below v1/webhooks',
    });
  }

  private handler(
    id: string,
    handler: string,
    environment: Record<string, string>,
    impact: string,
    runbook: string,
    memorySize = 512,
  ): AppFunction {
    const { data, configuration } = this.settings;
    return new AppFunction(this, id, {
      setting: callSetting(data, configuration),
      handler,
      timeout: Duration.seconds(15),
      memorySize,
      environment,
      impact,
      runbook,
      calledBy: 'people',
    });
  }

  private sourceRoutes(): void {
    const { data, inbound, configuration } = this.settings;
    const authorize = this.handler(
      'AuthorizeSource',
      'inbound/authorize-source',
      { REFERENCE_TABLE: data.reference.tableName },
      'No source can report: each gets a 500.',
      'webhooks-refused',
    );
    allowTable(authorize, data.reference.tableArn, READ);
    const authorizer = new RequestAuthorizer(this, 'SourceAuthorizer', {
      handler: authorize.function,
      // A path parameter is no identity source, so nothing may be cached: one key would open all paths.
      identitySources: [IdentitySource.context('path')],
      resultsCacheTtl: Duration.seconds(0),
    });
    const method: MethodOptions = { authorizationType: AuthorizationType.CUSTOM, authorizer, apiKeyRequired: true };
    this.routes('inbound/receive-signal', inbound.receive.function, method);

    const grant = this.handler(...uploadGranter(data));
    allowUploads(grant, data, configuration.stage);
    this.routes('inbound/grant-upload', grant.function, method);

    addUsagePlans(this, this.api, configuration.stage);
    new CfnOutput(this, 'ApiId', { value: this.api.restApiId });
  }

  private peopleRoutes(method: MethodOptions): void {
    const { data, configuration } = this.settings;
    const serve = this.handler(...peopleServer(data));
    allowPeople(serve, data);
    this.routes('api/serve-api', serve.function, method);
    const senders = new Senders(this, 'Senders', configuration);
    const registry = this.handler(...registryServer(data, configuration.stage, senders));
    allowRegistry(registry, data, configuration.stage, senders);
    this.routes('api/serve-sources', registry.function, method);
    const quarantine = this.handler(...quarantineServer(data));
    allowQuarantine(quarantine, data);
    this.routes('api/serve-quarantine', quarantine.function, method);
    const mails = this.handler(...mailServer(data));
    allowMails(mails, data);
    this.routes('api/serve-mails', mails.function, method);
    const mappings = this.handler(...mappingServer(data));
    allowMappings(mappings, data);
    this.routes('api/serve-mappings', mappings.function, method);
    const errands = new PolicyErrands(this, 'PolicyErrands', { data, configuration });
    const policies = this.handler(...policyServer(data, configuration.stage));
    allowPolicies(policies, data, configuration.stage);
    this.routes('api/serve-policies', policies.function, method);
    const runs = this.handler(...policyRunServer(data, errands));
    allowPolicyRuns(runs, data, errands);
    this.routes('api/serve-policy-runs', runs.function, method);
    this.deadLetterRoutes(method);
  }

  private deadLetterRoutes(method: MethodOptions): void {
    const { data, configuration } = this.settings;
    const ways = deadLetterWays(this);
    const batches = batchWays(this);
    const serve = this.handler(...deadLetterServer(data, configuration.stage, [...ways, ...batches]));
    allowDeadLetters(serve, data, configuration.stage, ways);
    allowBatches(serve, data, configuration.stage, batches);
    this.routes('api/serve-dead-letters', serve.function, method);
  }

  private openRoutes(): void {
    const { data, configuration } = this.settings;
    for (const { handler, server, allow, why } of openServers(data, configuration.stage)) {
      const serve = this.handler(...server);
      allow(serve);
      this.routesForAnybody(handler, serve, why);
    }
  }

  private routesForAnybody(server: Server, serve: AppFunction, why: string): void {
    const methods = this.routes(server, serve.function, { authorizationType: AuthorizationType.NONE });
    for (const method of methods)
      for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) explain(method, rule, why);
  }

  /** Each resource and method that the table of routes has for this function. */
  private routes(server: Server, serve: IFunction, options: MethodOptions): readonly Method[] {
    // A permission for each method would be a fifth of the 500 resources that a stack may have, and all come from this API anyway.
    const integration = new LambdaIntegration(serve, { scopePermissionToMethod: false });
    return gatewayRoutesOf(server).map((route) => {
      const [verb = '', path = ''] = route.split(' ');
      return this.resource(path.slice(1)).addMethod(verb, integration, options);
    });
  }

  private resource(path: string): IResource {
    return path
      .split('/')
      .reduce<IResource>((parent, part) => parent.getResource(part) ?? parent.addResource(part), this.api.root);
  }

  private acknowledgeFindings(): void {
    explain(
      this.api,
      'AwsSolutions-APIG2',
      'Bodies are EDI, XML and JSON of other people: they are validated by their translators, which keep what they refuse.',
    );
    explain(
      this.api,
      'AwsSolutions-APIG3',
      'A web ACL is a matter of the account that deploys; docs/deploy.md says where to attach one.',
    );
    explain(
      this.api,
      'AwsSolutions-COG4',
      'Sources have no user pool: they are known by an unguessable path and a signature over the body.',
    );
  }
}

function throttles(): Record<string, MethodDeploymentOptions> {
  const limits = {
    throttlingRateLimit: 20,
    throttlingBurstLimit: 100,
    metricsEnabled: false,
    loggingLevel: MethodLoggingLevel.ERROR,
  };
  const routes = FOR_ANYBODY.flatMap((server) => gatewayRoutesOf(server)).map((route) => route.split(' '));
  return Object.fromEntries(routes.map(([verb = '', path = '']) => [`${path}/${verb}`, limits]));
}
