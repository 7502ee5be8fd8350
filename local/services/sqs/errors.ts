import { AwsError } from '../../kernel/errors.ts';

/** Error names and texts: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors and the pages beside it. */
export const invalidParameter = (reason: string): AwsError => new AwsError('InvalidParameterValue', reason);

export const noSuchQueue = (): AwsError => new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const invalidReceipt = (handle: string): AwsError =>
  new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`, {
    httpStatusCode: 404,
  });
