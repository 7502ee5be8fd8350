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

/** What the gateway says of these helps nobody who calls: a path that there is not is to it a token that is missing. Its own name for them stays the title. */
const MISTAKES = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    // `error.message` tells an expired token from one that is none.
    detail: '$context.error.message: send an identity token of the user pool in the header authorization.',
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 403,
    detail:
      'Nobody is known by this path or by the header fairlead-source, or the source is switched off. Whoever registered it reads its path in GET /v1/sources/{sourceId}.',
  },
  {
    // AWS itself shows how this one is made a 404: it is what a path or method without a resource gets.
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    detail: 'There is no such call: GET /v1/docs tells of all, each with its method and path.',
  },
] as const;

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
  for (const { type, status, detail } of MISTAKES) {
    api.addGatewayResponse(`Gateway-${type.responseType}`, {
      type,
      statusCode: String(status),
      templates: {
        'application/json': JSON.stringify({
          type: 'about:blank',
          title: '$context.error.responseType',
          status,
          detail,
        }),
      },
    });
  }
  // The status stands in the answer itself; the gateway fills in what it refused.
  const other = `{"type":"about:blank","title":"$context.error.responseType","detail":$context.error.messageString}`;
  for (const type of [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(`Gateway-${type.responseType}`, { type, templates: { 'application/json': other } });
  }
}
