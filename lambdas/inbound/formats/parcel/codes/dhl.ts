import { codeTable } from '../kinds.ts';

/** DHL Express, checkpoint codes ("DHL Tracking Events", as published with the MyDHL API). */
export const dhlCheckpoint = codeTable({
  booked: { SD: 'Shipment information received', DU: 'Shipment information received', SA: 'Shipment accepted' },
  picked_up: { PU: 'Picked up' },
  arrived: {
    AF: 'Arrived at facility',
    AR: 'Arrived at delivery facility',
    CI: 'Facility check-in',
    UV: 'Vehicle unloaded',
  },
  departed: { DF: 'Departed facility', CU: 'Uplift confirmed', LV: 'Vehicle loaded' },
  in_transit: {
    PL: 'Processed at location',
    SM: 'Scheduled for movement',
    TR: 'Transferred',
    HN: 'Handed over',
    FD: 'Forwarded to a delivery agent',
    IC: 'In clearance',
    TB: 'In clearance',
    BL: 'In bond',
    HO: 'Out of held inventory',
    TP: 'Forwarded to a third party',
  },
  customs_released: { CR: 'Clearance released', BR: 'Released to the broker' },
  out_for_delivery: { WC: 'With the courier' },
  available_for_delivery: { CC: 'Waits for collection by the consignee' },
  delivered: { OK: 'Delivered' },
  address: { BA: 'Bad address', CM: 'Customer moved' },
  closed: { CA: 'Closed on arrival' },
  absent: { NH: 'Not home' },
  refused: { RD: 'Delivery refused' },
  attempted: { ND: 'Not delivered', PD: 'Partly delivered' },
  undeliverable: { CS: 'Shipment closed without delivery' },
  unpaid: { HP: 'Held for payment' },
  returned: { RT: 'Returned to the shipper' },
  missed: { MD: 'Missed the delivery cycle', NA: 'Not arrived' },
  missorted: { MS: 'Missorted', MC: 'Miscoded', IR: 'Routed wrongly' },
  held: { OH: 'On hold', SS: 'Shipment stopped', ST: 'Shipment intercepted', HI: 'In held inventory' },
  delayed: { TD: 'Transport delayed' },
  customs: {
    CD: 'Clearance delayed, somebody has to act',
    UD: 'Clearance delayed',
    DP: 'Denied party',
    GH: 'Clearance delayed',
  },
  delivered_damaged: { DD: 'Delivered damaged' },
  damaged: { DM: 'Damaged', DS: 'Destroyed or disposed of' },
  lost: { TI: 'Trace begun' },
  // Known to somebody, or done on somebody's order.
  other: {
    AD: 'Delivery agreed',
    BN: 'Broker notified',
    DI: 'Duty invoiced',
    EM: 'Data merged',
    ES: 'Entry submitted',
    IA: 'Image available',
    PY: 'Paid',
    RR: 'Customs status updated',
    RW: 'Weighed and measured',
    SC: 'Service changed',
    SI: 'Inspected',
    TT: 'Trace ended',
  },
});

/**
 * DHL ECommerce interface of 2014 and before, `Disposition`, where it means something else than the checkpoint or is no checkpoint (the interface writes its meaning beside each). `CC` waited
 * for nobody there.
 */
export const dhlDisposition = codeTable({
  delivered: { LD: 'Delivered' },
  out_for_delivery: { OD: 'With the courier' },
  arrived: { IB: 'Arrived at facility' },
  in_transit: { TU: 'In transit' },
  customs_released: { CC: 'Clearance complete' },
});

/** DHL Shipment Tracking Unified, `statusCode` (https://developer.dhl.com/api-reference/shipment-tracking). */
export const dhlUnified = codeTable({
  booked: { 'pre-transit': 'Shipment information received' },
  in_transit: { transit: 'On its way' },
  delivered: { delivered: 'Delivered' },
  undeliverable: { failure: 'Not delivered' },
  other: { unknown: 'Unknown' },
});

/**
 * What DHL Express writes in the unified tracking, where its codes are left out, for those checkpoints that the status does not tell (descriptions of "DHL Tracking Events", as published with
 * the MyDHL API). In small letters, without the full stop.
 */
export const dhlExpressWords = codeTable({
  held: {
    'shipment is on hold': 'On hold',
    'shipment on hold': 'On hold',
    'shipment stopped': 'Shipment stopped',
    'shipment intercepted': 'Shipment intercepted',
  },
  customs: {
    'clearance event': 'Clearance delayed, somebody has to act',
    'clearance delay': 'Clearance delayed',
    'further clearance processing is required': 'Clearance delayed',
    'uncontrollable clearance delay': 'Clearance delayed',
  },
  customs_released: { 'clearance processing complete': 'Clearance released' },
  out_for_delivery: {
    'with delivery courier': 'With the courier',
    'shipment is out with courier for delivery': 'With the courier',
  },
  available_for_delivery: {
    'awaiting collection by recipient as requested': 'Waits for collection by the consignee',
    'awaiting collection by the consignee as requested': 'Waits for collection by the consignee',
  },
  missed: {
    'scheduled for delivery as agreed; missed': 'Missed the delivery cycle',
    'missed delivery cycle': 'Missed the delivery cycle',
  },
  delayed: { 'transit delay': 'Transport delayed', 'transport delay': 'Transport delayed' },
  missorted: { 'shipment missorted': 'Missorted', 'shipment miscoded': 'Miscoded', 'shipment mis-sorted': 'Missorted' },
  absent: {
    'delivery attempted; recipient not home': 'Not home',
    'delivery attempted; consignee not home': 'Not home',
    'delivery attempted but no response at consignee address': 'Not home',
  },
  closed: {
    'delivery attempted; consignee premises closed': 'Closed on arrival',
    'delivery attempted; recipient premises closed': 'Closed on arrival',
    'consignee premises closed': 'Closed on arrival',
  },
  refused: {
    'recipient refused delivery': 'Delivery refused',
    'consignee refused delivery': 'Delivery refused',
    'delivery refused': 'Delivery refused',
  },
  address: {
    'address information needed; contact dhl': 'Bad address',
    'incorrect delivery address': 'Bad address',
    'recipient moved': 'Customer moved',
    'consignee moved': 'Customer moved',
  },
  unpaid: { 'shipment held - available upon receipt of payment': 'Held for payment' },
  attempted: {
    'delivery attempted': 'Not delivered',
    'delivery not possible': 'Not delivered',
    'partial delivery': 'Partly delivered',
  },
  returned: {
    'returned to shipper': 'Returned to the shipper',
    'shipment returned to shipper': 'Returned to the shipper',
    'shipment is being returned to shipper': 'Returned to the shipper',
  },
  damaged: { 'shipment damaged': 'Damaged', 'shipment destroyed': 'Destroyed or disposed of' },
  lost: { 'shipment lost': 'Lost', 'trace initiated': 'Trace begun' },
});
