/**
 * X12 data element 623, time code (ASC X12 releases 004010 to 008050): a zone with daylight saving, or a fixed offset. LT (local) is not here on purpose: it says to look at
 * the place.
 */
const NAMED: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
  AT: 'America/Anchorage',
  HT: 'Pacific/Honolulu',
  NT: 'America/St_Johns',
  TT: 'America/Halifax',
  UT: '+00:00',
  GM: '+00:00',
  ES: '-05:00',
  ED: '-04:00',
  CS: '-06:00',
  CD: '-05:00',
  MS: '-07:00',
  MD: '-06:00',
  PS: '-08:00',
  PD: '-07:00',
  AS: '-09:00',
  AD: '-08:00',
  HS: '-10:00',
  HD: '-09:00',
  NS: '-03:30',
  ND: '-02:30',
  TS: '-04:00',
  TD: '-03:00',
};

/** 01 to 12 are hours east of UTC (ISO P01 to P12), 13 to 24 are 12 to 1 hours west of it (ISO M12 to M01). */
function numbered(): readonly (readonly [string, string])[] {
  return Array.from({ length: 24 }, (_, index) => {
    const hours = index < 12 ? index + 1 : index - 24;
    const sign = hours < 0 ? '-' : '+';
    return [String(index + 1).padStart(2, '0'), `${sign}${String(Math.abs(hours)).padStart(2, '0')}:00`] as const;
  });
}

/** IANA zone or offset by time code. */
export const timeCodes: ReadonlyMap<string, string> = new Map([...Object.entries(NAMED), ...numbered()]);

/** Local time of the place, in words: no zone is sent. */
export const LOCAL_TIME = 'LT';
