import { INBOUND_DELIVERY, PURCHASE_ORDER, SUPPLY_DEMAND } from './erp-model.ts';
import type { EntitySet } from './erp-model.ts';
import type { Known } from './documents.ts';
import { HOUR_MS } from './made-up.ts';
import { madeUpStock } from './made-up-goods.ts';
import type { Equality } from './odata-filter.ts';
import type { Document } from './types.ts';

/** A material at a plant. */
interface Place {
  readonly material: string;
  readonly plant: string;
}

/** Goods on their way to us, by whatever number somebody may name them. */
export interface ComingGoods {
  readonly delivery?: string;
  readonly purchaseOrder?: string;
  readonly billOfLading?: string;
  readonly container?: string;
  readonly items: readonly Place[];
}

/** One line of what is planned: a requirement has a minus. `category` as in SAP: VC order, BE purchase order, LA shipping notification, SB own production … */
export interface Planned {
  readonly category: string;
  readonly document: string;
  readonly source?: string;
  readonly units: number;
  /** Day, `2026-03-09`. */
  readonly on: string;
}

export interface Supply extends Place {
  readonly onHand: number;
  readonly planned: readonly Planned[];
}

export interface ErpSupply {
  readonly putComing: (goods: ComingGoods) => void;
  /** Takes the place of what was planned of this material before. */
  readonly putSupply: (supply: Supply) => void;
  /** Whether the number is one of goods that come to us: then no delivery of ours goes by it. */
  readonly isComing: (number: string) => boolean;
  readonly find: (set: EntitySet, equalities: readonly Equality[]) => readonly Known[];
}

/** Purchasing and planning. What comes is what was put; of its material there is enough, until something else is said. */
export function createErpSupply(now: () => number): ErpSupply {
  const coming: ComingGoods[] = [];
  const supplies = new Map<string, Supply>();

  const numbersOf = ({ delivery, billOfLading, container }: ComingGoods): readonly (string | undefined)[] => [
    delivery,
    billOfLading,
    container,
  ];
  return {
    putComing: (goods) => {
      coming.unshift(goods);
    },
    putSupply: (supply) => {
      supplies.set(keyOf(supply), supply);
    },
    isComing: (number) => coming.some((goods) => numbersOf(goods).includes(number)),
    find: (set, equalities) => {
      const literals = equalities.map(({ literal }) => literal);
      switch (set) {
        case INBOUND_DELIVERY:
          return coming
            .filter((goods) => numbersOf(goods).some((number) => number !== undefined && literals.includes(number)))
            .map((goods) => known(deliveryOf(goods)));
        case PURCHASE_ORDER:
          return coming
            .filter(({ purchaseOrder }) => purchaseOrder !== undefined && literals.includes(purchaseOrder))
            .map((goods) => known(orderOf(goods)));
        case SUPPLY_DEMAND: {
          const value = (name: string): string => equalities.find(({ property }) => property === name)?.literal ?? '';
          const place = { material: value('Material'), plant: value('MRPPlant') };
          return rowsOf(supplies.get(keyOf(place)) ?? madeUpSupply(place, now())).map(known);
        }
        default:
          return [];
      }
    },
  };
}

const UNIT = 'EA';
const keyOf = ({ material, plant }: Place): string => `${plant} ${material}`;
const known = (document: Document): Known => ({ reference: JSON.stringify(document), document, version: 1 });

function deliveryOf({ delivery, billOfLading, container, purchaseOrder, items }: ComingGoods): Document {
  return {
    DeliveryDocument: delivery ?? '',
    BillOfLading: billOfLading ?? '',
    MeansOfTransport: container ?? '',
    to_DeliveryDocumentItem: items.map(({ material, plant }, index) => ({
      DeliveryDocumentItem: itemNumber(index),
      Material: material,
      Plant: plant,
      ReferenceSDDocument: purchaseOrder ?? '',
    })),
  };
}

function orderOf({ purchaseOrder, items }: ComingGoods): Document {
  return {
    PurchaseOrder: purchaseOrder ?? '',
    to_PurchaseOrderItem: items.map(({ material, plant }, index) => ({
      PurchaseOrderItem: itemNumber(index),
      Material: material,
      Plant: plant,
    })),
  };
}

const itemNumber = (index: number): string => String((index + 1) * 10).padStart(6, '0');

function rowsOf({ material, plant, onHand, planned }: Supply): readonly Document[] {
  const row = (category: string, document: string, units: number, on: string | undefined, source = ''): Document => ({
    Material: material,
    MRPPlant: plant,
    MRPArea: plant,
    MaterialBaseUnit: UNIT,
    MRPElementCategory: category,
    MRPElement: document,
    SourceMRPElement: source,
    MRPElementOpenQuantity: units.toFixed(3),
    MRPElementAvailyOrRqmtDate: on === undefined ? null : `/Date(${Date.parse(on)})/`,
  });
  return [
    row('WB', '', onHand, undefined),
    ...planned.map(({ category, document, units, on, source }) => row(category, document, units, on, source)),
  ];
}

/** More than what is wanted, as of most things. */
function madeUpSupply({ material, plant }: Place, now: number): Supply {
  const { dailyDemandUnits } = madeUpStock(`sku:${material}`);
  const units = Number(dailyDemandUnits);
  const inDays = (days: number): string => new Date(now + days * 24 * HOUR_MS).toISOString().slice(0, 10);
  return {
    material,
    plant,
    onHand: units * 100,
    planned: [{ category: 'SB', document: '1000042', units: -units, on: inDays(3) }],
  };
}
