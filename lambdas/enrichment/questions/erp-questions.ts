import type { SubjectReference } from '../../contracts/index.ts';
import {
  allOf,
  anyOf,
  INBOUND_DELIVERY,
  odataQuery,
  OUTBOUND_DELIVERY,
  PROMISED_AT,
  PURCHASE_ORDER,
  SALES_ORDER,
  SUPPLY_DEMAND,
} from '../../systems/sap.ts';

type Properties = Readonly<Partial<Record<SubjectReference['kind'], readonly string[]>>>;

/** Numbers of documents in SAP have ten characters at most; those that others have given are longer: a means of transport 20, a bill of lading 35. */
const NUMBER = 10;
const LONGEST: Readonly<Record<string, number>> = {
  BillOfLading: 35,
  DeliveryDocumentBySupplier: 35,
  PurchaseOrderByCustomer: 35,
  MeansOfTransport: 20,
};

/** Under which property a delivery keeps our kinds of references: carriers' numbers are written into the bill of lading. */
const OF_DELIVERY: Properties = {
  delivery: ['DeliveryDocument', 'BillOfLading'],
  shipment: ['BillOfLading'],
  tracking: ['BillOfLading'],
  container: ['BillOfLading'],
  bill_of_lading: ['BillOfLading'],
};
/** An inbound one has the supplier's number of it, and the container that it comes in. */
const OF_INBOUND: Properties = {
  ...OF_DELIVERY,
  delivery: ['DeliveryDocument', 'BillOfLading', 'DeliveryDocumentBySupplier'],
  shipment: ['BillOfLading', 'DeliveryDocumentBySupplier'],
  container: ['BillOfLading', 'MeansOfTransport'],
};
const OF_ORDER: Properties = { order: ['SalesOrder'] };
const OF_CUSTOMERS_ORDER: Properties = { ...OF_ORDER, purchase_order: ['PurchaseOrderByCustomer'] };

/** Whose the purchase orders are that a report names. */
export type Purchaser = 'ours' | 'customers';

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

const MOST_ORDERS = 10;

/**
 * Asks for the sales orders by their numbers where another document has told them, else by what the references say of orders. A purchase order of ours is none: a customer may well
 * have ordered under the same number.
 */
export function orderQuestion(
  references: readonly SubjectReference[],
  numbers: readonly string[] = [],
  purchaseOrders: Purchaser = 'customers',
): string | undefined {
  const filter =
    numbers.length === 0
      ? filterBy(references, purchaseOrders === 'ours' ? OF_ORDER : OF_CUSTOMERS_ORDER)
      : anyOf(numbers.slice(0, MOST_ORDERS).map((value) => ({ property: 'SalesOrder', value })));
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
  return odataQuery(SALES_ORDER, { top: String(MOST_ORDERS), filter, select: select.join(',') });
}

/** Asks which goods come to us under these references. */
export function inboundQuestion(references: readonly SubjectReference[]): string | undefined {
  const filter = filterBy(references, OF_INBOUND);
  if (filter === '') return undefined;
  const item = ['Material', 'Plant', 'ReferenceSDDocument'].map((name) => `to_DeliveryDocumentItem/${name}`);
  return odataQuery(INBOUND_DELIVERY, {
    top: '1',
    filter,
    expand: 'to_DeliveryDocumentItem',
    select: ['DeliveryDocument', 'Supplier', ...item].join(','),
    format: 'json',
  });
}

/** Asks what we have ordered under our own number. */
export function purchaseQuestion(references: readonly SubjectReference[]): string | undefined {
  const filter = filterBy(references, { purchase_order: ['PurchaseOrder'] });
  if (filter === '') return undefined;
  const item = ['Material', 'Plant'].map((name) => `to_PurchaseOrderItem/${name}`);
  return odataQuery(PURCHASE_ORDER, {
    top: '1',
    filter,
    expand: 'to_PurchaseOrderItem',
    select: ['PurchaseOrder', 'Supplier', ...item].join(','),
    format: 'json',
  });
}

/** More movements of one material are not read: from a part of them nothing follows. */
export const MOST_MOVEMENTS = 200;

/** Asks what is planned of a material at a plant. Its planning area is that of the plant. */
export function supplyQuestion({ material, plant }: { readonly material: string; readonly plant: string }): string {
  return odataQuery(SUPPLY_DEMAND, {
    top: String(MOST_MOVEMENTS),
    filter: allOf({ Material: material, MRPPlant: plant, MRPArea: plant }),
    select: [
      'Material',
      'MRPPlant',
      'MaterialBaseUnit',
      'MRPElementCategory',
      'MRPElement',
      'SourceMRPElement',
      'MRPElementOpenQuantity',
      'MRPElementAvailyOrRqmtDate',
    ].join(','),
    format: 'json',
  });
}

function filterBy(references: readonly SubjectReference[], properties: Properties): string {
  const comparisons = references.flatMap(({ kind, value }) =>
    (properties[kind] ?? []).map((property) => ({ property, value })),
  );
  return anyOf(comparisons.filter(({ property, value }) => value.length <= (LONGEST[property] ?? NUMBER)));
}
