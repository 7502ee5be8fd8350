import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One line for each call, also for those that the gateway refuses by itself: the record of who called what. No query string, no path beyond the resource and no address:
 * paths hold tokens and keys, and who called is known by its id. What only the function knows (problem, ids, roles) stands in its line `call.answered`, by the same requestId.
 */
export const CALL_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    refusal: '$context.error.responseType',
    ms: '$context.responseLatency',
    bytes: '$context.responseLength',
    source: '$context.authorizer.sourceId',
    subject: '$context.authorizer.claims.sub',
    apiKey: '$context.identity.apiKeyId',
  }),
);
