import { AwsError } from '../../kernel/errors.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** The item's or key's attributes do not fit the table: a reason for cancellation in a transaction, where other complaints fail the request. */
export class SchemaMismatch extends AwsError {
  constructor(message: string) {
    super('ValidationException', message);
  }
}

export function malformed(message: string): AwsError {
  return new AwsError('SerializationException', message);
}

/** The wording that DynamoDB puts before most complaints about values. */
export function invalidValues(detail: string): AwsError {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}

export function tableNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}
