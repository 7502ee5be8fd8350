import { describe, expect, it } from 'vitest';
import { timeCodes } from '../../../lambdas/inbound/formats/x12/codes/time-code.ts';
import { readTime } from '../../../lambdas/inbound/formats/x12/read-time.ts';
import { zoneOfPlace } from '../../../lambdas/inbound/formats/zone-of-place.ts';
import { COUNTRIES } from '../../../lambdas/inbound/formats/zones-of-countries.ts';

const at = (date: string, time: string, code: string, where = {}, zone = 'Europe/Berlin') => {
  const read = readTime(date, time, code, where, zone);
  return 'bad' in read ? read.bad : `${read.occurredAt} ${read.timeBasis}`;
};

describe('a time code that was sent', () => {
  it.each([
    // Winter and summer of the zones with daylight saving.
    ['ET', '20260115', '-05:00'],
    ['ET', '20260715', '-04:00'],
    ['CT', '20260115', '-06:00'],
    ['CT', '20260715', '-05:00'],
    ['MT', '20260115', '-07:00'],
    ['MT', '20260715', '-06:00'],
    ['PT', '20260115', '-08:00'],
    ['PT', '20260715', '-07:00'],
    ['AT', '20260115', '-09:00'],
    ['AT', '20260715', '-08:00'],
    ['HT', '20260715', '-10:00'],
    ['NT', '20260115', '-03:30'],
    ['NT', '20260715', '-02:30'],
    ['TT', '20260115', '-04:00'],
    ['TT', '20260715', '-03:00'],
    // Fixed ones stay what they say, also in the wrong season.
    ['ES', '20260715', '-05:00'],
    ['ED', '20260115', '-04:00'],
    ['CS', '20260715', '-06:00'],
    ['CD', '20260115', '-05:00'],
    ['MS', '20260715', '-07:00'],
    ['MD', '20260115', '-06:00'],
    ['PS', '20260715', '-08:00'],
    ['PD', '20260115', '-07:00'],
    ['AS', '20260715', '-09:00'],
    ['AD', '20260115', '-08:00'],
    ['HS', '20260715', '-10:00'],
    ['HD', '20260715', '-09:00'],
    ['NS', '20260715', '-03:30'],
    ['ND', '20260115', '-02:30'],
    ['TS', '20260715', '-04:00'],
    ['TD', '20260115', '-03:00'],
    ['UT', '20260715', '+00:00'],
    ['GM', '20260715', '+00:00'],
    ['01', '20260715', '+01:00'],
    ['12', '20260715', '+12:00'],
    ['13', '20260715', '-12:00'],
    ['19', '20260715', '-06:00'],
    ['24', '20260715', '-01:00'],
  ])('%s on %s is %s, whatever the place', (code, date, offset) => {
    const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    expect(at(date, '1630', code, { region: 'HI', country: 'US' })).toBe(`${day}T16:30:00.000${offset} sent`);
  });

  it('is every code of the list but local time', () => {
    expect(timeCodes.size).toBe(26 + 24);
    expect(timeCodes.has('LT')).toBe(false);
    expect([timeCodes.has('00'), timeCodes.has('25')]).toEqual([false, false]);
  });
});

describe('no time code, or local time', () => {
  it.each([
    ['of the state', { region: 'VT', country: 'US' }, '-05:00 place'],
    ['of the state without a country', { region: 'VT' }, '-05:00 place'],
    ['of the province', { region: 'BC', country: 'CA' }, '-08:00 place'],
    ['of a province that keeps standard time', { region: 'SK', country: 'CA' }, '-06:00 place'],
    ['of Arizona, which keeps standard time', { region: 'AZ', country: 'US' }, '-07:00 place'],
    ['of the country', { country: 'GB' }, '+00:00 place'],
    ['of the country, and not of a state of the same letters', { region: 'CA', country: 'IT' }, '+01:00 place'],
    ['of the source, where the country has several', { country: 'US' }, '+01:00 source'],
    ['of the source, where the state is unknown', { region: 'XX', country: 'US' }, '+01:00 source'],
    ['of the source, where nothing is known', {}, '+01:00 source'],
    ['of the source, where the place is a word that every object knows', { country: 'constructor' }, '+01:00 source'],
  ])('is read in the zone %s', (_which, where, expected) => {
    for (const code of ['', 'LT', 'XX'])
      expect(at('20260115', '0900', code, where)).toBe(`2026-01-15T09:00:00.000${expected}`);
  });

  it('is read in UTC where the source was registered with no zone of this world', () => {
    expect(at('20260115', '0900', '', {}, 'Mars/Olympus')).toBe('2026-01-15T09:00:00.000+00:00 source');
  });

  it('knows only zones that are there', () => {
    const regions =
      'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR AB BC MB NB NL NS NT NU ON PE QC SK YT';
    for (const region of regions.split(' ')) {
      const zone = zoneOfPlace({ region });
      expect(zone, region).toBeDefined();
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });
});

describe('the zone of a place', () => {
  it.each<[object, string | undefined]>([
    [{ country: 'NZ', code: 'AKL' }, 'Pacific/Auckland'],
    [{ country: 'KE' }, 'Africa/Nairobi'],
    [{ country: 'AR' }, 'America/Argentina/Buenos_Aires'],
    [{ country: 'US' }, undefined],
    [{ country: 'US', code: 'USLGB' }, 'America/Los_Angeles'],
    [{ code: 'USNYC' }, 'America/New_York'],
    [{ country: 'MX', code: 'MXZLO' }, 'America/Mexico_City'],
    [{ country: 'MX' }, undefined],
    [{ country: 'AU', region: 'WA' }, 'Australia/Perth'],
    [{ country: 'US', region: 'WA' }, 'America/Los_Angeles'],
    [{ region: 'WA' }, 'America/Los_Angeles'],
    [{ country: 'BR', region: 'AM' }, 'America/Manaus'],
    [{ country: 'ES', code: 'ESLPA' }, 'Atlantic/Canary'],
    [{ country: 'ES', code: 'ESBCN' }, 'Europe/Madrid'],
    // A port of another country is a slip of somebody: the country stands.
    [{ country: 'FR', code: 'USNYC' }, 'Europe/Paris'],
    [{ country: 'XX' }, undefined],
    [{ country: '__proto__' }, undefined],
    [{}, undefined],
  ])('%j is in %s', (where, zone) => {
    expect(zoneOfPlace(where)).toBe(zone);
  });

  it('is one of this world, for each country', () => {
    for (const [area, countries] of Object.entries(COUNTRIES))
      for (const one of countries.split(' ')) {
        expect(zoneOfPlace({ country: one.slice(0, 2) }), one).toBe(`${area}/${one.slice(3)}`);
        expect(() => new Intl.DateTimeFormat('en', { timeZone: `${area}/${one.slice(3)}` })).not.toThrow();
      }
  });
});

describe('the two changes of daylight saving', () => {
  it.each([
    // 2026-03-08, 02:00 becomes 03:00 in the United States and Canada.
    ['before the gap', '20260308', '0159', '2026-03-08T01:59:00.000-05:00'],
    ['in the gap, which is moved on', '20260308', '0230', '2026-03-08T03:30:00.000-04:00'],
    ['after the gap', '20260308', '0300', '2026-03-08T03:00:00.000-04:00'],
    // 2026-11-01, 02:00 becomes 01:00.
    ['before the hour that comes twice', '20261101', '0059', '2026-11-01T00:59:00.000-04:00'],
    ['in the hour that comes twice, which is the first', '20261101', '0130', '2026-11-01T01:30:00.000-04:00'],
    ['after it', '20261101', '0200', '2026-11-01T02:00:00.000-05:00'],
  ])('%s', (_when, date, time, expected) => {
    expect(at(date, time, 'ET')).toBe(`${expected} sent`);
    expect(at(date, time, 'LT', { region: 'NY' })).toBe(`${expected} place`);
    // What is remembered of one time is not told of another.
    expect(at(date, time, 'ET')).toBe(`${expected} sent`);
  });

  it('are those of the place: Europe changes on other days', () => {
    expect(at('20260329', '0230', '', { country: 'DE' })).toBe('2026-03-29T03:30:00.000+02:00 place');
    expect(at('20260308', '0230', '', { country: 'DE' })).toBe('2026-03-08T02:30:00.000+01:00 place');
  });
});

describe('dates and times', () => {
  it.each([
    ['20260302', '0742', '2026-03-02T07:42:00.000-05:00 sent'],
    ['20260302', '074215', '2026-03-02T07:42:15.000-05:00 sent'],
    ['20260302', '0742159', '2026-03-02T07:42:15.900-05:00 sent'],
    ['20260302', '07421599', '2026-03-02T07:42:15.990-05:00 sent'],
    ['20260302', '', '2026-03-02T00:00:00.000-05:00 sent'],
    ['260302', '2359', '2026-03-02T23:59:00.000-05:00 sent'],
    ['20240229', '0000', '2024-02-29T00:00:00.000-05:00 sent'],
    ['20260229', '0000', 'date'],
    ['20261301', '0000', 'date'],
    ['20260400', '0000', 'date'],
    ['20260431', '0000', 'date'],
    ['2026-03-02', '0000', 'date'],
    ['18991231', '0000', 'date'],
    ['21000101', '0000', 'date'],
    ['2026030', '0000', 'date'],
    ['20260302', '2400', 'time'],
    ['20260302', '2360', 'time'],
    ['20260302', '235960', 'time'],
    ['20260302', '742', 'time'],
    ['20260302', '07:42', 'time'],
    ['20260302', '074215999', 'time'],
  ])('%s %s: %s', (date, time, expected) => {
    expect(at(date, time, 'ES')).toBe(expected);
  });

  it('says whether only a day was sent', () => {
    expect(readTime('20260302', '', 'ES', {}, 'UTC')).toMatchObject({ hasClock: false });
    expect(readTime('20260302', '0000', 'ES', {}, 'UTC')).toMatchObject({ hasClock: true });
  });
});
