import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  AccessLogFormat,
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
import type { IResource, MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { Directory } from '../constructs/directory.ts';
import { refuseByProblemDetails } from '../constructs/gateway-problems.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import type { InboundStack } from './inbound-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';
import { addMutualTls } from './mutual-tls.ts';
import {
  addUsagePlans,
  allowQuarantine,
  allowRegistry,
  QUARANTINE_ROUTES,
  quarantineServer,
  registryServer,
  SOURCE_REGISTRY_ROUTES,
} from './source-registry.ts';

export interface ApiStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly inbound: InboundStack;
}

/** Routes for people; those of sources and of links in messages are beside them. Rights by role are checked in the handler. */
const PEOPLE_ROUTES: Readonly<Record<string, readonly ('GET' | 'POST')[]>> = {
  cases: ['GET'],
  'cases/{caseId}': ['GET'],
  'cases/{caseId}/{command}': ['GET', 'POST'],
  // Beside the commands and not one of them: the gateway prefers the resource that is spelt out, also where it has no method.
  'cases/{caseId}/actions': ['GET', 'POST'],
  'cases/{caseId}/actions/{actionId}/{command}': ['POST'],
  'cases/{caseId}/tasks': ['GET'],
  'cases/{caseId}/tasks/{taskId}/{command}': ['POST'],
  actions: ['GET'],
  me: ['GET'],
};

const SLACK_ROUTE = 'v1/slack/interactions';

/** The REST API: sources by webhook, people by token, links in messages by signature. */
export class ApiStack extends Stack {
  readonly api: RestApi;
  private readonly settings: ApiStackProps;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    this.settings = props;
    const { configuration } = props;
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: functionSetting(props.data, configuration).logRetention,
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
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        // Anybody can call it and the signature costs a little: people click, and no more than people can.
        methodOptions: {
          [`/${SLACK_ROUTE}/POST`]: {
            throttlingRateLimit: 20,
            throttlingBurstLimit: 100,
            metricsEnabled: true,
            loggingLevel: MethodLoggingLevel.ERROR,
          },
        },
        accessLogDestination: new LogGroupLogDestination(logGroup),
        // No query string and no path parameters beyond the resource path: links carry tokens.
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            method: '$context.httpMethod',
            resource: '$context.resourcePath',
            status: '$context.status',
            latency: '$context.responseLatency',
            source: '$context.authorizer.sourceId',
            person: '$context.authorizer.claims.sub',
          }),
        ),
      },
    });
    refuseByProblemDetails(this.api);
    const { pool } = new Directory(this, 'Directory', { retainData: configuration.retainData });
    this.sourceRoutes();
    const people = new CognitoUserPoolsAuthorizer(this, 'PeopleAuthorizer', { cognitoUserPools: [pool] });
    const method: MethodOptions = { authorizationType: AuthorizationType.COGNITO, authorizer: people };
    this.peopleRoutes(method);
    this.registryRoutes(method);
    this.quarantineRoutes(method);
    this.linkRoutes();
    this.slackRoutes();
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
  ): AppFunction {
    const { data, configuration } = this.settings;
    return new AppFunction(this, id, {
      setting: functionSetting(data, configuration),
      handler,
      timeout: Duration.seconds(15),
      memorySize: 512,
      environment,
      impact,
      runbook,
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
    const receive = new LambdaIntegration(inbound.receive.function, { allowTestInvoke: false });
    this.resource('v1/webhooks/{pathKey}').addMethod('POST', receive, method);
    this.resource('v1/signals').addMethod('POST', receive, method);

    addUsagePlans(this, this.api, configuration.stage);
    new CfnOutput(this, 'ApiId', { value: this.api.restApiId });
  }

  private registryRoutes(method: MethodOptions): void {
    const { data, configuration } = this.settings;
    const serve = this.handler(...registryServer(data, configuration.stage));
    allowRegistry(serve, data, configuration.stage);
    this.routes(SOURCE_REGISTRY_ROUTES, serve, method);
  }

  private quarantineRoutes(method: MethodOptions): void {
    const { data } = this.settings;
    const serve = this.handler(...quarantineServer(data));
    allowQuarantine(serve, data);
    this.routes(QUARANTINE_ROUTES, serve, method);
  }

  private routes(table: Readonly<Record<string, readonly string[]>>, serve: AppFunction, method: MethodOptions): void {
    const integration = new LambdaIntegration(serve.function, { allowTestInvoke: false });
    for (const [route, verbs] of Object.entries(table)) {
      const resource = this.resource(`v1/${route}`);
      for (const verb of verbs) resource.addMethod(verb, integration, method);
    }
  }

  private peopleRoutes(method: MethodOptions): void {
    const { data } = this.settings;
    const serve = this.handler(
      'ServeApi',
      'api/serve-api',
      { CASES_TABLE: data.cases.tableName, REFERENCE_TABLE: data.reference.tableName },
      'People cannot see, acknowledge or resolve cases by API or console; links in messages still work.',
      'api-failing',
    );
    allowTable(serve, data.cases.tableArn, [...CASE_COMMAND, 'BatchGetItem'], ['queue', 'subjects']);
    allowTable(serve, data.reference.tableArn, ['GetItem', 'Query']);
    this.routes(PEOPLE_ROUTES, serve, method);
  }

  private linkRoutes(): void {
    const { data, configuration } = this.settings;
    const answer = this.handler(
      'AnswerLink',
      'notification/answer-link',
      {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        LINK_SECRET: data.linkSecret.secretArn,
        SETTINGS_PREFIX: `/fairlead/${configuration.stage}`,
      },
      'Links in messages do not work: people cannot acknowledge with one click.',
      'api-failing',
    );
    allowTable(answer, data.cases.tableArn, CASE_COMMAND);
    allowTable(answer, data.reference.tableArn, ['GetItem', 'PutItem']);
    answer.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
    const integration = new LambdaIntegration(answer.function, { allowTestInvoke: false });
    const replies = this.resource('v1/replies/{token}');
    for (const verb of ['GET', 'POST']) {
      const method = replies.addMethod(verb, integration, { authorizationType: AuthorizationType.NONE });
      for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) {
        explain(
          method,
          rule,
          'The token in the path is the authorization: signed, short-lived, bound to person, case and action; GET changes nothing.',
        );
      }
    }
  }

  private slackRoutes(): void {
    const { data } = this.settings;
    const answer = this.handler(
      'AnswerSlack',
      'notification/answer-slack',
      {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        SLACK_SIGNING_SECRET: data.slackSigningSecret.secretArn,
      },
      'Buttons in Slack messages do not work: people acknowledge by the link in the message.',
      'slack-replies',
    );
    allowTable(answer, data.cases.tableArn, CASE_COMMAND);
    allowTable(answer, data.reference.tableArn, READ);
    answer.allow(['secretsmanager:GetSecretValue'], [data.slackSigningSecret.secretArn]);
    const method = this.resource(SLACK_ROUTE).addMethod(
      'POST',
      new LambdaIntegration(answer.function, { allowTestInvoke: false }),
      { authorizationType: AuthorizationType.NONE },
    );
    for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) {
      explain(
        method,
        rule,
        'The signature of Slack over body and time is the authorization, checked by the handler before anything is read; an authorizer does not see the body.',
      );
    }
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
