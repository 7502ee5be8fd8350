import { describe, expect, it } from 'vitest';
import { exceptionTypes } from '../../../lambdas/contracts/index.ts';
import { businessStep } from '../../../lambdas/inbound/formats/epcis/codes/business-step.ts';
import { businessTransaction } from '../../../lambdas/inbound/formats/epcis/codes/business-transaction.ts';
import { disposition } from '../../../lambdas/inbound/formats/epcis/codes/disposition.ts';
import { readTerm } from '../../../lambdas/inbound/formats/epcis/vocabulary.ts';

/** CBV 2.0: https://ref.gs1.org/cbv/Disp */
const DISPOSITIONS = `active available completeness_inferred completeness_verified conformant container_closed container_open damaged
  destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity
  needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
  sellable_accessible sellable_not_accessible stolen unavailable unknown`;

/** CBV 2.0: https://ref.gs1.org/cbv/BizStep */
const STEPS = `accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning
  departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing
  picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping
  staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping`;

/** CBV 2.0: https://ref.gs1.org/cbv/BTT */
const PAPERS = 'bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres';

const sorted = (words: string): readonly string[] => words.split(/\s+/).sort();

describe('code lists of CBV 2.0', () => {
  it.each([
    ['dispositions', disposition, DISPOSITIONS],
    ['business steps', businessStep, STEPS],
    ['business transaction types', businessTransaction, PAPERS],
  ] as const)('%s are here whole, and nothing that is not in the list', (_name, table, words) => {
    expect([...table.keys()].sort()).toEqual(sorted(words));
  });

  it('only these dispositions are trouble', () => {
    const troubles = [...disposition].flatMap(([code, { trouble }]) =>
      trouble === undefined ? [] : [[code, trouble]],
    );
    expect(Object.fromEntries(troubles)).toEqual({
      damaged: 'cargo.damaged',
      destroyed: 'cargo.damaged',
      expired: 'inventory.shortfall',
      mismatch_class: 'cargo.mis_shipped',
      mismatch_instance: 'inventory.mismatch',
      mismatch_quantity: 'inventory.mismatch',
      needs_replacement: 'cargo.damaged',
      no_pedigree_match: 'compliance.document_missing',
      non_conformant: 'cargo.damaged',
      recalled: 'cargo.damaged',
      stolen: 'transport.lost',
    });
    for (const [, type] of troubles) expect(exceptionTypes).toContain(type);
    for (const { why } of disposition.values()) expect(why.length).toBeGreaterThan(10);
  });

  it('only a shipping that is declared void is trouble by itself, and no step is a delivery', () => {
    const troubles = [...businessStep].flatMap(([code, { trouble }]) =>
      trouble === undefined ? [] : [[code, trouble]],
    );
    expect(troubles).toEqual([['void_shipping', 'transport.milestone_missed']]);
    expect([...businessStep.values()].filter(({ milestone }) => milestone === 'delivered')).toEqual([]);
  });
});

describe('a word of the vocabulary', () => {
  it.each([
    ['damaged', 'disp', { word: 'damaged' }],
    ['urn:epcglobal:cbv:disp:damaged', 'disp', { word: 'damaged' }],
    ['URN:EPCGLOBAL:CBV:disp:damaged', 'disp', { word: 'damaged' }],
    ['https://ref.gs1.org/cbv/Disp-damaged', 'disp', { word: 'damaged' }],
    ['http://ref.gs1.org/cbv/Disp-damaged', 'disp', { word: 'damaged' }],
    ['https://ns.gs1.org/cbv/Disp-damaged', 'disp', { word: 'damaged' }],
    ['cbv:Disp-damaged', 'disp', { word: 'damaged' }],
    ['https://ref.gs1.org/cbv/BizStep-shipping', 'bizstep', { word: 'shipping' }],
    ['urn:epcglobal:cbv:btt:po', 'btt', { word: 'po' }],
    ['https://example.com/disp/dented', 'disp', { foreign: 'https://example.com/disp/dented' }],
    ['ext1:dented', 'disp', { foreign: 'ext1:dented' }],
    ['urn:example:disp:damaged', 'disp', { foreign: 'urn:example:disp:damaged' }],
    // Its own name space has its own words only.
    ['urn:epcglobal:cbv:disp:dented', 'disp', { invalid: 'urn:epcglobal:cbv:disp:dented' }],
    ['https://ref.gs1.org/cbv/Disp-dented', 'disp', { invalid: 'https://ref.gs1.org/cbv/Disp-dented' }],
    ['dented', 'disp', { invalid: 'dented' }],
    ['Damaged', 'disp', { invalid: 'Damaged' }],
    ['constructor', 'disp', { invalid: 'constructor' }],
    ['', 'disp', { invalid: '' }],
    ['very damaged', 'disp', { invalid: 'very damaged' }],
    ['x: y', 'disp', { invalid: 'x: y' }],
  ] as const)('%j in the list %s', (text, list, expected) => {
    const table = { disp: disposition, bizstep: businessStep, btt: businessTransaction }[list];
    expect(readTerm(text, list, table)).toEqual(expected);
  });
});
