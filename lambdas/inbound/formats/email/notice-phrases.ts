import type { KindName } from '../parcel/kinds.ts';

/** A carrier says that something has gone wrong, but not what: its own words are read for that. */
export type NoticeKind = KindName | 'exception';

type Phrases = readonly (readonly [NoticeKind, RegExp])[];

/**
 * What notices say, the surest first, as `plainWords` writes them. Subjects of UPS, FedEx, USPS, DHL, Evri, Royal Mail, DPD Poland, InPost, GLS, Purolator and Amazon were looked up as Mail and Packages of Home
 * Assistant knows them; the other wordings and languages are from memory of such notices, and nobody has published a list of them.
 */
export const troublePhrases: Phrases = [
  [
    'returned',
    /\b(is|are|was|being|been|will be) (being )?(returned|sent back) to (the |its )?(sender|shipper|seller|amazon)|\breturn(ing)? to sender\b|wird an den absender zuruck|zuruck an (den )?absender|retour(nee?)? a l'expediteur|retourne a l'expediteur|devuelt[oa] al remitente|devolucion al remitente|reso al mittente|retour (aan )?afzender|zwroco\w+ do nadawcy|retur(neras|neret)? (till|til) (avsandar|afsender|avsender)|palautetaan lahettaja|zwrot do nadawcy/,
  ],
  [
    'damaged',
    /\b(has been|was|were|is|been) damaged\b|(wurde|ist) beschadigt|(a ete|est) endommage|(esta|resulto) danad|danneggiat|is beschadigd|uszkodzon|(har|blivit|ar|er) (blitt )?(skad(at|ad|et)|beskadiget)|vaurioitunut|破損|\bdamage has been reported/,
  ],
  [
    'lost',
    /\b(has been|was|is|may be|appears to be|been) lost\b|unable to locate your|(ist|ging) verloren|a ete perdu|se ha perdido|zaginel|zoekgeraakt|(forsvunnit|bortkommet|gaet tabt)|kadonnut|紛失/,
  ],
  [
    'refused',
    /\b(was|has been) refused\b|refused by (the )?(recipient|customer|receiver)|annahme verweigert|(a ete )?refuse par|rechazad[oa] por|odmow\w+ przyjecia/,
  ],
  [
    'attempted',
    /\bdelivery attempt(ed)?\b(?! (is|will))|\battempted (delivery|to deliver)|\b(tried|attempted) to deliver|\b(we |you )missed (you\b|your (delivery|parcel|package))|\bsorry we missed you|\b(unable|not able|could not be|couldn't be|could not|couldn't|cannot|can't|failed) (to )?(be )?(deliver|complete (your |the )?delivery)|\bdelivery (was |has )?(unsuccessful|failed)|\b(un)successful delivery attempt|\bundeliverable\b|\bnotice left\b|zustellversuch|(konnte|konnten) [^.]{0,60}(zugestellt|zustellen|geliefert)|nicht (zugestellt|angetroffen)|zustellung (war )?(nicht (erfolgreich|moglich)|fehlgeschlagen)|(pas pu|n'a pu) (etre )?livre|pas pu (vous )?(livrer|remettre)|(tentative de livraison|livraison) (infructueuse|manquee|echouee)|no (se )?(ha|hemos) podido (ser )?entrega|intento de entrega|entrega fallida|non (e|siamo) (stato |riusciti )?(possibile )?(a )?consegna|tentativo di consegna|consegna (fallita|non riuscita)|niet (kunnen )?(bezorg|afgeleverd|afleveren)|(bezorging|levering) (is )?mislukt|gemist|nao (foi possivel|conseguimos) entregar|nie (udalo sie|moglismy|zostala) (nam )?(doreczy|dostarczy|doreczona|dostarczona)|nieudan\w+ (prob\w+ )?doreczeni|\bavis de passage\b|(en|pendant|durant) votre absence|\bmancata consegna\b|destinatario assente|\bin giacenza\b|ausencia del destinatario|destinatario ausente|\bausente (en )?reparto|\bawizo\b|nie zasta(l|la|lismy)\b|\bniet thuis\b|(kunde inte|kunne ikke) (leverer|levereras|leveres|lamnas|utleveres)|ei voitu (toimittaa|luovuttaa)|配達てきません|お届けてきません/,
  ],
  [
    'customs',
    /\b(held|stopped|detained) (by|in|at) customs|customs (hold|delay)|\bclearance delay|(beim|vom) zoll (angehalten|festgehalten)|bloque \w* ?(en|par la) douane|retenid[oa] en aduana|fermo in dogana|zatrzyman\w+ (przez|w) (urzad celny|urzedzie celnym)/,
  ],
  [
    'document',
    /\b(information|documents?|documentation|paperwork|invoice) (is |are )?(still )?(required|needed|missing)[^.]{0,40}\b(customs|clear)|\b(customs|clearance)[^.]{0,40}(requires?|needs?) (additional|more|further|missing) (information|document)/,
  ],
  [
    'unpaid',
    /\b(customs |import |handling )?(fee|charge|duty|duties|taxes|vat) (to pay|to be paid|(is|are) due|must be paid|payment required)\b|(zoll|einfuhr)\w* (ist |sind )?zu (be)?zahlen|(droits|frais) de douane a (regler|payer)|(oneri|dazi) doganali da (pagare|saldare)|(gastos|aranceles) de aduana pendientes/,
  ],
  [
    'exception',
    /\b(delivery|shipment|shipping|transit|package) exceptions?\b|\bexception notification\b|\bincidencia (en|con) (la entrega|(su|tu|el) (envio|pedido|paquete))|\bincident (de livraison|sur votre (colis|envoi))|\bprobleme (de|avec la|lors de la) livraison|\bproblem (bei|mit) (der|ihrer) (zustellung|lieferung|sendung)|\bproblema (di|con la|nella) consegna|\bproblema (na|com a) entrega|\bprobleem met (de|uw|je) (bezorging|levering)/,
  ],
  ['held', /\b(shipment|package|parcel|item|consignment)\b[^.]{0,60}\b(is|has been|was|been) (put |placed )?on hold\b/],
  [
    'delayed',
    /\b(is|are|has been|have been|been|was|be|running|running a (little|bit)) (delayed|late)\b|\bdelayed (in transit|package|delivery|shipment|due|by|until)\b|\b(delivery|shipment|package|parcel|order|shipping|transit|weather) (delay|delayed)\b|\bdelay (in|with|to) (the |your |delivery|shipping|transit)|\bdelay(ed)?:|\bnew (scheduled|estimated|expected) delivery (date|time)\b|\barriving late\b|\barrive later than (expected|planned|scheduled)|\blater than (expected|planned)|\bnow (expected|arriving|scheduled) (later|late)|verspat(et|ung)|verzogert|verzogerung|(est|a ete|sera) retarde|\ben retard\b|retard de (livraison|votre)|(se ha|esta|ha sido) retrasa|\bretraso\b|in ritardo|ritardo (nella|di) consegna|vertraag|vertraging|atrasad[ao]|\batraso\b|opoznion|opoznieni|(zustellung|lieferung)( \w+){0,4} verschoben|livraison (est |a ete )?reportee|\bwordt later bezorgd|\bconsegna( \w+){0,3} (rinviata|posticipata)|spater (zugestellt|geliefert|als geplant)|plus tard que prevu|mas tarde de lo previsto|piu tardi del previsto|\bforsena[dt]|\bforsinke|myohasty|viivasty|遅れ|遅延/,
  ],
];

export const progressPhrases: Phrases = [
  [
    'delivered',
    /\b(was|were|been|is|successfully|package|parcel|item|shipment|order|now|just) delivered\b|^delivered\b|\bdelivered:|\bdelivery (confirmation|notification|complete)|\bwe('ve| have) delivered|(wurde|erfolgreich|ist) [^.]{0,40}zugestellt|\bzugestellt:|(a ete|est|bien) (bien )?livree?\b|\blivre:|(ha sido|fue|se ha) entregad|entregad[oa]:|(e stat[oa]|stato) consegnat|consegnat[oa]:|\bis (bezorgd|afgeleverd)|(foi|esta) entregue|(zostala|zostal) (doreczon|dostarczon)|paczka (doreczona|dostarczona)/,
  ],
  [
    'out_for_delivery',
    /\bout for delivery\b|\b(arriving|coming|delivered|delivery|due|expected) (by the end of )?(is )?today\b|\bwith your (local )?[\w ]{0,20}courier\b|\bon (its|the) way to you today|\bfollow (my|your) delivery|\bwe('ll| will) be with you|heute (zugestellt|geliefert)|kommt heute|komt vandaag|sera entregad[oa] hoy|em distribuicao|in zustellung|zustellfahrzeug|en cours de livraison|sera livree? aujourd'hui|en reparto|in consegna|wordt vandaag|vandaag bezorg|onderweg naar u vandaag|saiu para entrega|wydan\w+ do doreczenia|w doreczeniu|dzis\w* dorecz|doreczenie twojej|prawie u ciebie/,
  ],
  [
    'available_for_delivery',
    /\b(ready|available|waiting) (for|to) (pick ?up|pickup|collect|be picked up)|\bpackage to pick up\b|\bto pick up at\b|\bcollect your (parcel|package)|\bready to collect|\bheld? at (the )?(post office|location|your request|customer)|\bhold at location|abholbereit|\bliegt [^.]{0,60}bereit\b|zur abholung|abgeholt werden|(disponible|pret)e? (en|a|au) (point|retrait|etre retire|bureau)|colis est disponible|vous attend (dans|en|au)\b|disponible para (su )?recog|lista para (ser )?recog|pronto per il ritiro|disponibile per il ritiro|klaar om (op te halen|afgehaald)|ligt (voor (u|je|jou) )?klaar|gotow\w+ do odbioru|czeka na (ciebie|odbior)|(czeka|umieszczon\w+) w paczkomacie/,
  ],
  [
    'in_transit',
    /\b(has|have|was|been|just|now|order) (been )?(shipped|dispatched|despatched)\b|\bshipped:|\bon (its|the) way\b|\bin transit\b|\bship(ment|ping)? (notification|confirmation)|\bshipping update|\bscheduled (for )?delivery|\bscheduled for delivery|\bestimated delivery|\bexpected delivery|\barriving\b|\bwill (be )?(arrive|delivered)|\bship notification|(wurde|ist) (versandt|verschickt|versendet)|\bunterwegs\b|auf dem weg|va (bientot )?(vous )?etre livre|(a ete )?(expediee?|envoyee?)\b|en (route|chemin)|en camino|(ha sido )?enviad[oa]|(e stat[oa] )?spedit[oa]|in arrivo|\bonderweg\b|verzonden|(foi )?enviad[oa]|a caminho|(zostala )?(wyslan|nadan)|w drodze/,
  ],
  [
    'booked',
    /\b(label (was |has been )?created|order (confirmation|confirmed|received|#)|shipment information (sent|received)|pre-?advice|we('re| are) expecting|getting ready)|bestellbestatigung|bestellung (ist )?eingegangen|confirmation de commande|commande confirmee|confirmacion de pedido|conferma (dell')?ordine|bestelling (bevestigd|ontvangen)|potwierdzenie zamowienia/,
  ],
];
