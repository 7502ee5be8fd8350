/*
 * What this ERP publishes, in the names and types of the service metadata of SAP S/4HANA: the sales order of OData V4; deliveries, purchase orders, planning and the order without charge
 * of OData V2. test/vendors/ holds it against the published metadata. YY1_…_SDH are fields that a key user adds to the header of a sales document.
 */

export type EdmType = 'String' | 'Decimal' | 'Date' | 'DateTime' | 'DateTimeOffset' | 'Boolean';

export interface EntitySet {
  readonly version: 2 | 4;
  /** Address of the service, without a slash at its end. */
  readonly service: string;
  readonly name: string;
  readonly key: string;
  readonly properties: Readonly<Record<string, EdmType>>;
  /** By which it can be searched here. */
  readonly filterable: readonly string[];
  /** How comparisons are joined in a search here; absent: by `or`. */
  readonly joinsBy?: 'or' | 'and';
  readonly updatable: readonly string[];
  /** Entities below it, by their navigation property. */
  readonly expands: Readonly<Record<string, Readonly<Record<string, EdmType>>>>;
  /** What a new one must say; absent: it is not made from outside. */
  readonly creatable?: readonly string[];
}

const ORGANIZATION = {
  SalesOrganization: 'String',
  DistributionChannel: 'String',
  OrganizationDivision: 'String',
  SoldToParty: 'String',
} as const;

export const SALES_ORDER: EntitySet = {
  version: 4,
  service: '/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001',
  name: 'SalesOrder',
  key: 'SalesOrder',
  properties: {
    SalesOrder: 'String',
    SalesOrderType: 'String',
    ...ORGANIZATION,
    PurchaseOrderByCustomer: 'String',
    RequestedDeliveryDate: 'Date',
    TotalNetAmount: 'Decimal',
    TransactionCurrency: 'String',
    ShippingCondition: 'String',
    DeliveryBlockReason: 'String',
    YY1_PromisedAt_SDH: 'DateTimeOffset',
  },
  filterable: ['SalesOrder', 'PurchaseOrderByCustomer'],
  updatable: ['RequestedDeliveryDate', 'YY1_PromisedAt_SDH', 'ShippingCondition', 'DeliveryBlockReason'],
  expands: {},
};

export const OUTBOUND_DELIVERY: EntitySet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002',
  name: 'A_OutbDeliveryHeader',
  key: 'DeliveryDocument',
  properties: { DeliveryDocument: 'String', BillOfLading: 'String', DeliveryPriority: 'String' },
  filterable: ['DeliveryDocument', 'BillOfLading'],
  updatable: [],
  expands: { to_DeliveryDocumentItem: { DeliveryDocumentItem: 'String', ReferenceSDDocument: 'String' } },
};

export const ORDER_WITHOUT_CHARGE: EntitySet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_SALES_ORDER_WITHOUT_CHARGE_SRV',
  name: 'A_SalesOrderWithoutCharge',
  key: 'SalesOrderWithoutCharge',
  properties: {
    SalesOrderWithoutCharge: 'String',
    SalesOrderWithoutChargeType: 'String',
    ...ORGANIZATION,
    PurchaseOrderByCustomer: 'String',
    ReferenceSDDocument: 'String',
    SDDocumentReason: 'String',
    DeliveryBlockReason: 'String',
  },
  filterable: ['PurchaseOrderByCustomer'],
  updatable: ['DeliveryBlockReason'],
  expands: { to_Item: { Material: 'String', RequestedQuantity: 'Decimal' } },
  creatable: ['SalesOrderWithoutChargeType', ...Object.keys(ORGANIZATION), 'PurchaseOrderByCustomer'],
};

/** Goods that come to us: the number of the bill of lading, of the container as means of transport, or the supplier's own. */
export const INBOUND_DELIVERY: EntitySet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_INBOUND_DELIVERY_SRV;v=0002',
  name: 'A_InbDeliveryHeader',
  key: 'DeliveryDocument',
  properties: {
    DeliveryDocument: 'String',
    BillOfLading: 'String',
    MeansOfTransport: 'String',
    DeliveryDocumentBySupplier: 'String',
    Supplier: 'String',
  },
  filterable: ['DeliveryDocument', 'BillOfLading', 'MeansOfTransport', 'DeliveryDocumentBySupplier'],
  updatable: [],
  expands: {
    to_DeliveryDocumentItem: {
      DeliveryDocumentItem: 'String',
      Material: 'String',
      Plant: 'String',
      ReferenceSDDocument: 'String',
    },
  },
};

export const PURCHASE_ORDER: EntitySet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV',
  name: 'A_PurchaseOrder',
  key: 'PurchaseOrder',
  properties: { PurchaseOrder: 'String', Supplier: 'String' },
  filterable: ['PurchaseOrder'],
  updatable: [],
  expands: { to_PurchaseOrderItem: { PurchaseOrderItem: 'String', Material: 'String', Plant: 'String' } },
};

/** What planning knows of a material at a plant: stock, receipts, and requirements with a minus. */
export const SUPPLY_DEMAND: EntitySet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_MRP_MATERIALS_SRV_01',
  name: 'SupplyDemandItems',
  key: 'Material',
  properties: {
    Material: 'String',
    MRPPlant: 'String',
    MRPArea: 'String',
    MaterialBaseUnit: 'String',
    MRPElementCategory: 'String',
    MRPElement: 'String',
    SourceMRPElement: 'String',
    MRPElementOpenQuantity: 'Decimal',
    MRPElementAvailyOrRqmtDate: 'DateTime',
  },
  filterable: ['Material', 'MRPPlant', 'MRPArea'],
  joinsBy: 'and',
  updatable: [],
  expands: {},
};

export const ENTITY_SETS = [
  SALES_ORDER,
  OUTBOUND_DELIVERY,
  ORDER_WITHOUT_CHARGE,
  INBOUND_DELIVERY,
  PURCHASE_ORDER,
  SUPPLY_DEMAND,
] as const;

/** The two fields of a promise: the day is SAP's, the moment of that day is a field of the customer's own. */
export function promisedFor(instant: string): { RequestedDeliveryDate: string; YY1_PromisedAt_SDH: string } {
  return { RequestedDeliveryDate: instant.slice(0, 10), YY1_PromisedAt_SDH: instant };
}
