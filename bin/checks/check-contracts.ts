import { breakingChanges } from '../contracts/compare-contracts.ts';
import { members } from '../contracts/document.ts';
import { contractFiles, readPublished, readText } from '../contracts/files.ts';
import type { ContractFile } from '../contracts/files.ts';
import { missingExamples } from '../contracts/missing-examples.ts';
import { lintDocument } from '../contracts/lint-document.ts';
import type { Check } from './check.ts';
import { failed, passed } from './check.ts';

/** The descriptions of API and events are those of this code, well made, and break nobody who keeps to the published ones. */
export const checkContracts: Check = async (root) => {
  const files = contractFiles();
  const problems: string[] = [];
  for (const file of files) problems.push(...staleness(root, file), ...breakage(root, file), ...(await lint(file)));
  const [openapi, asyncapi] = files;
  if (openapi !== undefined) problems.push(...missingExamples(openapi.document));
  const calls = members(openapi?.document['paths']).flatMap(([, methods]) => members(methods)).length;
  const events = members(asyncapi?.document['operations']).length;
  if (calls === 0 || events === 0) problems.push('the descriptions are empty');
  const note = `${String(calls)} calls`;
  return problems.length === 0 ? passed(note) : failed(note, problems.join('\n'));
};

function staleness(root: string, { path, text }: ContractFile): readonly string[] {
  return readText(root, path) === text ? [] : [`${path} is not what the schemas say: npm run contracts writes it anew`];
}

function breakage(root: string, file: ContractFile): readonly string[] {
  const published = readPublished(root, file);
  if (published === undefined) return [`${file.published} is missing: npm run contracts -- publish`];
  const today = new Date().toISOString().slice(0, 10);
  return breakingChanges(published, file.document, today).map(({ where, what }) => `${file.path}: ${where} ${what}`);
}

async function lint({ path, text }: ContractFile): Promise<readonly string[]> {
  return (await lintDocument(text)).map((found) => `${path}: ${found}`);
}
