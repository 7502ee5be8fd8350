import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SubjectReference, SystemQuestion } from '../../../lambdas/contracts/index.ts';
import { systemQuestion } from '../../../lambdas/contracts/index.ts';
import { readTmsAnswer } from '../../../lambdas/enrichment/answers/read-tms-answer.ts';
import { askByData } from '../../../lambdas/systems/index.ts';
import { firstPage, nextPage } from '../../../lambdas/systems/page-of.ts';
import { readConnectionFile } from '../../../lambdas/systems/read-connection-file.ts';
import { factsOf } from '../../../lambdas/systems/read-facts.ts';
import { openPartners } from '../../engine/partners-support.ts';

const reference = (kind: SubjectReference['kind'], value: string): SubjectReference => ({ kind, issuer: 'x', value });
const question = (more: object = {}): SystemQuestion =>
  systemQuestion.parse({ path: '/loads', by: { shipment: 'load' }, facts: { shipment: 'id' }, ...more });
const EXAMPLE = { file: 'tms.yaml', text: readFileSync('docs/connections/tms.yaml', 'utf8') };

describe('what a record says', () => {
  const record = {
    id: 7,
    carrier: { name: ' Northline ' },
    reefer: 'X',
    open: false,
    mode: 'ocn',
    cutoff: '2026-03-02T09:00:00+01:00',
    local: '2026-03-02T09:00:00',
    price: 12.5,
    big: '12345678901234.57',
    quotes: [
      { carrier: 'A', status: 'closed' },
      { carrier: 'B', status: 'Open' },
    ],
  };
  it.each<[unknown, unknown]>([
    ['id', 7],
    ['carrier/name', 'Northline'],
    ['open', false],
    ['carrier', undefined],
    ['quotes/1/carrier', 'B'],
    ['constructor', undefined],
    ['nothing/there', undefined],
    [{ path: 'reefer', as: 'yes-no' }, true],
    [{ path: 'mode', as: 'yes-no' }, undefined],
    [{ path: 'mode', words: { OCN: 'ocean' } }, 'ocean'],
    [{ path: 'mode', words: { TRK: 'road' } }, undefined],
    [{ path: 'cutoff', as: 'instant' }, '2026-03-02T08:00:00.000Z'],
    [{ path: 'local', as: 'instant' }, undefined],
    [{ path: 'big', as: 'number' }, 12345678901234.57],
    [{ path: 'mode', as: 'number' }, undefined],
    [
      { amount: 'price', currency: { text: 'EUR' } },
      { amount: '12.5', currency: 'EUR' },
    ],
    [{ amount: 'big', currency: 'carrier/name' }, undefined],
    [{ list: 'quotes', of: 'carrier' }, ['A', 'B']],
    [{ list: 'quotes', of: 'carrier', where: { path: 'status', not: ['closed'] } }, ['B']],
    [{ first: 'quotes', where: { path: 'status', is: ['open'] }, of: 'carrier' }, 'B'],
    [{ first: 'quotes', where: { path: 'status', is: ['late'] }, of: 'carrier' }, undefined],
  ])('%j: %j', (source, fact) => {
    const { facts } = question({ facts: { shipment: source } });
    expect(factsOf(record, facts)['shipment']).toEqual(fact);
  });

  it('one that cannot be a fact harms no other', () => {
    const { facts } = question({ facts: { mode: { amount: 'a', currency: 'c' }, shipment: 'id' } });
    expect(factsOf({ a: '1', c: 'Euro', id: 'S' }, facts)).toEqual({ shipment: 'S' });
    expect(factsOf('text', facts)).toEqual({});
  });
});

describe('the pages of a question', () => {
  it.each<[object, readonly SubjectReference[], string | undefined]>([
    [{}, [reference('shipment', 'A&B'), reference('shipment', 'C')], '/loads?load=A%26B&load=C'],
    [{ query: { expand: 'x' } }, [reference('shipment', 'A')], '/loads?expand=x&load=A'],
    [{}, [reference('order', 'A')], undefined],
    [{ path: '/loads/{reference}' }, [reference('shipment', 'A/../B')], '/loads/A%2F..%2FB'],
    [{ path: '/loads/{reference}' }, [reference('shipment', '..')], undefined],
    [
      { paging: { kind: 'offset', parameter: 'skip', size: 2, sizeParameter: 'take' } },
      [reference('shipment', 'A')],
      '/loads?load=A&skip=0&take=2',
    ],
  ])('%j', (more, references, path) => {
    expect(firstPage(question(more), references)).toBe(path);
  });

  const page = { path: '/loads?load=A&skip=2', body: { next: 'n2' }, link: null, count: 2 };
  const offset = { kind: 'offset', parameter: 'skip', size: 2 };
  it.each<[string, object | undefined, Partial<typeof page> | { link: string }, string | undefined]>([
    ['none', undefined, {}, undefined],
    ['token', { kind: 'token', path: 'next', parameter: 'cursor' }, {}, '/loads?load=A&skip=2&cursor=n2'],
    ['no token: the last', { kind: 'token', path: 'other', parameter: 'cursor' }, {}, undefined],
    ['offset', offset, {}, '/loads?load=A&skip=4'],
    ['a page that is not full is the last', offset, { count: 1 }, undefined],
    ['link', { kind: 'link' }, { link: '</v9/loads?p=2>; rel="prev", </x/loads?p=3>; rel="next"' }, '/loads?p=3'],
    ['link to elsewhere', { kind: 'link' }, { link: '<https://evil.example.com/x/loads>; rel=next' }, undefined],
    ['link beside our root', { kind: 'link' }, { link: '</other>; rel=next' }, undefined],
    ['link to itself', { kind: 'link' }, { link: '</x/loads?load=A&skip=2>; rel=next' }, undefined],
    ['next', { kind: 'next', path: 'next' }, { body: { next: 'https://tms.test/x/loads?p=2' } }, '/loads?p=2'],
  ])('%s', (_, paging, more, next) => {
    expect(nextPage(question({ paging }), { ...page, ...more }, 'https://tms.test/x/')).toBe(next);
  });
});

describe('a question that is data', () => {
  const served = (...pages: readonly unknown[]) => {
    const asked: string[] = [];
    const get = (path: string): Promise<Response> => {
      const body = pages[asked.push(path) - 1];
      return Promise.resolve(body === undefined ? new Response('', { status: 404 }) : Response.json(body));
    };
    return { asked, get };
  };
  const ask = (one: SystemQuestion, get: (path: string) => Promise<Response>) =>
    askByData([one], [reference('shipment', 'A')], 'https://tms.test', get);
  const paged = (pages: number) =>
    question({
      paging: { kind: 'token', path: 'next', parameter: 'c', pages },
      records: 'all',
      pick: { path: 's', is: ['held'] },
    });

  it('turns pages until the record that is meant is found, and not one more', async () => {
    const { asked, get } = served({ all: [{ id: 1 }], next: 'a' }, { all: [{ id: 2, s: 'held' }], next: 'b' }, {});
    await expect(ask(paged(5), get)).resolves.toEqual({ shipment: 2 });
    expect(asked).toHaveLength(2);
  });

  it('and no more than its bound, also where a system never ends', async () => {
    const { asked, get } = served(...Array.from({ length: 20 }, (_, id) => ({ all: [{ id }], next: String(id) })));
    await expect(ask(paged(4), get)).resolves.toEqual({ shipment: 0 });
    expect(asked).toHaveLength(4);
  });

  it('knows that nothing is known', async () => {
    await expect(ask(question(), served({ loads: [] }).get)).resolves.toEqual({});
    await expect(ask(question(), served([]).get)).resolves.toBeUndefined();
    await expect(ask(question({ path: '/loads/{reference}' }), served().get)).resolves.toBeUndefined();
    await expect(ask(question(), served().get)).rejects.toThrow('answered 404');
  });

  it('the TMS of the partners gives the same facts by its file as by code', async () => {
    const read = readConnectionFile(EXAMPLE);
    if (!read.ok) throw new Error(read.problems.map(({ problem }) => problem).join());
    const { partners } = openPartners();
    const get = (path: string): Promise<Response> =>
      partners.handle(new Request(`http://tms.partner.test${path}`, { headers: { authorization: 'Bearer k' } }));
    for (const value of ['S-1', 'S-2', 'S-3', 'S-4', 'S-5']) {
      const byData = await askByData(read.connection.questions!, [reference('shipment', value)], 'http://x.test', get);
      const byCode = readTmsAnswer(await (await get(`/api/v1/shipments?reference=${value}`)).json());
      expect(byData).toEqual(byCode);
      expect(Object.keys(byData!).length).toBeGreaterThan(5);
    }
  });
});

describe('the file of a connection', () => {
  it.each([
    ['instances:\n  - name: tms', 'instances: []\nx:\n  - name: tms', /too small|Too small|unrecognized/i],
    [
      '      mode: mode',
      '      moed: mode',
      /^tms.yaml:\d+:\d+: nobody reads a fact moed of tms; write one of shipment/,
    ],
    ['http://tms.partner.test', 'http://tms.example.com', /^tms.yaml:6:10: only https goes over a network/],
    ['path: /api/v1/shipments', 'path: //evil.example.com', /a path below the address/],
    ['kind: header, name: Authorization', 'kind: digest', /^tms.yaml:7/],
    ['records: shipments', 'records: [', /^tms.yaml:/],
    ['    records: shipments', '    headers: { Authorization: secret }', /credentials stand in the secret/],
  ])('%s', (from, to, told) => {
    const read = readConnectionFile({ ...EXAMPLE, text: EXAMPLE.text.replace(from, to) });
    const said = read.ok
      ? ''
      : read.problems
          .map(({ file, line, column, problem, mend }) => `${file}:${line}:${column}: ${problem}; ${mend}`)
          .join('\n');
    expect(said).toMatch(told);
  });
});
