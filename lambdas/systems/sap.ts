/*
 * Where SAP S/4HANA keeps what we ask and change. Sales orders have a service of OData V4; deliveries, planning and orders without charge have one of V2 only. test/vendors/ holds
 * every request of ours against the published metadata of these services.
 */
export const SALES_ORDER = '/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder';
export const OUTBOUND_DELIVERY = '/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader';
export const INBOUND_DELIVERY = '/sap/opu/odata/sap/API_INBOUND_DELIVERY_SRV;v=0002/A_InbDeliveryHeader';
export const PURCHASE_ORDER = '/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrder';
/** Stock, receipts and requirements of a material at a plant, as its planner sees them. */
export const SUPPLY_DEMAND = '/sap/opu/odata/sap/API_MRP_MATERIALS_SRV_01/SupplyDemandItems';
export const ORDER_WITHOUT_CHARGE = '/sap/opu/odata/sap/API_SALES_ORDER_WITHOUT_CHARGE_SRV/A_SalesOrderWithoutCharge';

/** SAP promises days. The moment of that day is in a field that a key user adds to sales documents (Custom Fields: context "Sales: Document", type timestamp, enabled for the API). */
export const PROMISED_AT = 'YY1_PromisedAt_SDH';

/** In a literal of OData a single quote is written twice. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `A eq 'x' or B eq 'y'`. */
export function anyOf(comparisons: readonly { readonly property: string; readonly value: string }[]): string {
  return comparisons.map(({ property, value }) => `${property} eq ${literal(value)}`).join(' or ');
}

/** `A eq 'x' and B eq 'y'`. */
export function allOf(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([property, value]) => `${property} eq ${literal(value)}`)
    .join(' and ');
}

export function odataQuery(path: string, options: Readonly<Record<string, string>>): string {
  const query = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`);
  return `${path}?${query.join('&')}`;
}

/** Decimals as text in V4 too: as JSON numbers they lose digits. */
export const ODATA_JSON = 'application/json;IEEE754Compatible=true';

/** The moment counts while it is of the day that SAP promises: who moves the day there does not know of our field. A day without a moment ends at its end. */
export function promisedAt(day: string | null | undefined, moment: string | null | undefined): string | undefined {
  if (day == null || day === '') return undefined;
  const instant = moment == null || moment === '' ? undefined : new Date(Date.parse(moment)).toISOString();
  return instant?.startsWith(day) === true ? instant : `${day}T23:59:59.000Z`;
}

/** The same moment as SAP keeps it: its own field for the day, ours for the moment. */
export function promiseFields(instant: string): Readonly<Record<string, string>> {
  const moment = new Date(Date.parse(instant)).toISOString();
  return { RequestedDeliveryDate: moment.slice(0, 10), [PROMISED_AT]: moment };
}
