import { codeTable } from '../kinds.ts';

/** UPS, type of an activity (UPS Track Alert API, https://github.com/UPS-API/api-documentation; UPS Tracking XML Developer Guide). `X` only says that something was unusual. */
export const upsType = codeTable({
  booked: { M: 'Billing information received', MP: 'Pick-up manifest received' },
  cancelled: { MV: 'Shipment information voided' },
  picked_up: { P: 'Picked up' },
  in_transit: { I: 'In transit' },
  out_for_delivery: { O: 'Out for delivery' },
  // Freight: delivered to its station, not to the receiver.
  arrived: { DO: 'At the freight station of origin', DD: 'At the freight station of destination' },
  delivered: { D: 'Delivered' },
  returned: { RS: 'Returned to shipper' },
  // A new date or another wish of the receiver: late only where the dates say so.
  other: { U: 'Updated', NA: 'Not available', W: 'Warehoused' },
});

/** UPS, code of an activity (same sources, and what the carrier's own samples show). */
export const upsCode = codeTable({
  booked: { MP: 'Shipment ready for UPS' },
  picked_up: { PU: 'Pick-up scan' },
  arrived: { AR: 'Arrival scan', OR: 'Origin scan', DS: 'Destination scan', IP: 'Import scan', EP: 'Export scan' },
  departed: { DP: 'Departure scan' },
  out_for_delivery: { OT: 'Out for delivery', OF: 'Out for delivery', '33': 'Loaded on delivery vehicle' },
  in_transit: { YP: 'Preparing for delivery' },
  customs_released: { SR: 'Released by customs' },
  weather: { DJ: 'Adverse weather conditions caused this delay' },
  closed: { L1: "The receiver's location was closed on the 2nd delivery attempt" },
  other: { KB: 'Internal activity of UPS' },
});

/** UPS, simplified status of three digits: `statusCode` in the REST API, `descriptionCode` in Track Alert (https://developer.ups.com/api/reference/tracking/appendix). */
export const upsStatus = codeTable({
  booked: { '003': 'Ready for UPS', '044': 'In transit to UPS', '045': 'Ordered, in transit to UPS' },
  picked_up: { '038': 'Picked up' },
  in_transit: {
    '005': 'In transit',
    '010': 'In transit, on time',
    '039': 'In transit with the post office',
    '057': 'In transit to an access point',
    '071': 'Preparing for delivery',
  },
  out_for_delivery: {
    '006': 'On vehicle for delivery',
    '021': 'Out for delivery',
    '072': 'Loaded on delivery vehicle',
  },
  delivered: { '011': 'Delivered', '026': 'Delivered by the post office' },
  available_for_delivery: { '017': 'Held for pick-up', '040': 'Waits at an access point for pick-up' },
  customs_released: { '014': 'Clearance completed' },
  cancelled: { '007': 'Shipment information voided' },
  attempted: {
    '022': 'First attempt made',
    '023': 'Second attempt made',
    '024': 'Final attempt made',
    '030': 'Exception at the post office',
    '060': 'Delivery attempted',
    '061': 'Delivery attempted, signature of an adult required',
    '066': 'Delivery attempted by the post office',
  },
  unpaid: { '062': 'Delivery attempted, funds required' },
  refused: { '064': 'Delivery refused' },
  uncollected: { '069': 'Not claimed' },
  address: { '050': 'Address information required' },
  returned: {
    '033': 'Return to sender requested',
    '034': 'Returned to sender',
    '035': 'Returning to sender',
    '036': 'Returning to sender, in transit',
    '037': 'Returning to sender, on vehicle for delivery',
    '067': 'Returned to sender by the post office',
  },
  delayed: { '046': 'Delay', '047': 'Delay', '048': 'Delay' },
  information: { '029': 'Exception, action required', '049': 'Delay, action required' },
  weather: {
    '032': 'Adverse weather may cause delay',
    '051': 'Delay by an emergency or severe weather',
    '052': 'Delay by severe weather',
    '053': 'Delay by severe weather, recovery in progress',
  },
  document: { '058': 'Clearance information required' },
  damaged: { '059': 'Damage reported' },
  lost: { '068': 'Sent to lost and found' },
  uncalled: { '065': 'Pick-up attempted' },
  // Ordered by somebody, or on its ordinary way.
  other: {
    '012': 'Clearance in progress',
    '016': 'Held in warehouse',
    '018': 'Hold requested',
    '019': 'Held for future delivery',
    '020': 'Future delivery requested',
    '025': 'Transferred to the post office',
    '027': 'Change of address requested',
    '028': 'Address changed',
    '041': 'Service upgrade requested',
    '042': 'Service upgraded',
    '043': 'Pick-up voided',
    '054': 'Delivery change requested',
    '055': 'Delivery rescheduled',
    '056': 'Service upgrade requested',
    '063': 'Delivery change completed',
  },
});
