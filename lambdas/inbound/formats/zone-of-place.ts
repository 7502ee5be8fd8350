/**
 * Zone of a US state or Canadian province by its usual code. A state that lies in two zones has that of most of its people (IANA time zone database, zone1970.tab); who
 * needs better sends a time code.
 */
const BY_REGION: Readonly<Record<string, string>> = {
  'America/New_York': 'CT DE DC FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV',
  'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
  'America/Denver': 'CO ID MT NM UT WY',
  'America/Phoenix': 'AZ',
  'America/Los_Angeles': 'CA NV OR WA',
  'America/Anchorage': 'AK',
  'Pacific/Honolulu': 'HI',
  'America/Puerto_Rico': 'PR VI',
  'Pacific/Guam': 'GU MP',
  'America/Toronto': 'ON QC PQ',
  'America/Halifax': 'NB NS PE',
  'America/St_Johns': 'NL NF',
  'America/Winnipeg': 'MB',
  'America/Regina': 'SK',
  'America/Edmonton': 'AB NT',
  'America/Iqaluit': 'NU',
  'America/Vancouver': 'BC',
  'America/Whitehorse': 'YT',
};

/** Countries that one zone tells; the mainland's, where islands differ. Those with several (US, CA, BR, AU, RU, ID ...) tell nothing without a region. */
const BY_COUNTRY: Readonly<Record<string, string>> = {
  AE: 'Asia/Dubai',
  AR: 'America/Argentina/Buenos_Aires',
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  CH: 'Europe/Zurich',
  CN: 'Asia/Shanghai',
  CO: 'America/Bogota',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  EG: 'Africa/Cairo',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HK: 'Asia/Hong_Kong',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IL: 'Asia/Jerusalem',
  IN: 'Asia/Kolkata',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MA: 'Africa/Casablanca',
  MY: 'Asia/Kuala_Lumpur',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PA: 'America/Panama',
  PE: 'America/Lima',
  PH: 'Asia/Manila',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  SA: 'Asia/Riyadh',
  SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  TH: 'Asia/Bangkok',
  TR: 'Europe/Istanbul',
  TW: 'Asia/Taipei',
  VN: 'Asia/Ho_Chi_Minh',
  ZA: 'Africa/Johannesburg',
};

const zoneOfRegion = new Map(
  Object.entries(BY_REGION).flatMap(([zone, regions]) => regions.split(' ').map((region) => [region, zone] as const)),
);
const zoneOfCountry = new Map(Object.entries(BY_COUNTRY));

export interface Where {
  readonly region?: string | undefined;
  readonly country?: string | undefined;
}

/** IANA zone of a place, or undefined where the place does not tell. A region without a country is taken for North American, where X12 is spoken. */
export function zoneOfPlace({ region, country }: Where): string | undefined {
  if (country === undefined || country === 'US' || country === 'CA') return zoneOfRegion.get(region ?? '');
  return zoneOfCountry.get(country);
}
