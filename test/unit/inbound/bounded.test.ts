import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatNames } from '../../../lambdas/contracts/formats.ts';
import { mapping } from '../../../lambdas/contracts/index.ts';
import { translateEmail } from '../../../lambdas/inbound/formats/email.ts';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { wmsShortPick } from '../../../lambdas/inbound/mappings/wms.ts';
import { openStepCounter } from './count-steps.ts';
import type { StepCounter } from './count-steps.ts';
import { hostileFor } from './hostile-payloads.ts';
import { payloadOf, sender } from './sender.ts';

const BYTES = 5_000;
/** Twice the bytes take twice the steps. What is read again for each of its pieces would take four times. */
const MOST_GROWTH = 2.6;
/** What a translator does once, whatever it is given. */
const ONCE = 5_000;
const STEPS_A_BYTE = 40;
/** Each record of eight bytes may be refused in a sentence. */
const TOLD_A_BYTE = 40;
/** It is unpacked by a reader of its own, whose bounds workbook.test.ts holds. */
const PACKED = ['xlsx'];

let counter: StepCounter;
beforeAll(async () => {
  counter = await openStepCounter();
});
afterAll(async () => {
  await counter.stop();
});

function translate(format: string, bytes: Uint8Array): Translation | Promise<Translation> {
  const translator = translatorOf(format) ?? (format === 'email' ? translateEmail : undefined);
  if (translator === undefined) throw new Error(`nobody translates ${format}`);
  return translator(payloadOf(bytes), { ...sender, mapping: mapping.parse(wmsShortPick) });
}
const told = ({ drafts, rejections, warnings }: Translation): number =>
  Buffer.byteLength(JSON.stringify([drafts, rejections, warnings]));

it.each(formatNames)('%s: steps, and what is told, are bounded by what was sent', async (format) => {
  const hostile = hostileFor(format);
  if (hostile === undefined)
    throw new Error(`Say in hostile-payloads.ts how ${format} is written: nothing is tried on it.`);
  // Mail is learnt when the first is read.
  await translate(format, Buffer.from('From: a@b.example\r\n\r\nShipment 80012345 is delayed.'));
  const read: string[] = [];
  for (const [shape, growing] of Object.entries(hostile)) {
    const [small, large] = [growing(BYTES), growing(2 * BYTES)];
    // What is made once, at the first of its kind, is no matter of size.
    await translate(format, small);
    const one = await counter.count(() => translate(format, small));
    const two = await counter.count(() => translate(format, large));
    expect(two.steps, shape).toBeLessThan(one.steps * MOST_GROWTH + ONCE);
    expect(two.steps, shape).toBeLessThan(large.length * STEPS_A_BYTE + ONCE);
    expect(told(two.value), shape).toBeLessThan(large.length * TOLD_A_BYTE + 2_000);
    // What is turned away at the door takes the same; of what has a beginning of its own, or a most that is read, twice as much takes less than twice.
    const grows = two.steps > one.steps * 1.25 || told(two.value) > told(one.value) * 1.25;
    if (grows) read.push(shape);
  }
  // Whoever turns all of it away at the door is bounded, and nothing is shown by that.
  expect(read.length > 0 || PACKED.includes(format), `nothing that is tried on ${format} is read`).toBe(true);
});

it('counts what is read again and again', async () => {
  const attributes = hostileFor('customs-ics')?.['attributes'];
  const again = (most: number) => () => {
    for (let bytes = 100; bytes <= most; bytes += 100)
      void translate('customs-ics', attributes?.(bytes) ?? Buffer.of());
  };
  const one = await counter.count(again(2_000));
  const two = await counter.count(again(4_000));
  expect(two.steps).toBeGreaterThan(one.steps * MOST_GROWTH + ONCE);
});
