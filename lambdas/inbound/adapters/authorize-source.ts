import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { sourceId, sourceRegistration } from '../../contracts/index.ts';
import type { SourceRegistration } from '../../contracts/index.ts';
import type { SourceStore } from './source-store.dynamo.ts';

export interface Claim {
  /** The last part of a webhook path. */
  readonly pathKey: string | undefined;
  /** What the header `fairlead-source` says. */
  readonly name: string | undefined;
  /** Whose upload the path names. */
  readonly uploader?: string | undefined;
}

type Find = Pick<SourceStore, 'byId' | 'byPathKey'>;

/** An IAM answer for API Gateway: whoever is unknown or switched off is denied. By name only canonical reports come in: vendors have their paths. Uploads are asked for by name, whatever the format: no vendor calls that. */
export async function authorizeSource(
  sources: Find,
  claim: Claim,
  methodArn: string,
): Promise<APIGatewayAuthorizerResult> {
  const source = await find(sources, claim);
  if (source?.enabled !== true) return { principalId: 'unknown', policyDocument: policy('Deny', methodArn) };
  return {
    principalId: source.id,
    policyDocument: policy('Allow', methodArn),
    context: { sourceId: source.id },
    ...(source.apiKeyValue === undefined ? {} : { usageIdentifierKey: source.apiKeyValue }),
  };
}

/** What is no path key or no id is not looked up: it cannot be there, and keys of a table have a length. */
async function find(sources: Find, { pathKey, name, uploader }: Claim): Promise<SourceRegistration | undefined> {
  if (pathKey !== undefined) {
    const isKey = sourceRegistration.shape.pathKey.safeParse(pathKey).success;
    return isKey ? sources.byPathKey(pathKey) : undefined;
  }
  if (uploader !== undefined) return sourceId.safeParse(uploader).success ? sources.byId(uploader) : undefined;
  if (!sourceId.safeParse(name).success || name === undefined) return undefined;
  const source = await sources.byId(name);
  return source?.format === 'canonical' ? source : undefined;
}

function policy(Effect: 'Allow' | 'Deny', Resource: string): APIGatewayAuthorizerResult['policyDocument'] {
  return { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] };
}
