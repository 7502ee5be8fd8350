import { createDocuments } from './documents.ts';
import { shelvesOf } from './kept.ts';
import { madeUpInvoice } from './made-up-money.ts';
import { NO_BEARER, NO_SUCH_RESOURCE, notAllowed, refuse, valuesOf } from './rest.ts';
import { createRestRecords } from './rest-records.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { PartnerOptions } from './types.ts';

const CREDIT = { order: 'string', amount: 'string', currency: 'string', status: 'string' } as const;
const REVIEW = { reference: 'string', amount: 'string', currency: 'string', status: 'string' } as const;
const INVOICE = { paymentBlock: 'string' } as const;

/** A system of accounts payable and receivable with a plain REST interface: invoices with their terms and payment blocks, credits, reviews of contract penalties. An invoice of any number is there. */
export function createFinance(options: PartnerOptions): SystemPartner {
  const credits = createRestRecords(options, { path: '/api/v1/credits/', fields: CREDIT });
  const reviews = createRestRecords(options, { path: '/api/v1/penalty-reviews/', fields: REVIEW });
  // Invoices that nobody has put or asked for by a reference: their number is all that is known.
  const others = createDocuments((id) => ({ id, paymentBlock: '' }), shelvesOf(options)('other invoices'));
  const invoices = createRestRecords(options, {
    path: '/api/v1/invoices/',
    fields: INVOICE,
    find: (documents, wanted) => documents.find(({ id }) => id === wanted),
  });
  const unknown = createRestRecords(options, {
    path: '/api/v1/invoices/',
    fields: INVOICE,
    find: (documents, wanted) => documents.resolve([wanted])[0],
  });
  return createSystem(options, {
    name: 'finance',
    makeUp: (reference) => madeUpInvoice(reference, options.now(), options.offers),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: (request, documents) => {
      const { pathname, searchParams } = new URL(request.url);
      const number = pathname.slice('/api/v1/invoices/'.length);
      const isKnown = documents.find(({ id }) => id === number) !== undefined;
      const record =
        credits(request, documents) ??
        reviews(request, documents) ??
        (isKnown ? invoices(request, documents) : unknown(request, others));
      if (record !== undefined) return record;
      if (pathname !== '/api/v1/invoices') return refuse(404, NO_SUCH_RESOURCE);
      if (request.method !== 'GET') return notAllowed('GET');
      const references = ['number', 'reference'].flatMap((name) => valuesOf(searchParams, name));
      if (references.length === 0) return refuse(400, 'At least one number or reference is needed.');
      const found = documents.resolve(references).map(({ document }) => document);
      const freeTime = found.map((document) => document['freeTime']).find((terms) => terms !== undefined);
      return json({ invoices: found, ...(freeTime === undefined ? {} : { freeTime }) });
    },
  });
}
