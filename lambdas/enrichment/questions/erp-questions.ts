import type { SubjectReference } from '../../contracts/index.ts';
import { anyOf, odataQuery, OUTBOUND_DELIVERY, PROMISED_AT, SALES_ORDER } from '../../systems/sap.ts';

/** Numbers of documents in SAP have ten characters at most, and a bill of lading 35: a longer value is none of them. */
const NUMBER = 10;
const LONGEST = 35;

/** Under which property an outbound delivery keeps our kinds of references: carriers' numbers are written into the bill of lading. */
const OF_DELIVERY: Readonly<Partial<Record<SubjectReference['kind'], readonly string[]>>> = {
  delivery: ['DeliveryDocument', 'BillOfLading'],
  shipment: ['BillOfLading'],
  tracking: ['BillOfLading'],
  container: ['BillOfLading'],
  bill_of_lading: ['BillOfLading'],
};
const OF_ORDER: Readonly<Partial<Record<SubjectReference['kind'], readonly string[]>>> = {
  order: ['SalesOrder'],
  purchase_order: ['PurchaseOrderByCustomer'],
};

/** Asks which delivery goes by these references, and for which sales order it was made; undefined: none of them is of a delivery. */
export function deliveryQuestion(references: readonly SubjectReference[]): string | undefined {
  const filter = filterBy(references, OF_DELIVERY);
  if (filter === '') return undefined;
  return odataQuery(OUTBOUND_DELIVERY, {
    top: '1',
    filter,
    expand: 'to_DeliveryDocumentItem',
    select: 'DeliveryDocument,DeliveryPriority,to_DeliveryDocumentItem/ReferenceSDDocument',
    format: 'json',
  });
}

/** Asks for the sales order by its number where a delivery has told it, else by what the references say of orders. */
export function orderQuestion(references: readonly SubjectReference[], number?: string): string | undefined {
  const filter =
    number === undefined ? filterBy(references, OF_ORDER) : anyOf([{ property: 'SalesOrder', value: number }]);
  if (filter === '') return undefined;
  const select = [
    'SalesOrder',
    'PurchaseOrderByCustomer',
    'TotalNetAmount',
    'TransactionCurrency',
    'RequestedDeliveryDate',
    PROMISED_AT,
    'ShippingCondition',
    'DeliveryBlockReason',
  ];
  return odataQuery(SALES_ORDER, { top: '1', filter, select: select.join(',') });
}

function filterBy(references: readonly SubjectReference[], properties: typeof OF_ORDER): string {
  const comparisons = references.flatMap(({ kind, value }) =>
    (properties[kind] ?? []).map((property) => ({ property, value })),
  );
  const isLong = (property: string): boolean => property === 'BillOfLading' || property === 'PurchaseOrderByCustomer';
  return anyOf(comparisons.filter(({ property, value }) => value.length <= (isLong(property) ? LONGEST : NUMBER)));
}
