import * as z from 'zod';
import { policyPack } from '../contracts/index.ts';
import { overlayHead } from './overlay.ts';

/** JSON Schema (draft 2020-12) of a file of a pack, for editors: any of the sections, each as the contract has it. */
export function packFileSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(policyPack.partial().extend({ overlay: overlayHead.optional() }), {
      io: 'input',
      target: 'draft-2020-12',
    }),
    title: 'A file of a Fairlead policy pack',
  };
}
