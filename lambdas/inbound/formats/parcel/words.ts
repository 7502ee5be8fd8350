import { codeOfKind } from './kinds.ts';
import type { KindName, ParcelCode } from './kinds.ts';

/**
 * What carriers write beside a code that only says "exception", the surest first. Read only there: the same words in an ordinary scan may deny what they name. Taken from the descriptions
 * in the public tracking references of UPS, FedEx, DHL and USPS.
 */
const phrases: readonly (readonly [KindName, RegExp])[] = [
  [
    'other',
    /internal activity|no action (is )?(required|needed)|received the (information|documents?|paperwork)|available for clearance|not (yet )?due for delivery/,
  ],
  [
    'customs_released',
    /(?<!\b(not|until|once|be|when|after)\b[^.]{0,20})((released|cleared)( by| from| through)? (the )?(customs|government|clearing agency|agency)|shipment release - (import|export)|customs (has |have )?(released|cleared)|clearance (is |was |has been )?(complete|released))/,
  ],
  ['damaged', /(?<!\b(no|not|without) )damage|destroyed|discarded|disposed of|leak(ing|age)/],
  [
    'returned',
    /return(ed|ing|s)?( \w+){0,4} (to|by) (the )?(sender|shipper|consignor|seller|post)|being returned|(preparing|going|about) to return|(package|parcel|shipment|item) (will |must |to )?be returned/,
  ],
  [
    'lost',
    /\blost\b|(?<!(address|recipient|receiver|customer|consignee|business)[^.]{0,30})cannot be located|tracer|missing (package|parcel|shipment|item)|(package|parcel|shipment|item) (is |was )?missing|(unable|not able) to locate (the |your )?(package|parcel|shipment|item)|(cannot|can't|can not|could not) locate (the |your )?(package|parcel|shipment|item)|(investigation|search)[^.]{0,30}(locate|initiated|begun|progress|for the (package|parcel|shipment))|stolen|\btheft\b/,
  ],
  ['refused', /refus|did not (want|order|accept)/],
  [
    'other',
    /(customer|recipient|receiver|consignee) (has )?requested|as (the )?(customer |recipient |receiver )?requested|at (the )?(customer|recipient|receiver|consignee)('s)? request/,
  ],
  ['uncollected', /not (claimed|collected|picked up)|unclaimed/],
  [
    'weather',
    /weather|snow|storm|hurricane|tornado|flood|earthquake|natural disaster|emergency situation|wildfire|\bstrike\b|civil unrest|(road|airport|port|border|facility|hub|terminal) (is |was )?closed/,
  ],
  [
    'document',
    /(missing|incomplete|additional|required|need|await|wait|pending)[^.]{0,60}(document|paperwork|invoice|waybill|certificate|information (is )?(required )?(for|to)( \w+)? clear|power of attorney)|(customs|clearance|broker|agency)[^.]{0,40}(requires?|needs?|await\w*)[^.]{0,20} information|(document(ation|s)?|paperwork|invoice) (is |are )?(missing|incomplete|incorrect|required|needed|not (available|received|provided))/,
  ],
  ['prohibited', /prohibited|restricted (article|item|good|commodit)|dangerous goods|hazardous|\bseized\b/],
  ['customs', /customs|\bfda\b|\busda\b|clearance|clearing agency|government agency|regulatory/],
  [
    'unpaid',
    /(funds|payment|\bcod\b|duties|charges|money)[^.]{0,30}(required|due|not|unavailable|await)|held for payment|postage due|unable to (collect|obtain)[^.]{0,20}(payment|funds|\bcod\b)/,
  ],
  ['closed', /closed/],
  [
    'address',
    /(incorrect|insufficient|incomplete|wrong|invalid|bad|no such|unknown|missing)[^.]{0,30}(address|street|number|apartment|suite|city|zip|addressee)|(address|(street|apartment|suite|house) number|street name|postal code)[^.]{0,40}(incorrect|incomplete|missing|corrected|needed|required|wrong|invalid)|(address|company or receiver name)[^.]{0,20}(not found|incorrect)|(receiver|recipient|customer|consignee|addressee) (has )?moved|has moved|moved, left|vacant|additional info(rmation)? (is )?(needed |required )?(to|for) deliver|unable to locate( the)? (recipient|receiver|consignee|customer|address|business)/,
  ],
  [
    'absent',
    /(receiver|recipient|customer|consignee|addressee|no one|nobody|resident|authorized)[^.]{0,30}(\bnot\b|unavailable|available|absent|home|in\b)|not (at )?home/,
  ],
  ['undeliverable', /undeliverable|deceased/],
  [
    'missorted',
    /mis-?(sort|rout|sent|load|code)|incorrect(ly)? (facility|route|routed|sorted|loaded)|wrong (facility|route)/,
  ],
  ['mechanical', /mechanical|vehicle|breakdown|accident/],
  [
    'missed',
    /missed|late (flight|trailer|arrival)|flight (is |was )?cancell?ed|not loaded|(arrived|received) after (the )?(courier|final|last|driver|cut)/,
  ],
  ['other', /(request|asked)[^.]{0,40}(future|hold|held|delay|later|pick ?up|change)|future delivery|hold at location/],
  [
    'attempted',
    /attempt(?!ing to (correct|update|obtain|contact|reach))|unable to (be )?deliver|(could not|cannot|not) be delivered|not delivered|no access|notice left|card left|secure location|signature|identification|under ?age|access code|gate code|failed delivery|delivery[^.]{0,10} (failed|unsuccessful|not (successful|possible|completed))|(could|can) ?not be completed/,
  ],
  [
    'available_for_delivery',
    /(ready|available|held|being held)[^.]{0,40} for ([a-z]+ )?(pick-?up|collection)|held at [^.]{0,30}access point/,
  ],
  ['held', /\bheld\b|on hold/],
  [
    'delayed',
    /delay|late\b|holiday|reschedul|next (business|delivery) day|behind|disruption|congestion|traffic|capacity/,
  ],
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
