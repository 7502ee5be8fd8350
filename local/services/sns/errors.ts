import { AwsError } from '../../kernel/errors.ts';

/** Names as the SDK has them: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors and the pages beside it. */
export const invalidParameter = (reason: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);

export const notFound = (what: string): AwsError =>
  new AwsError('NotFoundException', `${what} does not exist`, { httpStatusCode: 404 });
