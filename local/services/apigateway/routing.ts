import type { ApiResource, Method, RestApi } from './model.ts';

export interface Route {
  readonly resource: ApiResource;
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the method for a path below the stage. A literal part wins over `{param}`, and that over `{proxy+}`; a trailing slash is
 * ignored. Values stay percent-encoded: REST APIs hand them on as received (serverless/serverless#5037).
 */
export function findRoute(api: RestApi, httpMethod: string, path: string): Route | undefined {
  const trimmed = path.replace(/^\/+/, '').replace(/\/+$/, '');
  const segments = trimmed === '' ? [] : trimmed.split('/');
  return descend(api.root, segments, 0, httpMethod, {});
}

type Parameters = Readonly<Record<string, string>>;

function descend(
  node: ApiResource,
  segments: readonly string[],
  index: number,
  httpMethod: string,
  parameters: Parameters,
): Route | undefined {
  const segment = segments[index];
  if (segment === undefined) return routeOf(node, httpMethod, parameters);

  const literal = node.literals.get(segment) ?? node.literals.get(decoded(segment));
  const byLiteral = literal && descend(literal, segments, index + 1, httpMethod, parameters);
  if (byLiteral !== undefined) return byLiteral;

  const { parameter, greedy } = node;
  const byParameter =
    parameter &&
    segment !== '' &&
    descend(parameter.resource, segments, index + 1, httpMethod, { ...parameters, [parameter.name]: segment });
  if (byParameter) return byParameter;

  if (greedy === undefined) return undefined;
  return routeOf(greedy.resource, httpMethod, { ...parameters, [greedy.name]: segments.slice(index).join('/') });
}

function routeOf(resource: ApiResource, httpMethod: string, pathParameters: Parameters): Route | undefined {
  const method = resource.methods.get(httpMethod) ?? resource.methods.get('ANY');
  return method === undefined ? undefined : { resource, method, pathParameters };
}

export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
