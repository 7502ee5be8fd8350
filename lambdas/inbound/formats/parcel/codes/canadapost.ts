import { codeTable } from '../kinds.ts';

/**
 * Canada Post, event identifiers of tracking (Developer Program, "Tracking: event types and descriptions"), with four digits as they are sent or without leading zeros. Those that are not
 * here say in their description what they are.
 */
export const canadaPostEvent = codeTable({
  booked: { '3000': 'Order information received', '3001': 'Order information received', '2802': 'Label made' },
  picked_up: { '2300': 'Picked up', '1302': 'Accepted at the post office' },
  arrived: {
    '100': 'Processed',
    '104': 'Processed',
    '105': 'Arrived',
    '106': 'Arrived',
    '400': 'Arrived',
    '405': 'Arrived',
  },
  departed: { '101': 'Departed', '401': 'Departed', '410': 'Departed' },
  in_transit: { '170': 'Processed', '1703': 'In transit to the post office', '103': 'In transit', '175': 'In transit' },
  out_for_delivery: { '174': 'Out for delivery', '500': 'Out for delivery' },
  available_for_delivery: {
    '156': 'Final notice: waits at the post office',
    '1701': 'Available for pick-up at the post office',
    '1488': 'Available for pick-up',
  },
  delivered: {
    '1408': 'Delivered',
    '1409': 'Delivered',
    '1421': 'Delivered',
    '1422': 'Delivered',
    '1423': 'Delivered',
    '1424': 'Delivered',
    '1425': 'Delivered',
    '1426': 'Delivered',
    '1427': 'Delivered',
    '1428': 'Delivered',
    '1429': 'Delivered',
    '1430': 'Delivered',
    '1431': 'Delivered',
    '1432': 'Delivered',
    '1433': 'Delivered',
    '1434': 'Delivered',
    '1441': 'Delivered',
    '1442': 'Delivered',
    '1496': 'Delivered',
    '1497': 'Delivered',
    '1498': 'Delivered',
    '1499': 'Delivered',
  },
  attempted: {
    '1479': 'Attempted delivery, notice card left',
    '1410': 'Attempted delivery',
    '1407': 'Attempted delivery',
  },
  delayed: {
    '159': 'Delayed',
    '160': 'Delayed',
    '161': 'Delayed',
    '162': 'Delayed',
    '163': 'Delayed',
    '172': 'Addressing error, being corrected',
    '173': 'Addressing error, being corrected',
  },
  other: { '20': 'Signature recorded' },
});
