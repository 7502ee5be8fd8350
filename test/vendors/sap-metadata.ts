/*
 * Published service metadata of SAP S/4HANA: entity sets, keys, properties with their types, what may be updated. Names and types only.
 * Sales order: service com.sap.gateway.srvd_a2x.api_salesorder.v0001 as the SAP Cloud SDK reads it (entity SalesOrder; https://api.sap.com/api/CE_SALESORDER_0001).
 * Outbound delivery: API_OUTBOUND_DELIVERY_SRV;v=0002, A_OutbDeliveryHeader and its items (https://api.sap.com/api/OP_API_OUTBOUND_DELIVERY_SRV_0002).
 * Inbound delivery: API_INBOUND_DELIVERY_SRV;v=0002, A_InbDeliveryHeader and its items (https://api.sap.com/api/OP_API_INBOUND_DELIVERY_SRV_0002).
 * Purchase order: API_PURCHASEORDER_PROCESS_SRV, A_PurchaseOrder and its items (https://api.sap.com/api/OP_API_PURCHASEORDER_PROCESS_SRV_0001).
 * Planning: API_MRP_MATERIALS_SRV_01, SupplyDemandItems (https://api.sap.com/api/OP_API_MRP_MATERIALS_SRV_01_0001).
 * Order without charge: API_SALES_ORDER_WITHOUT_CHARGE_SRV (https://help.sap.com/doc/c3eb465862914a45adb2c0963287fe0d/1.0/en-US, SalesOrderWithoutChargeType).
 */
export type Edm = 'String' | 'Decimal' | 'Date' | 'DateTimeOffset' | 'DateTime' | 'Boolean' | 'TimeOfDay';
type Properties = Readonly<Record<string, Edm>>;

export interface PublishedSet {
  readonly version: 2 | 4;
  readonly service: string;
  readonly name: string;
  readonly key: string;
  readonly properties: Properties;
  readonly navigation: Readonly<Record<string, Properties>>;
  /** Properties of the key, administrative ones and statuses are never updated. */
  readonly isUpdatable: boolean;
  readonly hasEtag: boolean;
}

const words = (type: Edm, names: string): Properties =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, type]),
  );

export const READ_ONLY =
  /^(SalesOrder|SalesOrderWithoutCharge|DeliveryDocument|CreatedByUser|CreationDate|CreationTime|LastChange\w*|TotalNetAmount|Overall\w+|Total\w+Status)$/;

const SALES_ORDER: PublishedSet = {
  version: 4,
  service: '/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001',
  name: 'SalesOrder',
  key: 'SalesOrder',
  properties: {
    ...words(
      'String',
      `SalesOrder SalesOrderType SalesOrderProcessingType SoldToParty SalesOrganization DistributionChannel ReferenceDistributionChannel OrganizationDivision SalesOffice SalesGroup
      SalesDistrict CreatedByUser LastChangedByUser PurchaseOrderByCustomer PurchaseOrderByShipToParty CustomerPurchaseOrderType BusinessSolutionOrder ReferenceSDDocument
      ReferenceSDDocumentCategory SDDocumentReason ProposedBillingDocumentType TransactionCurrency DeliveryDateTypeRule ShippingCondition ShippingType ReceivingPoint
      MeansOfTransportType MeansOfTransportRefMaterial SpecialProcessingCode IncotermsClassification IncotermsVersion IncotermsLocation1 IncotermsLocation2 SDPricingProcedure
      CustomerPriceGroup PriceListType TaxDepartureCountry VATRegistrationCountry CustomerPaymentTerms PaymentMethod BillingCompanyCode ControllingArea
      CustomerAccountAssignmentGroup AssignmentReference AccountingDocExternalReference CustomerCreditAccount HeaderBillingBlockReason DeliveryBlockReason
      SalesOrderApprovalReason CustomerGroup AdditionalCustomerGroup1 AdditionalCustomerGroup2 AdditionalCustomerGroup3 AdditionalCustomerGroup4 AdditionalCustomerGroup5
      OverallSDProcessStatus OverallDeliveryBlockStatus OverallBillingBlockStatus OverallDeliveryStatus TotalCreditCheckStatus OverallSDDocumentRejectionSts TotalBlockStatus
      HdrGeneralIncompletionStatus OvrlItmGeneralIncompletionSts OverallSDDocReferenceStatus SalesDocApprovalStatus OverallChmlCmplncStatus OverallDangerousGoodsStatus
      OverallSafetyDataSheetStatus OverallTrdCmplncEmbargoSts OvrlTrdCmplncSnctndListChkSts OvrlTrdCmplncLegalCtrlChkSts SalesOrderDownPaymentStatus OverallOrdReltdBillgStatus`,
    ),
    ...words(
      'Date',
      `CreationDate CustomerPurchaseOrderDate SalesOrderDate RequestedDeliveryDate PricingDate ServicesRenderedDate BillingDocumentDate FixedValueDate`,
    ),
    ...words('Boolean', 'CompleteDeliveryIsDefined SlsDocIsRlvtForProofOfDeliv IsEUTriangularDeal'),
    CreationTime: 'TimeOfDay',
    LastChangeDateTime: 'DateTimeOffset',
    TotalNetAmount: 'Decimal',
  },
  navigation: { _Item: {}, _Partner: {}, _PricingElement: {}, _Text: {} },
  isUpdatable: true,
  hasEtag: true,
};

const OUTBOUND_DELIVERY: PublishedSet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002',
  name: 'A_OutbDeliveryHeader',
  key: 'DeliveryDocument',
  properties: {
    ...words(
      'String',
      `DeliveryDocument ActualDeliveryRoute Shippinglocationtimezone Receivinglocationtimezone BillOfLading CreatedByUser CustomerGroup DeliveryBlockReason
      DeliveryDocumentBySupplier DeliveryDocumentType DeliveryPriority DeliveryVersion DistrStatusByDecentralizedWrhs ExternalIdentificationType ExternalTransportSystem
      FactoryCalendarByCustomer GoodsIssueOrReceiptSlipNumber HandlingUnitInStock HeaderBillingBlockReason HeaderVolumeUnit HeaderWeightUnit IncotermsClassification
      IncotermsTransferLocation InternalFinancialDocument IsDeliveryForSingleWarehouse IsExportDelivery LastChangedByUser LoadingPoint MeansOfTransport
      MeansOfTransportRefMaterial MeansOfTransportType OrderID OverallDelivConfStatus OverallGoodsMovementStatus OverallPackingStatus OverallPickingStatus
      OverallProofOfDeliveryStatus OverallSDProcessStatus OverallWarehouseActivityStatus PaymentGuaranteeProcedure PickedItemsLocation ProposedDeliveryRoute ReceivingPlant
      RouteSchedule SalesDistrict SalesOffice SalesOrganization SDDocumentCategory ShipmentBlockReason ShippingCondition ShippingPoint ShippingType ShipToParty SoldToParty
      SpecialProcessingCode StatisticsCurrency Supplier TotalBlockStatus TotalCreditCheckStatus TotalNumberOfPackage TransactionCurrency TransportationGroup`,
    ),
    ...words(
      'DateTime',
      `ActualGoodsMovementDate BillingDocumentDate CreationDate DeliveryDate DocumentDate LastChangeDate LoadingDate PickingDate PlannedGoodsIssueDate ProofOfDeliveryDate`,
    ),
    ...words('Decimal', 'DepreciationPercentage HeaderGrossWeight HeaderNetWeight HeaderVolume'),
    ...words('Boolean', 'CompleteDeliveryIsDefined DeliveryIsInPlant OrderCombinationIsAllowed'),
  },
  navigation: {
    to_DeliveryDocumentItem: words(
      'String',
      'DeliveryDocument DeliveryDocumentItem DeliveryDocumentItemText Batch Material MaterialByCustomer ReferenceSDDocument ReferenceSDDocumentItem StorageLocation',
    ),
  },
  isUpdatable: true,
  hasEtag: true,
};

const ORDER_WITHOUT_CHARGE: PublishedSet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_SALES_ORDER_WITHOUT_CHARGE_SRV',
  name: 'A_SalesOrderWithoutCharge',
  key: 'SalesOrderWithoutCharge',
  properties: {
    ...words(
      'String',
      `SalesOrderWithoutCharge SalesOrderWithoutChargeType SalesOrganization DistributionChannel OrganizationDivision SalesGroup SalesOffice SalesDistrict SoldToParty CreatedByUser
      PurchaseOrderByCustomer CustomerPurchaseOrderType TransactionCurrency SDDocumentReason ShippingCondition ShippingType HeaderBillingBlockReason DeliveryBlockReason
      IncotermsClassification IncotermsTransferLocation IncotermsLocation1 IncotermsLocation2 IncotermsVersion ReferenceSDDocument ReferenceSDDocumentCategory
      OverallSDProcessStatus OverallTotalDeliveryStatus OverallSDDocumentRejectionSts`,
    ),
    ...words(
      'DateTime',
      'CreationDate LastChangeDate SalesOrderWithoutChargeDate CustomerPurchaseOrderDate RequestedDeliveryDate',
    ),
    LastChangeDateTime: 'DateTimeOffset',
    CompleteDeliveryIsDefined: 'Boolean',
  },
  navigation: {
    to_Item: {
      ...words(
        'String',
        'SalesOrderWithoutCharge SalesOrderWithoutChargeItem Material MaterialByCustomer RequestedQuantityUnit SalesDocumentRjcnReason Batch ReferenceSDDocument',
      ),
      RequestedQuantity: 'Decimal',
    },
  },
  isUpdatable: true,
  hasEtag: true,
};

const INBOUND_DELIVERY: PublishedSet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_INBOUND_DELIVERY_SRV;v=0002',
  name: 'A_InbDeliveryHeader',
  key: 'DeliveryDocument',
  properties: {
    ...words(
      'String',
      `DeliveryDocument ActualDeliveryRoute BillOfLading CreatedByUser CustomerGroup DeliveryBlockReason DeliveryDocumentBySupplier DeliveryDocumentType DeliveryPriority DeliveryVersion
      ExternalIdentificationType ExternalTransportSystem GoodsIssueOrReceiptSlipNumber HandlingUnitInStock HeaderVolumeUnit HeaderWeightUnit IncotermsClassification IsExportDelivery
      LastChangedByUser LoadingPoint MeansOfTransport MeansOfTransportType OrderID OverallGoodsMovementStatus PickedItemsLocation ProposedDeliveryRoute ReceivingPlant RouteSchedule
      SalesOrganization SDDocumentCategory ShipmentBlockReason ShippingPoint ShippingType ShipToParty Supplier TotalNumberOfPackage TransactionCurrency TransportationGroup
      UnloadingPointName`,
    ),
    ...words(
      'DateTime',
      'ActualGoodsMovementDate CreationDate DeliveryDate DocumentDate LastChangeDate LoadingDate PickingDate PlannedGoodsIssueDate',
    ),
    ...words('Decimal', 'DepreciationPercentage HeaderGrossWeight HeaderNetWeight HeaderVolume'),
    ...words('Boolean', 'CompleteDeliveryIsDefined DeliveryIsInPlant OrderCombinationIsAllowed'),
  },
  navigation: {
    to_DeliveryDocumentItem: words(
      'String',
      `DeliveryDocument DeliveryDocumentItem DeliveryDocumentItemCategory DeliveryDocumentItemText BaseUnit Batch BatchBySupplier DeliveryQuantityUnit GoodsMovementStatus Material
      MaterialByCustomer MaterialGroup OrderID OrderItem Plant ReferenceSDDocument ReferenceSDDocumentItem StockType StorageLocation`,
    ),
  },
  isUpdatable: true,
  hasEtag: true,
};

const PURCHASE_ORDER: PublishedSet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV',
  name: 'A_PurchaseOrder',
  key: 'PurchaseOrder',
  properties: {
    ...words(
      'String',
      `PurchaseOrder CompanyCode PurchaseOrderType PurchasingProcessingStatus Supplier Language PaymentTerms PurchasingOrganization PurchasingGroup DocumentCurrency SupplyingPlant
      IncotermsClassification`,
    ),
    ...words('DateTime', 'CreationDate PurchaseOrderDate ValidityStartDate ValidityEndDate'),
    LastChangeDateTime: 'DateTimeOffset',
    ExchangeRate: 'Decimal',
  },
  navigation: {
    to_PurchaseOrderItem: {
      ...words(
        'String',
        `PurchaseOrder PurchaseOrderItem PurchaseOrderItemText Plant StorageLocation MaterialGroup Material SupplierMaterialNumber PurchaseOrderQuantityUnit OrderPriceUnit
        DocumentCurrency PurchaseOrderItemCategory AccountAssignmentCategory PurchasingDocumentDeletionCode`,
      ),
      ...words('Decimal', 'OrderQuantity NetPriceAmount NetPriceQuantity'),
      ...words('Boolean', 'IsCompletelyDelivered IsFinallyInvoiced GoodsReceiptIsExpected'),
    },
  },
  isUpdatable: true,
  hasEtag: true,
};

const SUPPLY_DEMAND: PublishedSet = {
  version: 2,
  service: '/sap/opu/odata/sap/API_MRP_MATERIALS_SRV_01',
  name: 'SupplyDemandItems',
  key: 'Material',
  properties: {
    ...words(
      'String',
      `Material MRPArea MRPPlant MRPPlanningSegment MRPPlanningSegmentType MaterialShortageProfile MaterialBaseUnit DemandCategoryGroup DemandCategoryGroupName ReceiptCategoryGroup
      ReceiptCategoryGroupName MaterialExternalID MRPAvailability MRPElement MRPElementBusinessPartner MRPElementBusinessPartnerName MRPElementBusinessPartnerType MRPElementCategory
      MRPElementCategoryShortName MRPElementCategoryName MRPElementDocumentType MRPElementDocumentTypeName MRPElementItem MRPElementScheduleLine ProductionVersion SourceMRPElement
      SourceMRPElementCategory SourceMRPElementItem SourceMRPElementScheduleLine StorageLocation TimeHorizonCode ExceptionMessageNumber ExceptionMessageText PeriodType MRPController`,
    ),
    ...words('Decimal', 'MaterialSafetyStockQty MRPElementOpenQuantity MRPAvailableQuantity'),
    ...words('Boolean', 'MRPElementIsPartiallyDelivered MRPElementIsReleased MRPElementQuantityIsFirm'),
    MRPElementAvailyOrRqmtDate: 'DateTime',
  },
  navigation: {},
  // Planning is read, not written.
  isUpdatable: false,
  hasEtag: false,
};

export const SAP = [
  SALES_ORDER,
  OUTBOUND_DELIVERY,
  ORDER_WITHOUT_CHARGE,
  INBOUND_DELIVERY,
  PURCHASE_ORDER,
  SUPPLY_DEMAND,
] as const;

/** Fields that a key user adds: the prefix is SAP's for all of them, the suffix tells the business context (SDH: header of a sales document). */
export const SAP_CUSTOM_FIELD = /^YY1_\w+_SDH$/;
/** The ones that this product asks of an ERP (README of lambdas/systems). */
export const SAP_CUSTOM_FIELDS: Properties = { YY1_PromisedAt_SDH: 'DateTimeOffset' };
