import type { ExceptionType } from '../../../contracts/index.ts';

/** What is denied, as `plainWords` writes it. */
export const denials =
  /\b(no|not|never|without|nor|isn't|wasn't|hasn't|haven't|aren't) (\w+ ){0,3}(delay\w*|late|damage\w*|lost|missing|short\w*|problem\w*|issues?|exceptions?|refused|reject\w*|held|hold|dispute\w*)|\bno longer (\w+ ){0,2}(delay\w*|late|held|hold|missing|lost|problem|issue|required|needed|necessary)\b|\b(kein\w*|nicht|ohne) (\w+ ){0,3}(verspat\w*|verzoger\w*|beschadig\w*|verloren|fehl\w*|problem\w*)|\b(aucun\w*|pas de|sans) (\w+ ){0,2}(retard\w*|dommage\w*|probleme\w*)|\b(sin|ningun\w*|no hay) (\w+ ){0,2}(retras\w*|dan\w*|problema\w*)|\b(nessun\w*|senza) (\w+ ){0,2}(ritard\w*|dann\w*|problem\w*)|\b(geen|zonder) (\w+ ){0,2}(vertrag\w*|schade|problem\w*)|\bbez (\w+ ){0,2}(opozn\w*|uszkodz\w*)/;

/** What says that trouble is over. */
const OVER =
  /\b(is|are|was|were|been|now|has been|have been|got) (now |fully |since |finally )?(resolved|solved|sorted( out)?|settled|fixed|cleared|released|found|recovered|back on (track|schedule)|closed out)\b|\b(behoben|geklart|erledigt|freigegeben|wieder aufgetaucht)\b|\b(resolu|regle|debloque|liberee?)\b|\b(resuelt[oa]|solucionad[oa]|liberad[oa])\b|\b(risolt[oa]|sbloccat[oa])\b|\b(opgelost|vrijgegeven)\b|\b(rozwiazan[ye]|zwolnion[ae])\b/;

/** Before it: it is not over, or only when something else is. */
const NOT_YET =
  /(\b(not|never|cannot|can't|to be|until|before|once|when|unless|nicht|nie|bis|sobald|pas|jamais|jusqu\S*|avant|no|nunca|hasta|non|mai|finche|niet|nooit|tot|nao|ate|jeszcze)\b|n't\b)[^,.;]{0,25}$/;

export function isSettled(words: string): boolean {
  const found = OVER.exec(words);
  return found !== null && !NOT_YET.test(words.slice(Math.max(0, found.index - 60), found.index));
}

type Cue = readonly [type: ExceptionType, weight: number, pattern: RegExp];

/** 4 says it by itself (9 in 10 against an ordinary mail), 2 only together with another. English, German, French, Spanish, Italian, Dutch, Polish. */
export const cues: readonly Cue[] = [
  [
    'transport.delay',
    4,
    /\b(is|are|was|be|been|running|currently) (\w+ )?(delayed|running late|late by)\b|\bdelayed (by|until|due|because|at|in)\b|\bbehind schedule\b|\bwill (be|arrive|come) (\w+ )?late\b|\b(broke|broken) down\b|\bmissed (the|its|their|our) (connection|connecting|vessel|sailing|cut-?off)|\brolled (over |to )(the )?next (vessel|sailing)/,
  ],
  [
    'transport.delay',
    4,
    /\b(hat|haben|ist|sind|wird|kommt) [^.]{0,40}(verspat|verzoger)\w*|\bverspatet sich|\bverzogert sich|\b(est|sont|sera|a ete) (\w+ )?(retardee?|en retard)|\b(esta|viene|ha sido|se ha|llegara) (\w+ )?(retrasad[oa]|con retraso)|\b(e|e'|sara|arrivera) (\w+ )?in ritardo|\b(is|heeft|loopt) (\w+ )?(vertraagd|vertraging)|\b(jest|bedzie|zostala|zostal) (\w+ )?opoznion\w+/,
  ],
  // From one day to another: hardly anybody writes that it comes earlier.
  [
    'transport.delay',
    4,
    /\b(eta|arrival|berthing|etd|departure)\b[^.]{0,80}\b(changed|revised|moved|slipped|postponed|pushed|shifted|updated|amended) from\b|\b(eta|ankunft|abfahrt|etd)\b[^.]{0,80}\b(von|vom) .{1,30} auf\b|\b(eta|etd|arrivee|depart)\b[^.]{0,60}\b(passe|passee|modifiee?|decalee?|reportee?) du\b|\b(eta|etd|llegada|salida)\b[^.]{0,60}\b(cambia|cambio|pasa|paso|modificad[oa]) del\b|\b(eta|etd|arrivo|partenza)\b[^.]{0,60}\b(passa|spostat[oa]|cambiat[oa]|posticipat[oa]) dal\b|\b(eta|etd|aankomst|vertrek)\b[^.]{0,60}\b(gewijzigd|verschoven|verplaatst) van\b|\b(kommt|trifft|liefer\w*|ankunft|ankommen|eintreffen)\b[^.]{0,60}\berst (am|gegen|ab|nachste\w*|in|morgen|ubermorgen|ende|anfang|kw|montag|dienstag|mittwoch|donnerstag|freitag|samstag)\b/,
  ],
  ['transport.delay', 2, /\b(delay|late|stuck|hold-?up|breakdown|strike|congestion|rescheduled|pushed back|new eta)\b/],
  ['transport.delay', 2, /\b(verspatung|verzogerung|streik|stau|retard|retraso|ritardo|vertraging|opoznienie)\b/],
  [
    'transport.milestone_missed',
    4,
    /\b(driver|truck|carrier|trucker|haulier|pick-?up)( \w+){0,3} (never|did not|didn't|has not|hasn't|failed to) (show|come|arrive|turn|pick|appear|happen)|\bnot (been )?(picked up|collected) (yet|as)|\bno[- ]show\b|\bfahrer (ist )?nicht (erschienen|gekommen)|\bnicht abgeholt\b|\bpas ete enleve/,
  ],
  [
    'transport.milestone_missed',
    2,
    /\bno (update|scan|tracking|movement|news)\b|\bhas not (moved|been scanned)|\bstill waiting for (the )?(truck|driver|pick-?up)/,
  ],
  [
    'transport.delivery_failed',
    4,
    /\b(delivery|attempt) (was |has )?(failed|unsuccessful|refused)|\b(receiver|consignee|customer|warehouse|dock|store|they|site)( \w+){0,3} (refused|rejected|turned (us|the|it|him) away|was closed)\b|\b(refused|rejected) (the )?(delivery|load|shipment|goods)|\b(could not|couldn't|unable to|cannot|can't) (be )?(deliver|unload|complete (the )?delivery)|\breturn(ed|ing)? to (sender|shipper)/,
  ],
  [
    'transport.delivery_failed',
    4,
    /\bannahme (wurde )?verweigert|\bnicht (zugestellt|angenommen|entladen)|\bzustellung [^.]{0,30}(fehlgeschlagen|nicht moglich)|\brefuse (la livraison|le chargement|la marchandise)|\b(pas pu|impossible de) (\w+ )?livr|\brechaz(o|aron|ada|ado)\b|\bno (se )?(pudo|ha podido) entregar|\b(rifiutat[oa]|rifiuta la consegna)|\bgeweigerd\b|\bodmowil\w* przyjecia/,
  ],
  [
    'transport.delivery_failed',
    2,
    /\b(wrong address|nobody (there|on site|home)|gate closed|missed (the |our )?(slot|appointment))\b/,
  ],
  [
    'transport.capacity_rejected',
    4,
    /\b(tender|load|booking) (was |has been |is )?(rejected|declined|cancelled by the carrier)|\b(cannot|can't|unable to|have to) (cover|accept|take|decline|give back) (this |the |that |your )?(load|tender|shipment|booking)|\bno (truck|trucks|capacity|equipment|driver) (is |are )?available\b|\bkeine (kapazitat|fahrzeuge|lkw)/,
  ],
  [
    'transport.detention',
    4,
    /\b(detention|demurrage)( \w+){0,3} (is|are|charges|has|have|started|accru|due|apply|applies|invoice)|\b(on|in|into|incurring|accruing|accrued) (detention|demurrage)|\bbeen (waiting|sitting)( \w+){0,4} (hours?|days?)\b|\bstandgeld\b|\bsurestaries\b/,
  ],
  [
    'transport.lost',
    4,
    /\b(is|are|was|were|went|been|has gone) (\w+ )?(lost|missing|stolen)\b|\b(cannot|can't|could not|couldn't|unable to) (be )?(locate|located|find|found|trace)\b|\b(verloren gegangen|verschollen|gestohlen|nicht auffindbar)\b|\b(perdue?|volee?|introuvable)\b|\b(perdid[oa]|robad[oa]|extraviad[oa])\b|\b(smarrit[oa]|rubat[oa])\b|\b(zoekgeraakt|gestolen)\b|\b(zaginel|skradzion)\w*/,
  ],
  [
    'cargo.damaged',
    4,
    /\b(is|are|was|were|been|arrived|came|got|received|delivered|badly|severely) (\w+ ){0,2}(damaged|crushed|broken|soaked|wet|torn|dented|leaking)\b|\b(wurde|wurden|ist|sind|kam|kamen) [^.]{0,40}beschadigt|\b(est|sont|arrive\w*|ete) (\w+ )?(endommage|abime|casse)\w*|\b(lleg\w+|esta|estan) (\w+ )?(danad|rot)\w+|\b(e|sono|arrivat\w) (\w+ )?danneggiat\w+|\b(is|zijn|was|waren) (\w+ )?beschadigd|\buszkodzon\w+/,
  ],
  ['cargo.damaged', 2, /\b(damage|damages|schaden|schade|dommages?|danos?|danni|forklift|crushed|leaking)\b/],
  [
    'cargo.temperature_excursion',
    4,
    /\b(temperature|temp|reefer)( \w+){0,5} (excursion|exceeded|above|rose|out of range|alarm|too (high|warm))|\b(reefer|refrigeration|cooling)( \w+){0,3} (failed|failure|broke|off|stopped)|\bkuhlkette (wurde )?unterbrochen|\brupture de la chaine du froid/,
  ],
  [
    'cargo.mis_shipped',
    4,
    /\b(received|sent|shipped|delivered|got) (\w+ ){0,2}wrong (item|product|goods|pallet|sku|order|material|article)|\bwrong (item|product|goods|pallet|sku|material)s? (was|were|has|have|arrived|delivered|received|shipped)|\bfalsche\w* (ware|artikel|lieferung|produkt)|\bmauvais (produit|article)|\bproducto equivocado/,
  ],
  [
    'inventory.shortfall',
    4,
    /\b(out of stock|stock-?out|insufficient (stock|inventory)|not enough (stock|inventory))\b|\bnicht (mehr )?auf lager|\brupture de stock|\bsin existencias/,
  ],
  [
    'inventory.mismatch',
    4,
    /\b(count|inventory|stock)( \w+){0,4} (does not|doesn't|do not|don't) (match|agree|tally)|\bshort(ed)? (by )?\d+\b|\b\d+ (\w+ )?(short|missing)\b|\b(received|counted) only \d+|\bonly (received|got|counted|delivered) \d+|\bfehlmenge\b|\bes fehlen \d+|\bil manque \d+|\bfaltan \d+/,
  ],
  [
    'supply.late',
    4,
    /\b(supplier|vendor|factory|plant|production)( \w+){0,5} (delay\w*|late|postponed|behind|slip\w*)|\bcannot (ship|deliver) (\w+ ){0,4}(before|until)\b|\blieferant [^.]{0,40}(verspat|verzoger)/,
  ],
  [
    'supply.shortfall',
    4,
    /\b(can|could|will) only (ship|supply|deliver|confirm) (\w+ )?\d+|\bback-?ordered\b|\bon back-?order\b|\bpartial (quantity|shipment) only\b/,
  ],
  [
    'compliance.customs_hold',
    4,
    /\b(held|stuck|stopped|detained|blocked|on hold) (\w+ )?(by|in|at|with) (\w+ )?(customs|cbp|border|the border)|\bcustoms( \w+){0,4} (hold|holding|inspection|exam|examination|detained|seized|rejected|stopped)|\b(zoll|zollamt)\b[^.]{0,40}(festgehalten|angehalten|gestoppt|beschau)|\b(bloque|retenu)\w* (\w+ )?(en|a la|par la) douane|\bretenid[oa] (en|por) (la )?aduana|\b(ferm[oa]|bloccat[oa]) (in|alla|dalla) dogana|\b(vast|tegengehouden) (bij|door) (de )?douane|\bzatrzyman\w+ (przez|w|na) (urzad|clo|celn|odpraw)/,
  ],
  [
    'compliance.document_missing',
    4,
    /\b(missing|without|lacking|still need|waiting for|require|awaiting) (the |a |an |your |some )?(commercial invoice|packing list|certificate|documents?|paperwork|bill of lading|customs documents?|export declaration|permit|licen[cs]e|eur\.?1)|\b(commercial invoice|packing list|certificate|documents?|paperwork|permit|licen[cs]e)( \w+){0,3} (is|are|was|were) (\w+ )?(missing|incomplete|not attached)|\b(papiere|dokumente|handelsrechnung) [^.]{0,20}(fehlen|fehlt)|\bdocuments? manquants?|\bfaltan? (los )?documentos|\bdocumenti mancanti/,
  ],
  [
    'finance.invoice_dispute',
    4,
    /\b(dispute|disputing|wrong|incorrect|overcharged|overbilled|double billed)( \w+){0,4} (invoice|charge|charges|amount|rate|price)\b|\binvoice( \w+){0,4} (is|was) (\w+ )?(wrong|incorrect|disputed|too high)|\bovercharged\b|\brechnung [^.]{0,30}(falsch|nicht korrekt|stimmt nicht)|\bfacture [^.]{0,20}(erronee|incorrecte)/,
  ],
  [
    'finance.pod_dispute',
    4,
    /\b(pod|proof of delivery)( \w+){0,4} (missing|wrong|incorrect|not signed|unsigned|disputed|shows)|\b(marked|shown|shows|says|status|tracking)( \w+){0,3} delivered( \w+){0,4} (but|not)\b|\bnever (received|arrived|got)( it| them| the)?\b/,
  ],
];
