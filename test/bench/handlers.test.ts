import { expect, test } from 'vitest';
import { measureHandlers } from '../../bin/bench/handlers.ts';
import { assemblyOfRun } from '../support/assembly.ts';

const assembly = await assemblyOfRun();

test('a function whose environment is named by what it asks is loaded as any other: the templates say what it finds there', () => {
  const [measured] = measureHandlers(assembly, ['enrichment/ask-crm']);
  expect(measured?.name).toBe('enrichment/ask-crm');
  expect(measured?.kb).toBeGreaterThan(100);
  expect(measured?.coldImportMs).toBeGreaterThan(1);
});
