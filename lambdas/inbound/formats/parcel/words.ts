import { codeOfKind } from './kinds.ts';
import type { KindName, ParcelCode } from './kinds.ts';

/**
 * What carriers write beside a code that only says "exception", the surest first. Read only there: the same words in an ordinary scan may deny what they name. Taken from the descriptions
 * in the public tracking references of UPS, FedEx, DHL and USPS.
 */
const phrases: readonly (readonly [KindName, RegExp])[] = [
  ['other', /internal activity|no action (is )?(required|needed)/],
  [
    'customs_released',
    /(released|cleared) (by|from) (the )?(customs|government)|clearance (is |was )?(complete|released)/,
  ],
  ['returned', /return(ed|ing|s)?( \w+){0,4} (to|by) (the )?(sender|shipper|consignor|seller|post)|being returned/],
  ['lost', /\blost\b|cannot be located|tracer|missing (package|parcel|shipment|item)/],
  ['damaged', /damage/],
  ['refused', /refus|did not (want|order|accept)/],
  ['uncollected', /not (claimed|collected|picked up)|unclaimed/],
  ['weather', /weather|snow|hurricane|tornado|flood|natural disaster|emergency situation|wildfire/],
  [
    'document',
    /(missing|incomplete|additional|required|need|await|pending)[^.]{0,60}(document|paperwork|invoice|waybill|information (is )?(required )?(for|to)( \w+)? clear)|(document(ation|s)?|paperwork|invoice) (is |are )?(missing|incomplete|incorrect|required|needed|not (available|received|provided))/,
  ],
  ['customs', /customs|clearance|clearing agency|government agency|regulatory/],
  [
    'unpaid',
    /(funds|payment|\bcod\b|duties|charges|money)[^.]{0,30}(required|due|not|unavailable|await)|held for payment/,
  ],
  ['closed', /closed/],
  [
    'address',
    /(incorrect|insufficient|incomplete|wrong|invalid|bad|no such|unknown|missing)[^.]{0,30}(address|street|number|apartment|suite|city|zip|addressee)|(address|(street|apartment|suite|house) number|street name|postal code)[^.]{0,40}(incorrect|incomplete|missing|corrected|needed|required|wrong|invalid)|has moved|moved, left|vacant/,
  ],
  [
    'absent',
    /(receiver|recipient|customer|consignee|addressee|no one|nobody|resident|authorized)[^.]{0,30}(not|unavailable|available|absent|home|in\b)|not (at )?home/,
  ],
  ['missorted', /mis-?(sort|rout|sent|load|code)|incorrect (facility|route)|wrong (facility|route)/],
  ['mechanical', /mechanical|vehicle|breakdown|accident/],
  ['missed', /missed|late (flight|trailer|arrival)|not (due|loaded)/],
  ['other', /(request|asked)[^.]{0,40}(future|hold|held|delay|later|pick ?up|change)|future delivery|hold at location/],
  [
    'attempted',
    /attempt|unable to (be )?deliver|(could not|cannot|not) be delivered|not delivered|no access|notice left|secure location|signature/,
  ],
  [
    'available_for_delivery',
    /(ready|available|held|being held)[^.]{0,40} for ([a-z]+ )?(pick-?up|collection)|held at [^.]{0,30}access point/,
  ],
  ['held', /\bheld\b|on hold/],
  ['delayed', /delay|late\b|holiday|reschedul|next (business|delivery) day|behind/],
];

/** What the carrier's own words say of an exception; undefined where they say nothing that we know. */
export function meaningInWords(text: string | undefined): ParcelCode | undefined {
  if (text === undefined) return undefined;
  const words = text.slice(0, MOST_READ).toLowerCase();
  const found = phrases.find(([, pattern]) => pattern.test(words));
  return found === undefined ? undefined : codeOfKind(found[0], text.slice(0, MOST_READ));
}

/** Descriptions are a line long. */
const MOST_READ = 300;
