import { AwsError } from '../../kernel/errors.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** The wording that DynamoDB puts before most complaints about values. */
export function invalidValues(detail: string): AwsError {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}

export function tableNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}
