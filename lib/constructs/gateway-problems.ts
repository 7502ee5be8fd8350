import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';

interface Refusal {
  readonly type: ResponseType;
  readonly slug: string;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number;
}

const REFUSALS: readonly Refusal[] = [
  {
    type: ResponseType.THROTTLED,
    slug: 'too-many-requests',
    title: 'Too many requests',
    detail: 'Wait for the time in Retry-After, then send again.',
    retryAfterSeconds: 1,
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    slug: 'quota-exceeded',
    title: 'Quota used up',
    detail: 'The quota of this source for the day is used up.',
    retryAfterSeconds: 3600,
  },
];

/** Refusals that the gateway itself answers look like ours (RFC 9457), and say when to come back where that is known. */
export function refuseByProblemDetails(api: RestApi): void {
  for (const { type, slug, title, detail, retryAfterSeconds } of REFUSALS) {
    api.addGatewayResponse(`Gateway-${slug}`, {
      type,
      templates: {
        'application/json': JSON.stringify({
          type: `https://fairlead.dev/problems/${slug}`,
          title,
          status: 429,
          detail,
        }),
      },
      responseHeaders: { 'Retry-After': `'${String(retryAfterSeconds)}'` },
    });
  }
  api.addGatewayResponse('Gateway-payload-too-large', {
    type: ResponseType.REQUEST_TOO_LARGE,
    templates: {
      'application/json': JSON.stringify({
        type: 'https://fairlead.dev/problems/payload-too-large',
        title: 'The payload is too large',
        status: 413,
        detail:
          'At most 4000000 bytes are taken here. POST its name, bytes and sha256 to /v1/sources/{sourceId}/uploads, signed as your reports are, and put it to the address that is answered; or send it in parts.',
        links: { upload: '/v1/sources/{sourceId}/uploads' },
      }),
    },
  });
  // The status stands in the answer itself; the gateway fills in what it refused.
  const other = `{"type":"about:blank","title":"$context.error.responseType","detail":$context.error.messageString}`;
  for (const type of [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(`Gateway-${type.responseType}`, { type, templates: { 'application/json': other } });
  }
}
