import { codeTable } from '../kinds.ts';

/** LaserShip, `EventType` (as its public tracking sends it). Others say in their label and reason what they are. */
export const lasershipEvent = codeTable({
  booked: { OrderCreated: 'Order created', OrderReceived: 'Order received' },
  picked_up: { PickedUp: 'Picked up' },
  arrived: { Received: 'Origin scan', Arrived: 'Arrived at facility' },
  in_transit: { Sorted: 'Sorted', InTransit: 'In transit', Loaded: 'Loaded' },
  departed: { Departed: 'Departed' },
  out_for_delivery: { OutForDelivery: 'Out for delivery' },
  // Left without a signature, as agreed.
  delivered: { Delivered: 'Delivered', Released: 'Delivered without signature' },
  attempted: {
    AttemptedDelivery: 'Attempted delivery',
    DeliveryAttempted: 'Attempted delivery',
    NotDelivered: 'Not delivered',
  },
  delayed: { Delayed: 'Delayed' },
  damaged: { Damaged: 'Damaged' },
  lost: { Lost: 'Lost' },
  refused: { Refused: 'Refused' },
  address: { AddressIncorrect: 'Incorrect address' },
  missorted: { Missorted: 'Missorted' },
  returned: {
    ReturnedToSender: 'Returned to sender',
    ReturnedToShipper: 'Returned to sender',
    ReturnToSender: 'Returned to sender',
    ReturnToShipper: 'Returned to sender',
    Returned: 'Returned',
  },
  cancelled: {
    Canceled: 'Cancelled',
    Cancelled: 'Cancelled',
    OrderCanceled: 'Order cancelled',
    OrderCancelled: 'Order cancelled',
  },
});
