/**
 * What a function says of its batch. `undefined`: the answer is not one that Lambda understands, and the whole batch counts as failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/example_serverless_SQS_Lambda_batch_item_failures_section.html and
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedItems(payload: string, known: (identifier: string) => boolean): ReadonlySet<string> | undefined {
  const answer: unknown = JSON.parse(payload);
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== 'object') return answer === '' ? new Set() : undefined;
  const failures: unknown = Reflect.get(answer, 'batchItemFailures');
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return undefined;
  const identifiers = failures.map((failure: unknown) =>
    typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'itemIdentifier') : undefined,
  );
  const valid = identifiers.filter(
    (identifier): identifier is string => typeof identifier === 'string' && identifier !== '' && known(identifier),
  );
  return valid.length === identifiers.length ? new Set(valid) : undefined;
}
