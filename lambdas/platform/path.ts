import type { APIGatewayProxyEvent } from 'aws-lambda';

type WithPath = Pick<APIGatewayProxyEvent, 'pathParameters'>;

/** More than any id has. Ids become parts of keys, and a key of DynamoDB ends at 1024 bytes: a longer one is an error of the table, and no answer. */
const LONGEST_ID = 200;

/** An id from the path. What cannot be one, because it is too long or nothing that percent signs encode, comes as what no id is: it is looked for in vain. */
export function idInPath(event: WithPath, name: string): string {
  return textInPath(event, name).slice(0, LONGEST_ID);
}

/** A token from the path, as long as it is; as it was sent where it cannot be decoded. */
export function textInPath({ pathParameters }: WithPath, name: string): string {
  const sent = pathParameters?.[name] ?? '';
  try {
    return decodeURIComponent(sent);
  } catch {
    return sent;
  }
}
