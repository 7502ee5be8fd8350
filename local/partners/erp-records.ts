import { etagOf } from './conditional-writes.ts';
import type { ConditionalWrite, Writable, WriteRules } from './conditional-writes.ts';
import { createDocuments } from './documents.ts';
import { json } from './types.ts';

/** Supplier invoices are there already, whatever their number; the others are made from outside, under the key that the sender chose. */
const SETS: Readonly<Record<string, { readonly fields: Writable; readonly isThere: boolean }>> = {
  SupplierInvoices: { fields: { PaymentBlockingReason: 'string' }, isThere: true },
  CreditMemoRequests: {
    fields: {
      ReferenceSDDocument: 'string',
      TotalNetAmount: 'string',
      TransactionCurrency: 'string',
      RequestStatus: 'string',
    },
    isThere: false,
  },
  SalesOrdersWithoutCharge: {
    fields: { ReferenceSDDocument: 'string', Material: 'string', RequestedQuantity: 'number', OrderStatus: 'string' },
    isThere: false,
  },
  PurchaseOrders: {
    fields: { Supplier: 'string', Material: 'string', OrderQuantity: 'number', OrderStatus: 'string' },
    isThere: false,
  },
};

type Manners = Pick<WriteRules, 'refuse' | 'done'> & { readonly notAllowed: (allow: string) => Response };

/** The ERP's documents beside the sales order: one entity by its key, read and written. Undefined: the path is none of them. */
export function createErpRecords(
  write: ConditionalWrite,
  { refuse, done, notAllowed }: Manners,
): (request: Request, path: string) => Response | Promise<Response> | undefined {
  const stores = new Map(
    Object.keys(SETS).map((name) => [name, createDocuments((key) => ({ Key: key, PaymentBlockingReason: '' }))]),
  );
  return (request, path) => {
    const [, name = '', literal = ''] = /^\/odata\/v4\/(\w+)\('(.+)'\)$/.exec(path) ?? [];
    const set = Object.hasOwn(SETS, name) ? SETS[name] : undefined;
    const documents = stores.get(name);
    if (set === undefined || documents === undefined) return undefined;
    const key = literal.replaceAll("''", "'");
    const known = set.isThere ? documents.resolve([key])[0] : documents.find(({ Key }) => Key === key);
    if (request.method === 'PATCH') {
      const make = set.isThere ? {} : { make: (values: object) => ({ ...values, Key: key }) };
      return write(request, { reference: key, known, documents }, { fields: set.fields, ...make, refuse, done });
    }
    if (request.method !== 'GET') return notAllowed('GET, PATCH');
    if (known === undefined) return refuse(404, 'NotFound', `${name} has no ${key}.`);
    const etag = etagOf(known);
    return json({ '@odata.etag': etag, ...known.document }, 200, { 'odata-version': '4.0', etag });
  };
}
