import { AwsError } from '../../kernel/errors.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList: those that the front answers by itself. */
const SAID = {
  AccessDenied: [403, 'Access Denied'],
  AuthorizationQueryParametersError: [400, 'The authorization query parameters that you provided are not valid.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size'],
  InvalidAccessKeyId: [403, 'The AWS Access Key Id you provided does not exist in our records.'],
  InvalidToken: [400, 'The provided token is malformed or otherwise invalid.'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
} as const;

export function s3Error(
  code: keyof typeof SAID,
  message?: string,
  members: Readonly<Record<string, string>> = {},
): AwsError {
  const [httpStatusCode, said] = SAID[code];
  return new AwsError(code, message ?? said, { httpStatusCode, members });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function errorAsXml(error: AwsError, requestId: string): string {
  const members = Object.entries({ ...error.members, RequestId: requestId }).flatMap(([name, value]) =>
    typeof value === 'string' ? [`<${name}>${escaped(value)}</${name}>`] : [],
  );
  const { name, message } = error;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${escaped(message)}</Message>${members.join('')}</Error>`;
}
