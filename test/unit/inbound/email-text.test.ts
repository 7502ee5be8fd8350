import { describe, expect, it } from 'vitest';
import { daysIn } from '../../../lambdas/inbound/formats/email/days-in-text.ts';
import { isProven, refusalOf, verdicts } from '../../../lambdas/inbound/formats/email/judge-writer.ts';
import { carrierOfAddress } from '../../../lambdas/inbound/formats/email/mail-carriers.ts';
import { numbersInText } from '../../../lambdas/inbound/formats/email/numbers-in-text.ts';
import { placesIn } from '../../../lambdas/inbound/formats/email/places-in-text.ts';

describe('days that a text names', () => {
  const europe = { day: '2026-12-09', zone: 'Europe/Berlin' };
  it.each([
    ['arrives on 2026-12-14', ['2026-12-14']],
    ['Ankunft am 17.12. statt 13.12.', ['2026-12-17', '2026-12-13']],
    ['livraison le 5 janvier', ['2027-01-05']],
    ['llegada el 18 de diciembre', ['2026-12-18']],
    ['arrivo il 19 dicembre 2026', ['2026-12-19']],
    ['aankomst 8 maart', ['2027-03-08']],
    ['sai da fabrica a 17 de fevereiro', ['2027-02-17']],
    ['dostawa 4 grudnia', ['2026-12-04']],
    ['by the 12th of December', ['2026-12-12']],
    ['December 24, 2026', ['2026-12-24']],
    ['02-Dec and 11-Dec', ['2026-12-02', '2026-12-11']],
    ['it was damaged yesterday', ['2026-12-08']],
    ['gestern', ['2026-12-08']],
    ['ayer', ['2026-12-08']],
    ['pasado mañana', ['2026-12-11']],
    ['wczoraj', ['2026-12-08']],
    ['ontem', ['2026-12-08']],
    ['tomorrow', ['2026-12-10']],
    ['03/04/2027', ['2027-04-03']],
    ['18/12', ['2026-12-18']],
    ['version 1.2.3, 17.12 EUR 4500.12 and 99/99, 31.02.2026', ['2026-12-17']],
    ['PO 4500012345 for 12 pallets', []],
  ])('%s', (text, days) => {
    expect(daysIn(text, europe).map(({ day }) => day)).toEqual(days);
  });

  it('puts the month first where its writer does', () => {
    expect(daysIn('03/04/2027', { day: '2026-12-09', zone: 'America/Chicago' })[0]?.day).toBe('2027-03-04');
    expect(daysIn('03.04.2027', { day: '2026-12-09', zone: 'America/Chicago' })[0]?.day).toBe('2027-04-03');
  });
});

describe('places that a text names', () => {
  it('by name in several languages and by code, and none in a word', () => {
    const codes = (text: string) => placesIn(text).map(({ code }) => code);
    expect(codes('von Anvers nach Hambourg, then SGSIN')).toEqual(['BEANR', 'DEHAM', 'SGSIN']);
    expect(codes('Köln')).toEqual(['DECGN']);
    expect(codes('Hamburger with antwerpish sauce, PALLET')).toEqual([]);
  });
});

describe('numbers that a text names', () => {
  const found = (text: string) =>
    numbersInText(text, 'us').map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`);
  it.each([
    ['MSKU 711066 4 and MSKU-711066-5', ['container MSKU7110664 BIC']],
    ['container MSKU711066 is late, whose check digit follows', ['container MSKU7110664 BIC']],
    ['container MSKU7110665', []],
    ['AWB 020-02465562, not 020-02465563', ['tracking 020-02465562 IATA']],
    ['pallet (00)340956813812558891', ['tracking 340956813812558891 GS1']],
    ['pallet 340956813812558892', []],
    ['your order 4500118342', ['order 4500118342 us']],
    ['re 4500118342', ['purchase_order 4500118342 us']],
    ['PO-61002 and PO 78-3301', ['purchase_order 78-3301 us', 'purchase_order PO-61002 us']],
    ['zamówienie nr 4500800112', ['order 4500800112 us']],
    ['PRO 884120773', ['tracking 884120773 us']],
    ['at 10-12-2026 for 25 pallets', []],
  ])('%s', (text, numbers) => {
    expect(found(text)).toEqual(numbers);
  });
});

describe('who wrote a mail', () => {
  const said = (dmarc: string, more = {}) =>
    verdicts.parse({
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
      spfVerdict: { status: 'PASS' },
      dkimVerdict: { status: 'PASS' },
      dmarcVerdict: { status: dmarc },
      ...more,
    });
  const ups = carrierOfAddress('pkginfo@ups.com');
  if (ups === undefined) throw new Error('UPS is a carrier');

  it.each([
    ['DMARC passed', 'PASS', '', true],
    ['DMARC failed, whatever signed', 'FAIL', 'amazonses.com; dkim=pass header.i=@ups.com', false],
    ['no policy, the carrier signed', 'GRAY', 'amazonses.com; dkim=pass header.i=@ups.com; dmarc=none', true],
    ['no policy, a domain below the carrier signed', 'GRAY', 'amazonses.com; dkim=pass header.d=mail.ups.com', true],
    [
      'no policy, the carrier sent',
      'GRAY',
      'amazonses.com; spf=pass (spfCheck: domain of ups.com) client-ip=1.2.3.4; envelope-from=x@ups.com; helo=a',
      true,
    ],
    ['somebody else signed', 'GRAY', 'amazonses.com; dkim=pass header.i=@parcels.example', false],
    ['the carrier only in front of a domain', 'GRAY', 'amazonses.com; dkim=pass header.i=@ups.com.example', false],
    [
      'the signature failed',
      'GRAY',
      'amazonses.com; dkim=fail header.i=@ups.com; spf=fail envelope-from=x@ups.com',
      false,
    ],
    ['results that the writer made', 'GRAY', 'mx.example; dkim=pass header.i=@ups.com', false],
    ['nothing is known', 'PROCESSING_FAILED', '', false],
  ])('%s', (_name, dmarc, results, proven) => {
    expect(isProven(ups, said(dmarc), results)).toBe(proven);
  });

  it('lets nobody open a virus, or read spam', () => {
    expect(refusalOf(said('PASS'))).toBeUndefined();
    expect(refusalOf(said('PASS', { virusVerdict: { status: 'FAIL' } }))).toBe('virus');
    expect(refusalOf(said('PASS', { spamVerdict: { status: 'FAIL' } }))).toBe('spam');
    expect(refusalOf(said('PASS', { spamVerdict: { status: 'GRAY' } }))).toBeUndefined();
  });
});
