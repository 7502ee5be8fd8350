import { codeTable } from '../kinds.ts';

const each = (codes: string, meaning: string): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.split(' ').map((code) => [code, meaning]));

/**
 * Canada Post, event identifiers of tracking without leading noughts, and the types that its summaries have instead (Developer Program, "Message code tables": tracking events,
 * https://www.canadapost-postescanada.ca/info/mc/business/productsservices/developers/messagescodetables.jsf). Those that are not here say in their description what they are.
 */
export const canadaPostEvent = codeTable({
  booked: { '3000': 'Order information received' },
  picked_up: {
    ...each('1300 1301 1302 1303', 'Accepted'),
    '2300': 'Picked up',
    '4000': 'Mailed in the country of origin',
    INDUCTION: 'Accepted',
  },
  arrived: {
    ...each('100 104', 'Processed'),
    ...each('105 106 400 405', 'Arrived'),
    '113': 'Arrived at a partner',
    ...each('4310 4311', 'Arrived in a foreign country'),
    '4600': 'Received at the delivery office of the country of destination',
    '4900': 'Arrived in a country of transit',
    ...each('700 701', 'Arrived in Canada'),
  },
  departed: {
    ...each('101 401 410', 'Departed'),
    '114': 'Departed from a partner',
    '4202': 'Left the country of origin',
    '4950': 'Forwarded from a country of transit',
  },
  in_transit: {
    ...each('102 107 170 1240 1241 1244 2500 2501 4100 PROCESS', 'Processed'),
    ...each('103 175 804', 'In transit'),
    ...each('115 116', 'Handed to a partner'),
    ...each('1703 1705', 'In transit to the place of pick-up'),
    ...each('1480 1490', 'Redirected to the new address'),
    ...each('800 4330 4400 2601', 'Presented to customs'),
    '815': 'Being prepared for export',
    '4450': 'Returned to the post by customs',
    '4550': 'In transit to the delivery office',
    '8901': 'Forwarded to the country of destination',
  },
  customs_released: each('130 900 910 4500 5201', 'Released by customs'),
  out_for_delivery: each('174 500 OUT', 'Out for delivery'),
  available_for_delivery: {
    '156': 'Final notice: waits at the post office',
    ...each('1407 2407', 'Available for pick-up'),
    '1701': 'Available for pick-up at the post office',
  },
  delivered: {
    ...each(
      '1408 1409 1421 1422 1423 1424 1425 1426 1427 1428 1429 1430 1431 1432 1433 1434 1441 1442 1476 1496 1497 1498 1499 5300 DELIVERED',
      'Delivered',
    ),
    ...each('1405 1406', 'Delivered to a parcel locker'),
    ...each('1461 1462 1463 1465 1466 1467 1468 1469 1473 1475', 'Delivered to the building'),
    ...each('1471 1472', "Delivered to the receiver's partner"),
  },
  attempted: {
    ...each('1435 1436 1437 1438 1479 1488', 'Attempted delivery, notice card left'),
    '1443': 'Attempted delivery, once more on the next business day',
    '630': 'Did not fit the locker',
    ATTEMPTED: 'Attempted delivery',
  },
  closed: each('1411 2411', 'Business closed'),
  address: { '120': 'On hold: incorrect or incomplete address' },
  refused: { '121': 'On hold: refused or not claimed' },
  undeliverable: {
    '118': 'Held: the receiver is outside the area of the partner',
    ...each('179 1450 1483 1493 4650', 'Cannot be delivered'),
  },
  returned: {
    ...each('1420 2600 3001', 'Being returned to the sender'),
    '167': 'Returned to the sender: postage insufficient',
    ...each('168 184', 'Returned to the sender: not what may be mailed'),
    ...each('169 181', 'Returned to the sender: label not valid'),
    '182': 'Returned to the sender: documents incomplete',
    '183': 'Returned to the sender: service to the country suspended',
    '1100': 'Returned to the sender: refused by customs',
    '1415': 'Returned to the sender: address incomplete',
    ...each('1416 1481 1491', 'Returned to the sender: receiver not found at the address'),
    ...each('1417 1482 1492', 'Returned to the sender: refused by the receiver'),
    '1418': 'Returned to the sender: no proof of age',
    '1419': 'Returned to the sender: not claimed',
    '2802': 'Returned to the sender: not deliverable abroad',
  },
  held: each('1484 1494 4700', 'On hold'),
  customs: {
    ...each('127 810', 'Held by customs'),
    ...each('1487 1495', 'Returned to customs for an appeal of duties'),
  },
  document: { '117': 'On hold: irregular documents' },
  damaged: { '150': 'Disposed of after the time of holding', '710': 'Arrived in Canada damaged' },
  weather: {
    '159': 'Delayed by extreme weather',
    '160': 'Delayed by authorities or a demonstration',
    '161': 'Delayed by a labour dispute',
    '163': 'Delayed by a power failure',
  },
  missorted: { '172': 'Routed anew after an error in processing' },
  delayed: {
    '162': 'Delayed on the way',
    ...each('171 1412 2412', 'The address is being verified'),
    '173': 'Addressing error, being corrected',
    ...each('1414 2414', 'To be delivered on the next business day'),
    ...each('621 622 623 624 625 626 627 628', 'Delayed to the next business day'),
  },
  // Asked for by the receiver or the sender, about money, or said by the dates that stand beside it.
  other: {
    ...each('20 21 SIGNATURE SIGIMAGE', 'Signature recorded'),
    '2001': 'Photo available',
    ...each('152 1210 1214 1215 1216 2101', 'Payment'),
    '190': 'Retail transaction voided',
    '198': 'Label corrected',
    ...each('1200 1203', 'Expected delivery date updated'),
    ...each('1220 1221 1223 1224 1225', 'Preference for the delivery'),
    ...each('1230 1232 1234 1245', 'Redirection'),
    ...each('1410 2410', 'On hold as the receiver asked'),
    '1444': 'Delivery scheduled for the next business day',
    '3002': 'Return label made',
    ...each('610 611 612 613 614 615 616 617 618 619 620', "At the receiver's address"),
    '629': 'Waits no longer in the locker',
  },
});
