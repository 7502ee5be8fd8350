import { describe, expect, test } from 'vitest';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { readRates } from '../../../lambdas/policy/read-rates.ts';
import { warningsOf } from '../../../lambdas/policy/warn-of-pack.ts';
import { amountsIn, sayWhatRateIsOld } from '../../../lambdas/scoring/convert-money.ts';
import { LIST_RATES } from '../../../lambdas/simulation/list-rates.ts';
import { ratesByMetering } from '../../../bin/policy/rates.ts';
import { defaultPack } from '../../support/pack.ts';

/** In the form of the bank's files; the figures are made up. */
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube><Cube time='2026-11-27'><Cube currency='USD' rate='1.25'/><Cube currency='GBP' rate='0.8'/></Cube></Cube>
</gesmes:Envelope>`;
const CSV = 'Date, USD, GBP, RUB, \n27 November 2026, 1.25, 0.8, N/A, \n';
const HISTORY = 'Date,USD,GBP,RUB,\n2026-11-27,1.25,0.8,N/A,\n2026-11-26,9,9,9,\n';
const usd = { rate: 0.8, asOf: '2026-11-27' };

describe('rates of the European Central Bank', () => {
  test.each([
    ['XML of a day', XML],
    ['CSV of a day', CSV],
    ['CSV of all days: the latest', HISTORY],
  ])('%s', (_form, text) => {
    expect(readRates(text, 'EUR')).toEqual({
      ok: true,
      day: '2026-11-27',
      rates: { GBP: { rate: 1.25, asOf: '2026-11-27' }, USD: usd },
    });
  });

  test('for a pack that reports in another currency they are crossed, with the euro among them', () => {
    const read = readRates(XML, 'USD');
    expect(read.ok && read.rates).toEqual({
      EUR: { rate: 1.25, asOf: '2026-11-27' },
      GBP: { rate: 1.5625, asOf: '2026-11-27' },
    });
  });

  test.each([
    ['', 'EUR', /first line/],
    ['<a/>', 'EUR', /daily file/],
    ['<a', 'EUR', /./],
    [XML.replace('1.25', '0'), 'EUR', /daily file/],
    ['Date,USD\nyesterday,1.25\n', 'EUR', /no day/],
    [XML, 'CHF', /CHF/],
    ['Date,USD\n2026-11-27,N/A\n', 'EUR', /no rate/],
  ])('%j in %s is refused with a reason', (text, currency, why) => {
    const read = readRates(text, currency);
    expect(read.ok ? 'read' : read.why).toMatch(why);
  });
});

describe('what will not be right for long', () => {
  const pack = { ...defaultPack(), exchangeRates: { USD: usd } };
  const facts: readonly FactSet[] = [
    {
      system: 'erp',
      state: 'live',
      askedAt: '',
      observedAt: '',
      facts: { orderValue: { amount: '5', currency: 'USD' } },
    },
  ];

  test('a rate is old after as long as the pack says, and the score says by which day it went', () => {
    expect(sayWhatRateIsOld(amountsIn(facts), pack, '2027-01-01T00:00:00.000Z')).toEqual([]);
    expect(sayWhatRateIsOld(amountsIn(facts), pack, '2027-01-02T00:00:00.000Z')).toEqual([
      { rule: 'old-rate', text: 'USD is weighed by the rate of 2026-11-27, which is 36 days old.' },
    ]);
    const euros: readonly FactSet[] = [{ ...facts[0]!, facts: { orderValue: { amount: '5', currency: 'EUR' } } }];
    expect(sayWhatRateIsOld(amountsIn(euros), pack, '2030-01-01T00:00:00.000Z')).toEqual([]);
  });

  test('the check warns of old rates, and of calendars in use that end within ninety days', () => {
    const days = [{ date: '2026-12-25', name: 'Christmas' }];
    const calendars = [
      { id: 'used', title: 'Used', days },
      { id: 'idle', title: 'Idle', days },
    ];
    const rotas = pack.rotas.map((rota, index) => (index === 0 ? { ...rota, calendars: ['used'] } : rota));
    const warned = (at: string) =>
      warningsOf({ ...pack, calendars, rotas, teams: pack.teams.map((team) => ({ ...team, calendars: [] })) }, at).map(
        ({ pointer }) => pointer,
      );
    expect(warned('2026-10-01T00:00:00.000Z')).toEqual([]);
    expect(warned('2026-10-04T00:00:00.000Z')).toEqual(['/calendars/0/days']);
    expect(warned('2027-02-01T00:00:00.000Z')).toEqual(['/calendars/0/days', '/exchangeRates/USD/asOf']);
  });
});

test('what a simulation reckons with is what the bench has metered', () => {
  const metered = ratesByMetering();
  expect(LIST_RATES.perCase / metered.perCase).toBeCloseTo(1, 1);
  expect(LIST_RATES.perFurtherCall / metered.perFurtherCall).toBeCloseTo(1, 1);
  expect(LIST_RATES.perMessage).toEqual(metered.perMessage);
});
