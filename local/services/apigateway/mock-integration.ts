import type { Kernel } from '../../kernel/types.ts';
import { isBinary } from './body.ts';
import { fillTemplate, requestContextOf } from './context.ts';
import { headerOf } from './exchange.ts';
import type { Exchange, GatewayAnswer } from './exchange.ts';
import { GatewayFailure } from './model.ts';
import type { MockIntegration } from './model.ts';

/**
 * The gateway answers by itself (CORS preflights). A body that is binary for the API cannot go through the request template, so
 * with the media type `any type` and without CONVERT_TO_TEXT this is a 500 on AWS too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function answerMock(kernel: Kernel, exchange: Exchange, integration: MockIntegration): GatewayAnswer {
  const binary = isBinary(exchange.api, headerOf(exchange, 'content-type'));
  if (binary && integration.contentHandling !== 'CONVERT_TO_TEXT') {
    throw new GatewayFailure('API_CONFIGURATION_ERROR', 'Internal server error');
  }
  const status = String(integration.statusCode);
  const response =
    integration.responses.find(
      ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(status),
    ) ?? integration.responses.find(({ selectionPattern }) => !selectionPattern);
  if (response === undefined) throw new GatewayFailure('API_CONFIGURATION_ERROR', 'Internal server error');
  const [contentType, template] = Object.entries(response.templates)[0] ?? ['application/json', ''];
  const context = requestContextOf(kernel, exchange);
  return {
    status: response.statusCode,
    headers: [['Content-Type', contentType], ...Object.entries(response.headers)],
    body: Buffer.from(fillTemplate(template, context, exchange.stage.variables, '')),
  };
}
