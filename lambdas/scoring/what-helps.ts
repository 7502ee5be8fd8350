import type { Impact } from '../contracts/index.ts';
import type { factReader } from './fact-reader.ts';

/** As many as a person reads. */
const MOST = 10;

/** What the systems know that helps: which of the documents that are wanted somebody here has, and where stock is. */
export function whatHelps(fact: ReturnType<typeof factReader>): Pick<Impact, 'documents' | 'stock'> {
  const list = (...[system, name]: Parameters<typeof fact>): readonly string[] => {
    const value = fact(system, name);
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, MOST) : [];
  };
  const wanted = list('trade', 'missingDocuments');
  const kinds = fact('documents', 'documentKinds');
  const isThere = (kind: string): boolean => Array.isArray(kinds) && kinds.includes(kind);
  const sku = fact('wms', 'sku');
  return {
    ...(wanted.length === 0
      ? {}
      : { documents: { found: wanted.filter(isThere), missing: wanted.filter((kind) => !isThere(kind)) } }),
    ...(typeof sku === 'string'
      ? { stock: { sku, sites: [...list('wms', 'sites')], substitutes: [...list('wms', 'substitutes')] } }
      : {}),
  };
}
