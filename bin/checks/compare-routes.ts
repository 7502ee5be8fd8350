import * as z from 'zod';

const reference = z.looseObject({ Ref: z.string().optional() });
const templateShape = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const part = z.looseObject({ PathPart: z.string(), ParentId: reference });
const method = z.looseObject({ HttpMethod: z.string(), ResourceId: reference });
const documentShape = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** `GET /v1/cases/{caseId}`: each method of the gateway in a synthesized template, by the parts of its path that refer to one another. */
export function methodsOfTemplate(template: unknown): readonly string[] {
  const resources = Object.entries(templateShape.parse(template).Resources);
  const of = <Shape extends z.ZodType>(type: string, shape: Shape): readonly (readonly [string, z.infer<Shape>])[] =>
    resources.flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, shape.parse(Properties)] as const] : []));
  const parts = new Map(of('AWS::ApiGateway::Resource', part));
  const pathOf = (id: string | undefined): string => {
    const found = parts.get(id ?? '');
    return found === undefined ? '' : `${pathOf(found.ParentId.Ref)}/${found.PathPart}`;
  };
  return of('AWS::ApiGateway::Method', method).map(
    ([, given]) => `${given.HttpMethod} ${pathOf(given.ResourceId.Ref)}`,
  );
}

/** Calls that only one of the two knows. A call may be one of those that `{command}` stands for; what is spelt out goes before that. */
export function routeDifferences(template: unknown, document: unknown): readonly string[] {
  const methods = new Set(methodsOfTemplate(template));
  const calls = Object.entries(documentShape.parse(document).paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  const served = calls.map((call) => [call, resourceOf(call, methods)] as const);
  const used = new Set(served.map(([, resource]) => resource));
  return [
    ...served.flatMap(([call, resource]) => (resource === undefined ? [`${call} is described, and not served`] : [])),
    // HEAD is described with its GET, whatever the path.
    ...[...methods]
      .filter((name) => !used.has(name.replace(/^HEAD /, 'GET ')))
      .map((name) => `${name} is served, and not described`),
  ];
}

function resourceOf(call: string, methods: ReadonlySet<string>): string | undefined {
  return [call, call.replace(/[^/]+$/, '{command}')].find((name) => methods.has(name));
}
