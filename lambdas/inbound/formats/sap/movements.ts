import type { Signal } from '../../../contracts/index.ts';

type Milestone = NonNullable<Signal['milestone']>['name'];

interface Movement {
  readonly meaning: string;
  readonly milestone?: Milestone;
  /** Exception type, where the movement by itself is trouble. */
  readonly trouble?: string;
}

/**
 * Movement types of SAP inventory management as they are delivered (table T156; SAP Help, "Movement Types"): what each does, and why it is trouble. Types that an installation has
 * made itself (9.., X.., Y.., Z..) are not known, and make no trouble.
 */
const MOVEMENTS: Readonly<Record<string, Movement>> = {
  '101': { meaning: 'goods receipt for purchase order or order', milestone: 'delivered' },
  // What was booked as received is not there: stock and order say something else than the goods.
  '102': { meaning: 'reversal of a goods receipt', trouble: 'inventory.mismatch' },
  '103': { meaning: 'goods receipt into blocked stock', milestone: 'arrived' },
  '104': { meaning: 'reversal of a goods receipt into blocked stock', trouble: 'inventory.mismatch' },
  '105': { meaning: 'release from blocked stock of goods receipt', milestone: 'delivered' },
  '106': { meaning: 'reversal of a release from blocked stock', trouble: 'inventory.mismatch' },
  '107': { meaning: 'goods receipt into valuated blocked stock', milestone: 'arrived' },
  '109': { meaning: 'release from valuated blocked stock', milestone: 'delivered' },
  // What goes back to the supplier was ordered because somebody needs it, and is not there now.
  '122': { meaning: 'return delivery to the supplier', trouble: 'supply.shortfall' },
  '123': { meaning: 'reversal of a return delivery to the supplier' },
  '124': { meaning: 'return delivery to the supplier from blocked stock', trouble: 'supply.shortfall' },
  '161': { meaning: 'goods receipt for returns to the supplier' },
  '201': { meaning: 'goods issue for a cost centre' },
  '202': { meaning: 'reversal of a goods issue for a cost centre' },
  '221': { meaning: 'goods issue for a project' },
  '231': { meaning: 'goods issue for a sales order', milestone: 'departed' },
  '261': { meaning: 'goods issue for an order' },
  '262': { meaning: 'reversal of a goods issue for an order' },
  '301': { meaning: 'transfer between plants in one step' },
  '303': { meaning: 'transfer between plants: removal from storage', milestone: 'departed' },
  '305': { meaning: 'transfer between plants: placement in storage', milestone: 'arrived' },
  '309': { meaning: 'transfer from material to material' },
  '311': { meaning: 'transfer between storage locations in one step' },
  '313': { meaning: 'transfer between storage locations: removal from storage' },
  '315': { meaning: 'transfer between storage locations: placement in storage' },
  '321': { meaning: 'release from quality inspection' },
  '322': { meaning: 'transfer to quality inspection' },
  // What can be blocked for many reasons, a customs paper or a count among them, is no damage yet.
  '343': { meaning: 'release from blocked stock' },
  '344': { meaning: 'transfer to blocked stock' },
  '349': { meaning: 'transfer from blocked stock to quality inspection' },
  '350': { meaning: 'transfer from quality inspection to blocked stock' },
  '351': { meaning: 'goods issue for a stock transport order', milestone: 'departed' },
  '352': { meaning: 'reversal of a goods issue for a stock transport order', trouble: 'transport.delay' },
  '451': { meaning: 'goods received back from a customer' },
  '453': { meaning: 'transfer of customer returns to own stock' },
  '501': { meaning: 'goods receipt without purchase order' },
  // Goods that are scrapped were damaged, spoilt or expired: whoever waits for them gets none.
  '551': { meaning: 'scrapping from unrestricted-use stock', trouble: 'cargo.damaged' },
  '552': { meaning: 'reversal of scrapping' },
  '553': { meaning: 'scrapping from quality inspection', trouble: 'cargo.damaged' },
  '554': { meaning: 'reversal of scrapping from quality inspection' },
  '555': { meaning: 'scrapping from blocked stock', trouble: 'cargo.damaged' },
  '556': { meaning: 'reversal of scrapping from blocked stock' },
  '561': { meaning: 'initial entry of stock' },
  '601': { meaning: 'goods issue for delivery', milestone: 'departed' },
  // The customer was told that the goods are on their way, and they are not.
  '602': { meaning: 'reversal of a goods issue for delivery', trouble: 'transport.delay' },
  '621': { meaning: 'transfer to returnable packaging at the customer' },
  '631': { meaning: 'transfer to consignment stock at the customer', milestone: 'departed' },
  '632': { meaning: 'consignment pick-up', milestone: 'picked_up' },
  '633': { meaning: 'goods issue from consignment stock at the customer' },
  '641': { meaning: 'transfer to stock in transit', milestone: 'departed' },
  '642': { meaning: 'reversal of a transfer to stock in transit', trouble: 'transport.delay' },
  '643': { meaning: 'goods issue for a cross-company stock transport order', milestone: 'departed' },
  '644': { meaning: 'reversal of a goods issue for a cross-company stock transport order', trouble: 'transport.delay' },
  '645': { meaning: 'cross-company stock transport in one step', milestone: 'departed' },
  '647': { meaning: 'stock transport in one step', milestone: 'departed' },
  '651': { meaning: 'goods receipt of customer returns' },
  '653': { meaning: 'goods receipt of customer returns into unrestricted-use stock' },
  '655': { meaning: 'goods receipt of customer returns into quality inspection' },
  '657': { meaning: 'goods receipt of customer returns into blocked stock' },
  // A count found more or less than the books say.
  '701': { meaning: 'surplus found in physical inventory', trouble: 'inventory.mismatch' },
  '702': { meaning: 'deficit found in physical inventory', trouble: 'inventory.mismatch' },
  '703': { meaning: 'surplus found in physical inventory, quality inspection', trouble: 'inventory.mismatch' },
  '704': { meaning: 'deficit found in physical inventory, quality inspection', trouble: 'inventory.mismatch' },
  '707': { meaning: 'surplus found in physical inventory, blocked stock', trouble: 'inventory.mismatch' },
  '708': { meaning: 'deficit found in physical inventory, blocked stock', trouble: 'inventory.mismatch' },
  '711': { meaning: 'inventory difference of warehouse management: deficit', trouble: 'inventory.mismatch' },
  '712': { meaning: 'inventory difference of warehouse management: surplus', trouble: 'inventory.mismatch' },
  '713': {
    meaning: 'inventory difference of warehouse management: deficit, quality inspection',
    trouble: 'inventory.mismatch',
  },
  '714': {
    meaning: 'inventory difference of warehouse management: surplus, quality inspection',
    trouble: 'inventory.mismatch',
  },
  '717': {
    meaning: 'inventory difference of warehouse management: deficit, blocked stock',
    trouble: 'inventory.mismatch',
  },
  '718': {
    meaning: 'inventory difference of warehouse management: surplus, blocked stock',
    trouble: 'inventory.mismatch',
  },
};

/** The movement that takes another back: that is what a cancelled one has become. */
const REVERSED_BY: Readonly<Record<string, string>> = {
  '101': '102',
  '103': '104',
  '105': '106',
  '351': '352',
  '601': '602',
  '641': '642',
  '643': '644',
};

export const movements = new Map(Object.entries(MOVEMENTS));
export const reversedBy = new Map(Object.entries(REVERSED_BY));
