import type { ProgressSignal } from '../../../../contracts/signal.ts';

type Milestone = ProgressSignal['milestone']['name'];

export interface BusinessStep {
  readonly meaning: string;
  readonly milestone: Milestone;
  /** Exception type of a step that is trouble by itself. */
  readonly trouble?: string;
}

function steps(milestone: Milestone, codes: readonly string[]): readonly (readonly [string, BusinessStep])[] {
  return codes.map((code) => [code, { meaning: sentence(code), milestone }]);
}

/** The vocabulary's names are words already. */
function sentence(code: string): string {
  return `${code.slice(0, 1).toUpperCase()}${code.slice(1).replaceAll('_', ' ')}`;
}

/** GS1 Core Business Vocabulary 2.0, business steps (https://ref.gs1.org/cbv/BizStep), with the milestone that each is. */
export const businessStep: ReadonlyMap<string, BusinessStep> = new Map<string, BusinessStep>([
  ...steps('picked_up', ['collecting']),
  ...steps('loaded', ['loading']),
  ...steps('departed', ['shipping', 'departing', 'consigning']),
  ...steps('in_transit', ['transporting']),
  ...steps('arrived', ['arriving', 'receiving']),
  ...steps('unloaded', ['unloading']),
  [
    'void_shipping',
    { meaning: 'Was not shipped, as it had been reported', milestone: 'other', trouble: 'transport.milestone_missed' },
  ],
  // Accepting is done by carriers at the start and by consignees at the end: taking it for a delivery would settle cases that are open.
  ...steps('other', ['accepting']),
  ...steps('other', [
    'assembling',
    'commissioning',
    'creating_class_instance',
    'cycle_counting',
    'decommissioning',
    'destroying',
    'disassembling',
    'dispensing',
    'encoding',
    'entering_exiting',
    'holding',
    'inspecting',
    'installing',
    'killing',
    'other',
    'packing',
    'picking',
    'removing',
    'repackaging',
    'repairing',
    'replacing',
    'reserving',
    'retail_selling',
    'sampling',
    'sensor_reporting',
    'staging_outbound',
    'stock_taking',
    'stocking',
    'storing',
    'unpacking',
  ]),
]);
