import { lookUp } from '../look-up.ts';
import { listOf, textIn, treeOf, valueAt, wordOf } from '../tree.ts';

/** What tables of Dataverse are called in business events, and the column that has the number that people know. */
const TABLES: Readonly<Record<string, readonly [name: string, column: string]>> = {
  salesorder: ['SalesOrderNumber', 'ordernumber'],
  invoice: ['InvoiceNumber', 'invoicenumber'],
  msdyn_purchaseorder: ['PurchaseOrderNumber', 'msdyn_name'],
  msdyn_shipment: ['ShipmentNumber', 'msdyn_name'],
  msdyn_iom_fulfillmentorder: ['ShipmentNumber', 'msdyn_name'],
  product: ['ProductNumber', 'productnumber'],
};

/**
 * The context that Dataverse posts to a webhook, as a business event: which row of which table has changed, and the columns that were changed by their own names.
 * The shape is that of the RemoteExecutionContext of its SDK, and like the tables it is from memory: not tried on real payloads.
 */
export function changeIn(value: unknown): Readonly<Record<string, string>> | undefined {
  const table = textIn(value, 'PrimaryEntityName');
  const message = textIn(value, 'MessageName');
  if (table === undefined || message === undefined) return undefined;
  const columns = { ...columnsIn(value, 'PostEntityImages'), ...columnsIn(value, 'InputParameters') };
  const [name, column = ''] = lookUp(TABLES, table) ?? [];
  const id = textIn(value, 'PrimaryEntityId');
  const number = lookUp(columns, column) ?? id;
  const operation = textIn(value, 'OperationId');
  return {
    ...columns,
    BusinessEventId: `dataverse.${table}.${message}`,
    ...(name === undefined || number === undefined ? {} : { [name]: number }),
    ...(operation === undefined ? {} : { EventId: operation }),
    EventTime: textIn(value, 'OperationCreatedOn') ?? '',
  };
}

/** Lists of `{ key, value }`; a choice is `{ Value }`. */
function columnsIn(value: unknown, list: string): Readonly<Record<string, string>> {
  const entities = listOf(valueAt(value, list)).map((entry) => valueAt(entry, 'value'));
  return Object.fromEntries(
    entities.flatMap((entity) =>
      listOf(valueAt(entity, 'Attributes')).flatMap((attribute) => {
        const inside = valueAt(attribute, 'value');
        const word = wordOf(inside) ?? textIn(treeOf(inside), 'Value') ?? textIn(treeOf(inside), 'Id');
        const key = textIn(attribute, 'key');
        return key === undefined || word === undefined ? [] : [[key, word] as const];
      }),
    ),
  );
}
