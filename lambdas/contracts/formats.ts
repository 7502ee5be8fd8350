/** Formats that a source may be registered with; the translators of `inbound/formats` have these names, and mail is read from its inbox. A test holds both lists together. */
export const formatNames: readonly string[] = [
  'amazon-sp-api',
  'canonical',
  'cloudevents',
  ...['customs-ics', 'customs-ics-cc351a', 'customs-ncts', 'customs-wco-dms'],
  ...['dcsa-an', 'dcsa-arrival-notice', 'dcsa-portcall', 'dcsa-tnt'],
  'dynamics-365',
  ...[
    'edifact',
    'edifact-cuscar',
    'edifact-cusres',
    'edifact-desadv',
    'edifact-iftmbc',
    'edifact-iftsai',
    'edifact-iftsta',
    'edifact-invrpt',
    'edifact-ordrsp',
    'edifact-ostrpt',
    'edifact-recadv',
  ],
  'email',
  'epcis',
  ...['csv', 'csv-export', 'json', 'jsonl', 'netsuite', 'odoo', 'tsv', 'wms-count', 'wms-short-pick', 'xlsx'],
  ...['17track', 'aftership', 'easypost', 'fourkites', 'project44', 'shipengine', 'shippo'],
  ...[
    'carrier-canadapost-xml',
    'carrier-dhl-unified',
    'carrier-dhl-xml',
    'carrier-fedex-aiv',
    'carrier-fedex-json',
    'carrier-fedex-xml',
  ],
  ...[
    'carrier-lasership-json',
    'carrier-ups-json',
    'carrier-ups-trackalert',
    'carrier-ups-xml',
    'carrier-usps-v3',
    'carrier-usps-xml',
  ],
  ...['sap-s4', 'shopify', 'terminal49', 'x12'],
  ...[
    '180',
    '210',
    '214',
    '315',
    '322',
    '350',
    '810',
    '824',
    '846',
    '855',
    '856',
    '857',
    '861',
    '865',
    '870',
    '944',
    '945',
    '947',
    '990',
  ].map((set) => `x12-${set}`),
];

/** What to write instead of a name that nobody knows: those that share a part with it, else a way to all of them. */
export function sayUnknownFormat(name: string): string {
  const parts = new Set(name.toLowerCase().split(/[^a-z0-9]+/));
  const near = formatNames.filter((known) => known.split('-').some((part) => parts.has(part)));
  const mend =
    near.length === 0 ? `write one of ${formatNames.join(', ')}` : `near it are ${near.slice(0, 12).join(', ')}`;
  return `there is no format of that name; ${mend}`;
}
