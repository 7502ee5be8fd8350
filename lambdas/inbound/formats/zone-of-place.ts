import { COUNTRIES } from './zones-of-countries.ts';

/**
 * Zone of a US state or Canadian province by its usual code. A state that lies in two zones has that of most of its people (IANA time zone database, zone1970.tab); who
 * needs better sends a time code.
 */
const NORTH_AMERICA: Readonly<Record<string, string>> = {
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

/** States of Australia and Brazil by their codes (ISO 3166-2), as above. */
const AUSTRALIA: Readonly<Record<string, string>> = {
  'Australia/Sydney': 'ACT NSW',
  'Australia/Melbourne': 'VIC',
  'Australia/Brisbane': 'QLD',
  'Australia/Adelaide': 'SA',
  'Australia/Perth': 'WA',
  'Australia/Hobart': 'TAS',
  'Australia/Darwin': 'NT',
};
const BRAZIL: Readonly<Record<string, string>> = {
  'America/Sao_Paulo': 'DF ES GO MG PR RJ RS SC SP',
  'America/Bahia': 'BA',
  'America/Fortaleza': 'CE MA PB PI RN',
  'America/Recife': 'PE',
  'America/Maceio': 'AL SE',
  'America/Belem': 'AP PA',
  'America/Araguaina': 'TO',
  'America/Manaus': 'AM RR',
  'America/Porto_Velho': 'RO',
  'America/Rio_Branco': 'AC',
  'America/Cuiaba': 'MT',
  'America/Campo_Grande': 'MS',
};

/** Ports and hubs of countries with several zones, as UN/LOCODE writes them (UNECE Recommendation 16): ocean and rail seldom name a state beside them. */
const PORTS: Readonly<Record<string, string>> = {
  'America/New_York':
    'USATL USBAL USBOS USCHS USCLE USCLT USCMH USDET USEWR USILM USIND USJAX USMIA USNYC USORF USPEF USPHL USSAV USTPA',
  'America/Chicago': 'USCHI USDAL USHOU USMEM USMES USMKC USMOB USMSY USSTL',
  'America/Denver': 'USDEN USSLC',
  'America/Los_Angeles': 'USLAX USLGB USOAK USPDX USSAN USSEA USSFO USTIW',
  'America/Anchorage': 'USANC',
  'Pacific/Honolulu': 'USHNL',
  'America/Toronto': 'CAMTR CATOR',
  'America/Halifax': 'CAHAL CASJB',
  'America/Vancouver': 'CAPRR CAVAN',
  'America/Edmonton': 'CACAL CAEDM',
  'America/Winnipeg': 'CAWNP',
  'America/Mexico_City': 'MXATM MXLZC MXMEX MXTAM MXVER MXZLO',
  'America/Tijuana': 'MXESE MXTIJ',
  'America/Sao_Paulo': 'BRITG BRITJ BRNVT BRPNG BRRIG BRRIO BRSAO BRSSZ BRVIX',
  'America/Bahia': 'BRSSA',
  'America/Recife': 'BRREC BRSUA',
  'America/Fortaleza': 'BRFOR BRPEC',
  'America/Manaus': 'BRMAO',
  'Australia/Sydney': 'AUSYD',
  'Australia/Melbourne': 'AUMEL',
  'Australia/Brisbane': 'AUBNE AUTSV',
  'Australia/Perth': 'AUFRE AUPER',
  'Australia/Adelaide': 'AUADL',
  'Australia/Darwin': 'AUDRW',
  'Europe/Moscow': 'RULED RUMOW RUNVS',
  'Asia/Vladivostok': 'RUVVO',
  'Asia/Jakarta': 'IDBLW IDJKT IDSRG IDSUB IDTPP',
  'Atlantic/Canary': 'ESLPA ESSCT',
  'Atlantic/Madeira': 'PTFNC',
  'Atlantic/Azores': 'PTPDL',
};

const byCode = (zones: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(zones).flatMap(([zone, codes]) => codes.split(' ').map((code) => [code, zone] as const)));

const northAmerica = byCode(NORTH_AMERICA);
const zonesOfRegions: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  US: northAmerica,
  CA: northAmerica,
  AU: byCode(AUSTRALIA),
  BR: byCode(BRAZIL),
};
const zoneOfPort = byCode(PORTS);
const zoneOfCountry: ReadonlyMap<string, string> = new Map(
  Object.entries(COUNTRIES).flatMap(([area, countries]) =>
    countries.split(' ').map((one) => [one.slice(0, 2), `${area}/${one.slice(3)}`] as const),
  ),
);

export interface Where {
  readonly region?: string | undefined;
  readonly country?: string | undefined;
  /** UN/LOCODE, or a code of another list, which tells nothing. */
  readonly code?: string | undefined;
}

/** IANA zone of a place, or undefined where the place does not tell. A region without a country is taken for North American, where X12 is spoken. */
export function zoneOfPlace({ region, country, code }: Where): string | undefined {
  const ofPort = code !== undefined && isOf(country, code) ? zoneOfPort.get(code) : undefined;
  if (ofPort !== undefined) return ofPort;
  if (country === undefined) return northAmerica.get(region ?? '');
  return Object.hasOwn(zonesOfRegions, country)
    ? zonesOfRegions[country]?.get(region?.toUpperCase() ?? '')
    : zoneOfCountry.get(country);
}

function isOf(country: string | undefined, code: string): boolean {
  return country === undefined || code.startsWith(country);
}
