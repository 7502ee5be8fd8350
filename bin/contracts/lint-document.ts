import { createConfig, lintFromString } from '@redocly/openapi-core';

/** Rules beyond those that are recommended; what is off has its reason. */
const RULES = {
  'operation-description': 'error',
  'operation-operationId': 'error',
  'tag-description': 'error',
  'no-unused-components': 'error',
  'operation-4xx-response': 'error',
  'operation-2xx-response': 'error',
  'no-invalid-media-type-examples': 'error',
  // `journal`, `tasks` and the like stand beside `{quarantineId}` and `{caseId}`; the gateway prefers what is spelt out.
  'no-ambiguous-paths': 'off',
  // Links prove themselves by their path, which no scheme can say; rights on a bus are those of IAM, for which AsyncAPI has no scheme.
  'security-defined': 'off',
} as const;

/** What the linter finds in a document: nothing where it is good. Warnings count: nobody reads one. */
export async function lintDocument(source: string): Promise<readonly string[]> {
  const config = await createConfig({ extends: ['recommended'], rules: RULES });
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location: [place] }) => `${ruleId} ${place?.pointer ?? ''}: ${message}`);
}
