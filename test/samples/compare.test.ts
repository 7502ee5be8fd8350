import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareSamples } from '../../bin/samples/compare-samples.ts';
import { formatsNear } from '../../bin/samples/formats-near.ts';
import { readManifest } from '../../bin/samples/manifest.ts';

const ours = fileURLToPath(new URL('../support/samples/attempted-delivery.edi', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-'));
  for (const file of ['x12-214/a.edi', 'x12-214/b.edi', 'morse/c.txt']) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(ours, join(folder, file));
  }
  writeFileSync(join(folder, 'x12-214/b.edi'), 'no EDI');
});
afterEach(() => rmSync(folder, { recursive: true }));

const compare = (...rows: readonly string[]) => {
  writeFileSync(join(folder, 'MANIFEST.tsv'), ['file\tnotes\texpected', ...rows, ''].join('\n'));
  return compareSamples(folder, readManifest(folder));
};

describe('comparing payloads with a manifest', () => {
  it('counts what came out as one of the acceptable outcomes, and names formats that nothing reads', async () => {
    const { compared, asExpected, mismatches, withoutTranslator } = await compare(
      'x12-214/a.edi\t"a ""quoted"" note"\t"[[""transport.delay""], [""transport.delivery_failed""]]"',
      'x12-214/b.edi\t\t"[""reject""]"',
      'morse/c.txt\t\t[[]]',
    );
    expect({ compared, asExpected, mismatches }).toEqual({ compared: 2, asExpected: 2, mismatches: [] });
    expect([...withoutTranslator]).toEqual([['morse', 1]]);
  });

  it('reads what is called otherwise as what is called alike, by the first format that takes it', async () => {
    const names = ['x12-214-webhook', 'dhl-json', 'usps-json', 'fedex-push', 'mail', '17-track', 'track17', 'morse'];
    expect(names.map((name) => formatsNear(name)[0])).toEqual([
      'x12-214',
      'carrier-dhl-xml',
      'carrier-usps-xml',
      'carrier-fedex-json',
      'email',
      '17track',
      '17track',
      undefined,
    ]);
    mkdirSync(join(folder, 'edi-x12'));
    cpSync(ours, join(folder, 'edi-x12/a.edi'));
    const { compared, asExpected } = await compare('edi-x12/a.edi\t\t"[[""transport.delivery_failed""]]"');
    expect([compared, asExpected]).toEqual([1, 1]);
  });

  it('says of each other what was expected and what came', async () => {
    const { asExpected, mismatches } = await compare(
      'x12-214/a.edi\t\t[[]]',
      'x12-214/b.edi\t\t"[[""transport.delay""]]"',
      'x12-214/gone.edi\t\t[[]]',
    );
    expect(asExpected).toBe(0);
    expect(mismatches.slice(0, 2)).toEqual([
      'x12-214/a.edi: expected no exception, came out as transport.delivery_failed',
      'x12-214/b.edi: expected transport.delay, came out as reject',
    ]);
    expect(mismatches[2]).toContain('x12-214/gone.edi: expected no exception, came out as an error');
  });

  it('tells a row that we hold to be wrong apart, only where it came out as we hold it', async () => {
    const row = 'x12-214/a.edi\t\t[[]]';
    await compare(row);
    const dispute = (...ours: string[]) =>
      compareSamples(folder, readManifest(folder), new Map([['x12-214/a.edi', { ours, why: 'it says so' }]]));
    const line = 'x12-214/a.edi: expected no exception, came out as transport.delivery_failed';
    expect(await dispute('transport.delivery_failed')).toMatchObject({
      asExpected: 0,
      mismatches: [],
      disputes: [`${line}; the manifest is disputed: it says so`],
    });
    expect(await dispute('transport.delay')).toMatchObject({ asExpected: 0, mismatches: [line], disputes: [] });
  });

  it('does not start without a manifest that it understands', () => {
    expect(() => readManifest(join(folder, 'nowhere'))).toThrow('There is no folder');
    expect(() => readManifest(folder)).toThrow('MANIFEST.tsv');
    expect(() => compare('x12-214/a.edi\t\tnone')).toThrow('x12-214/a.edi');
  });
});
