import { describe, expect, it } from 'vitest';
import { textOf } from '../../../lambdas/inbound/formats/translator.ts';
import { readInterchanges } from '../../../lambdas/inbound/formats/x12/tokenize.ts';
import type { TransactionSet } from '../../../lambdas/inbound/formats/x12/tokenize.ts';

interface Shape {
  readonly element?: string;
  readonly terminator?: string;
  readonly control?: string;
  readonly set?: string;
}

const ISA = [
  'ISA',
  '00',
  '          ',
  '00',
  '          ',
  '02',
  'NRTH           ',
  'ZZ',
  'FAIRLEAD       ',
  '260302',
  '0815',
  'U',
  '00401',
];

/** A whole interchange with one set of five segments. */
function interchange({ element = '*', terminator = '~', control = '000000001', set = '0001' }: Shape = {}): string {
  const segments = [
    [...ISA, control, '0', 'P', '>'],
    ['GS', 'QM', 'NRTH', 'FAIRLEAD', '20260302', '0815', '1', 'X', '004010'],
    ['ST', '214', set],
    ['B10', 'NR1', 'S1', 'NRTH'],
    ['LX', '1'],
    ['AT7', 'X1', 'NS', '', '', '20260302', '0700', 'LT'],
    ['SE', '5', set],
    ['GE', '1', '1'],
    ['IEA', '1', control],
  ];
  return segments.map((segment) => `${segment.join(element)}${terminator}`).join('');
}

/** What is handed over, and what is said of the whole. */
function read(text: string) {
  const sets: TransactionSet[] = [];
  return { sets, ...readInterchanges(text, (set) => sets.push(set)) };
}

const plain = interchange();
const expected = read(plain);
const tags = (text: string): readonly (readonly string[])[] =>
  read(text).sets.map(({ segments }) => segments.map(({ tag }) => tag));

describe('reading X12', () => {
  it('gives each set with what its envelope says, and numbers elements and segments from 1', () => {
    expect(expected).toMatchObject({
      sets: [{ id: '214', control: '0001', release: '004010', interchange: '000000001' }],
      rejections: [],
      warnings: [],
    });
    expect(expected.sets[0]?.segments[3]).toEqual({
      tag: 'AT7',
      elements: ['X1', 'NS', '', '', '20260302', '0700', 'LT'],
      position: 4,
    });
    expect(tags(plain)).toEqual([['ST', 'B10', 'LX', 'AT7', 'SE']]);
  });

  it.each<[string, string]>([
    ['a byte order mark in front', textOf(Buffer.from(`\uFEFF${plain}`))],
    ['white space in front', `\r\n  ${plain}`],
    ['a mail in front', `Content-Type: application/edi-x12\r\n\r\n${plain}`],
    ['the name LISA* in front', `LISA*ISABEL ${plain}`],
    ['line feeds after the terminators', plain.replaceAll('~', '~\n')],
    ['CR LF after the terminators', plain.replaceAll('~', '~\r\n')],
    ['blank lines between segments', plain.replaceAll('~', '~\n\n  \n')],
    ['segments that are indented', plain.replaceAll('~', '~\n\t\t')],
    ['line feeds as terminators', interchange({ terminator: '\n' })],
    ['CR LF as terminators', interchange({ terminator: '\r\n' })],
    ['carriage returns as terminators', interchange({ terminator: '\r' })],
    ['an ellipsis as terminator', interchange({ terminator: '…' })],
    ['an ellipsis and line feeds', interchange({ terminator: '…\n' })],
    ['a terminator in Latin-1', textOf(Buffer.from(interchange({ terminator: '\u00a7' }), 'latin1'))],
    ['a terminator outside of the basic plane', interchange({ terminator: '\u{1F69A}' })],
    ['a control character as terminator', interchange({ terminator: '\u001c' })],
    ['another element separator', interchange({ element: '|' })],
    ['separators that are special in patterns', interchange({ element: '^', terminator: '$' })],
    ['a control character as element separator', interchange({ element: '\u001d' })],
    ['lines of 80 characters', plain.replace(/.{80}/g, '$&\n')],
    ['lines of 80 characters with CR LF', plain.replace(/.{80}/g, '$&\r\n')],
    ['blanks around elements', plain.replace('B10*NR1*', 'B10* NR1  *')],
    ['an ISA without its padding', plain.replace(/ +\*/g, '*')],
    ['an ISA with elements that are too long', plain.replace('NRTH   ', 'NRTH NORTHERN LINES   ')],
    ['nothing after the last terminator but blanks', `${plain}  \n\n`],
    ['no terminator after IEA', plain.slice(0, -1)],
  ])('is the same with %s', (_what, text) => {
    const { sets, rejections } = read(text);
    expect(rejections).toEqual([]);
    expect(sets).toEqual(expected.sets);
  });

  it('reads several interchanges, each with its own separators', () => {
    const second = interchange({ element: '|', terminator: '\n', control: '000000002', set: '0007' });
    const { sets, rejections } = read(`${plain}\n${second}${plain}`);
    expect(rejections).toEqual([]);
    expect(sets.map((set) => `${set.interchange}/${set.control}`)).toEqual([
      '000000001/0001',
      '000000002/0007',
      '000000001/0001',
    ]);
    expect(sets.map(({ segments }) => segments.length)).toEqual([5, 5, 5]);
  });

  it('reads several sets and groups of one interchange', () => {
    const set = plain.slice(plain.indexOf('ST*'), plain.indexOf('GE*'));
    const group = plain.slice(plain.indexOf('GS*'), plain.indexOf('IEA*'));
    const more = plain
      .replace(set, set + set.replaceAll('0001', '0002'))
      .replace('IEA*', `${group.replace('004010', '005010')}IEA*`);
    const { sets } = read(more);
    expect(sets.map(({ control, release }) => `${control} ${release}`)).toEqual([
      '0001 004010',
      '0002 004010',
      '0001 005010',
    ]);
  });

  it.each([
    ['4', 1],
    ['', 1],
    ['many', 1],
    ['0000000005', 0],
  ])('takes a set whose SE counts "%s" segments, with %i warnings', (count, warnings) => {
    const found = read(plain.replace('SE*5', `SE*${count}`));
    expect(found.sets).toHaveLength(1);
    expect(found.rejections).toEqual([]);
    expect(found.warnings).toHaveLength(warnings);
  });

  it('rejects a set that is cut off, and reads the others', () => {
    const cut = plain
      .replace('SE*5*0001~', '')
      .replace('GE*', `${plain.slice(plain.indexOf('ST*'), plain.indexOf('GE*')).replaceAll('0001', '0002')}GE*`);
    const { sets, rejections } = read(cut);
    expect(sets.map(({ control }) => control)).toEqual(['0002']);
    expect(rejections).toHaveLength(1);
    expect(rejections[0]?.part).toContain('set 0001');
  });

  it.each(['ST*214', 'B10*', 'AT7*X1', 'LT~'])('rejects what ends at %s, and invents no set', (where) => {
    const { sets, rejections } = read(plain.slice(0, plain.indexOf(where) + where.length - 1));
    expect(sets).toEqual([]);
    expect(rejections).toHaveLength(1);
  });

  it('reads the next interchange after one that is cut off', () => {
    const { sets, rejections } = read(plain.slice(0, plain.indexOf('AT7')) + interchange({ control: '000000002' }));
    expect(sets.map((set) => set.interchange)).toEqual(['000000002']);
    expect(rejections).toHaveLength(1);
  });

  it('hands each set over before it reads the next', () => {
    const cut = plain.replace('GE*', 'ST*214*0002~B10*NR2*S2*NRTH~');
    const seen: string[] = [];
    const { rejections } = readInterchanges(cut, ({ control }) => seen.push(control));
    expect(seen).toEqual(['0001']);
    expect(rejections).toHaveLength(1);
  });

  const set = plain.slice(plain.indexOf('ST*'), plain.indexOf('GE*'));
  it.each([
    ['as it is', set, ''],
    ['on lines', set.replaceAll('~', '~\n'), ''],
    ['with line ends as terminators', set.replaceAll('~', '\r\n'), ''],
    ['with carriage returns as terminators', set.replaceAll('~', '\r'), ''],
    ['with other separators', set.replaceAll('*', '|').replaceAll('~', '^'), ''],
    ['below a line of text', `--- sent 2026 ---\n${set}`, ''],
    ['in its group', plain.slice(plain.indexOf('GS*'), plain.indexOf('IEA*')), '004010'],
    ['with ST03', set.replace('ST*214*0001', 'ST*214*0001*005010X231A1'), ''],
  ])('reads a set without its interchange %s, and says so', (_what, text, release) => {
    const { sets, rejections, warnings, envelopes } = read(text);
    expect(rejections).toEqual([]);
    expect(sets.map(({ id, segments }) => `${id} ${segments.map(({ tag }) => tag).join(' ')}`)).toEqual([
      '214 ST B10 LX AT7 SE',
    ]);
    expect(sets[0]?.release).toBe(release);
    expect(warnings[0]).toContain('ISA is missing');
    expect(envelopes).toEqual([]);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a set that begins late', `${'x'.repeat(2000)}\n${plain.slice(plain.indexOf('ST*'))}`],
    ['a word that ends in ST', 'LAST*214*0001~SE*2*0001~'],
    ['one separator for all', 'ST*214*0001*'],
    ['blanks', '  \n'],
    ['JSON', '{"ISA":1}'],
    ['another standard', "UNA:+.? 'UNB+UNOC:3+A+B+260302:0815+1'"],
    ['ISA alone', 'ISA'],
    ['ISA and a separator', 'ISA*'],
    ['fifteen elements', plain.slice(0, plain.indexOf('*P*>') + 2)],
    ['an ISA that ends too early', plain.replace('*0*P*>', '')],
    ['no terminator', plain.slice(0, plain.indexOf('>~') + 1)],
    ['no group', `${plain.slice(0, plain.indexOf('GS*'))}IEA*0*000000001~`],
  ])('rejects %s with words', (_what, text) => {
    const { sets, rejections } = read(text);
    expect(sets).toEqual([]);
    expect(rejections.length).toBeGreaterThan(0);
    for (const { detail, mend } of rejections) {
      expect(detail).toMatch(/\.$/);
      expect(mend).toMatch(/\.$/);
    }
  });
});
