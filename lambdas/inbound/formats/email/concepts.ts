/**
 * What words of the trade mean, whatever language they are in: the beginnings of words as `plainWords` writes them, a mark `$` where the word ends there. English, German, French,
 * Spanish, Italian, Dutch, Portuguese, Polish. Written from the vocabulary of forwarding, warehousing and purchasing, not from mails.
 */
const BEGINNINGS: Readonly<Record<string, string>> = {
  late: 'delay late$ later lateness belated behind$ slip postpon reschedul verspat verzog verschieb verschob verschoben spater hinausgeschob verzug retard repouss report$ reporte reportee decal tard$ retras aplaz demora demorad tarde$ pospu pospon atraso atrasad ritard rinvi slitt posticip vertrag vertraag uitgesteld opschuif schuift later adiad adiar opozn opozni pozniej przesun przesuni',
  eta: 'eta$ etas$ arriv arrival ankunft ankomm ankommt eintreff arrivee llegad arribo arrivo aankomst aankom chegad przyby przyjazd',
  departure: 'depart etd$ sail sailing abfahrt abgang salid partenza partid vertrek wyjazd wyplyn',
  new: 'new revised updated neu neue neuer neuen nouvel nouveau nuev nuov nieuw nova$ novo$ nowy$ nowa$ nowe$ nowego$',
  instead: 'instead statt anstatt lieu place$ vez$ lugar invece posto$ plaats plaats$ zamiast',
  next: 'next following nachst folgend suivant prochain siguiente proxim segue seguent successiv prossim volgend nastepn kolejn seguinte',
  weather:
    'weather low-water niedrigwasser laagwater storm snow fog ice$ icy hurricane typhoon flood rain wind schnee sturm nebel unwetter glatteis hochwasser wetter orkan neige tempete brouillard meteo intemper nieve tormenta niebla temporal lluvia maltempo neve nebbia tempesta alluvione sneeuw storm mist$ hoogwater weer$ tempestade nevoeiro chuva tufao sztorm snieg mgla pogod',
  strike: 'strike strikes$ industrial streik warnstreik greve huelga paro$ sciopero staking strajk',
  congestion:
    'congest anchorage anchor berth queue traffic stau stauung reede liegeplatz embouteil bouchon congestion atasco fondead atraque congestionad ingorgo traffico rada file$ files$ opstopping fundead berco engarraf transito korek korku kolejk redzie',
  breakdown:
    'breakdown broke$ broken-down flat tyre tire$ puncture tow engine defect accident collision derail panne unfall motorschaden reifen entgleis accident avarie accidente averia pinchazo incidente guasto avaria pech ongeval panne acidente avaria pane awari wypad',
  stuck:
    'stuck stand standing parked stopped stranded steht stehen gestrandet festsitz bloque coinc arrete atascad parad detenid$ bloccat ferm$ ferma$ fermo$ fermi$ stil$ staat vast$ parad stoi stoja utkn',
  closed_road: 'road closure gesperrt sperrung coupe coupee coupees cortad chiusa afgesloten interditad zamkniet',
  cancelled:
    'cancel gestrichen storniert ausgefallen fallt annul supprim cancelad suspend annullat geannuleerd odwolan anulow omit omits skip skipped blank auslass omet omite',
  rolled:
    'rolled rollover bump offload overbook omitted ausgebucht uberbucht completo$ complet lleno$ pieno piena lotado lotad',
  connection: 'connect transship tranship anschluss correspond conexion coincid aansluiting conexao',
  pickup:
    'pick-up pickup pick picked collect collection collected abhol abgeholt abzuhol gestellt ladestelle beladung verlad verladen enlev ramass chargement recog recoj retir ritir caricare carico afhal afgehaald opgehaald ophal laden geladen recolh colet carregament odbior odebra odebran zaladun zaladow',
  noshow:
    'no-show noshow show$ showed shown turn$ turned appear erschienen erscheint gekommen kam$ kommt$ present presente presentad presento venu$ venue$ passe aparec vino$ vinier venid appars presentat venuto venuti passato opdag gekomen verschenen apareceu comparec veio$ stawil przyjechal podstaw',
  missed: 'missed miss$ verpasst versaumt manque rate$ raté perdio perdid$ perso$ persa$ gemist perdeu zdaz spozn',
  cutoff: 'cut-off cutoff cut$ closing gate-in ladeschluss annahmeschluss cloture cierre chiusura closing deadline',
  onboard: 'loaded board aboard load$ verladen verschifft embarque embarcad embarco embarc imbarcat geladen zaladowan',
  leftbehind:
    'behind$ left$ stehengeblieben zuruckgeblieben reste resté quedo quedado rimast achtergebleven ficou zostal',
  driver:
    'driver drivers trucker haulier hauler carrier fahrer chauffeur conducteur transporteur spediteur frachtfuhrer conductor chofer transportista autista vettore motorista transportador kierow przewoznik',
  truck:
    'truck lorry vehicle trailer van$ lkw fahrzeug wagen auflieger laster camion vehicule remorque camion$ vehiculo remolque automezzo mezzo mezzi rimorchio semirimorchio vrachtwagen wagen oplegger caminhao veiculo carreta samochod auto$ auta$ aut$ ciezarowk naczep pojazd',
  vessel:
    'vessel ship$ feeder barge schiff frachter navire bateau buque barco nave$ motonave schip binnenvaart navio statek statku',
  flight:
    'flight plane aircraft flug maschine$ flieger vol$ avion vuelo avion volo$ aereo vlucht vliegtuig voo$ aviao lot$ samolot',
  train:
    'train rail railway railroad zug$ zuge$ bahn train$ ferroviaire tren$ ferrocarril treno trein trem$ pociag kolej$',
  delivery:
    'deliver delivery delivered zustell zugestellt liefer geliefert anliefer ablief livr livre$ livraison entreg entrega consegn lever levering bezorg aflever entregue dostaw dorecz dostarcz',
  attempt: 'attempt tried versuch tentativ tent$ intento intent poging prob$ proba$ proby$',
  refuse:
    'refus reject declin turned-away verweiger abgelehnt ablehn abgewiesen abweis refus rechaz rifiut respint geweiger weiger afgekeurd recus rejeit odmow odrzuc declinar',
  closed:
    'closed shut gate gates locked geschlossen zu$ verschlossen betriebsferien ferme fermee ferm$ porte cerrad chius gesloten dicht fechad zamkniet',
  absent:
    'nobody no-one nobod home available$ unavailable niemand angetroffen personne absent nadie ausente nessuno assente afwezig niemand ninguem ausente nikt nieobecn',
  address: 'address adress adresse direccion indirizzo adres endereco adresu',
  appointment:
    'appointment slot window zeitfenster termin$ avis rendez-vous rendez rdv creneau cita$ appuntamento prenot slot afspraak tijdslot agend janela awizac termin$',
  returned:
    'return returned back$ zuruck retour retourne devuelt devolv rientr reso$ resi$ terug teruggebracht devolvid voltou wrocil wrocila zwrot',
  unload: 'unload discharg tip$ tipped entlad abgelad decharg descarg scaric lossen gelost descarreg rozladun rozladow',
  receiver:
    'consignee receiver recipient customer client buyer store empfang kunde kunden destinataire client destinatario cliente ontvanger klant odbiorc klient',
  capacity:
    'capacity space equipment allocation kapazitat platz laderaum capacite place$ places$ capacidad espacio capacita spazio capaciteit ruimte plek capacidade espaco miejsc wolnych mozliwosci',
  tender:
    'tender booking bookings spot request load$ buchung auftrag ladung reservation affretement demande reserva carga viaje booking carico prenotazione boeking rit$ reserva rezerwac zlecen ladun',
  decline:
    'decline declin pass$ cannot unable ablehnen leider declin desol lament imposs spiac helaas lament przykro niestety',
  waiting:
    'wait waiting waited hours stunden wartet wartezeit warten attend attente heures esper espera horas aspett attesa ore$ wacht wachturen wachten aguard espera czeka czekan godzin postoj',
  demurrage:
    'demurrage detention diem storage chassis standgeld demurrage lagergeld liegegeld surestar detention$ magasinage stationnement estadi demoras almacenaje soste sosta stallo controstall magazzinaggio staangeld stageld overliggeld opslagkost sobrestadia armazenag demurrage postojow skladow',
  freetime: 'free freetime freizeit freie freien franchise libres libre franchigia vrije livre$ livres wolny wolne',
  perday: 'day$ daily days$ tag$ taglich tage$ jour jours dia$ dias$ giorno giorni dag$ dagen$ dzien$ dziennie dni$',
  empty: 'empty empties leercontainer leere leeren vide vacio vuoto lege leeg vazio pusty puste',
  lost: 'lost loss disappear vanish verloren verlust verschollen verschwunden perdu perte egare disparu perdid perdida extravi desaparec pers$ perso smarr scompars zoek kwijt verdwenen perdid extravi sumi$ zagin zgub',
  find: 'find found locate located trace tracer whereabouts search searched auffind auffindbar gefunden such$ suche nachforsch verbleib retrouv trouv introuvable recherche enquete encuentr encontrad localiz aparece paradero buscan trov introvabil ricerc vind vinden vindbaar onvindbaar vermist nasporing encontr localiz znalez znaleziono poszukiw',
  stolen:
    'stolen theft stole pilfer thieves gestohlen diebstahl entwendet vole$ volee vol$ derob robad robo$ robar rubat furto gestolen diefstal roubad furto skradz kradziez',
  missing:
    'missing miss$ lacking absent fehlt fehlen fehlend manque manquant falta faltan faltante manca mancano mancant mancan ontbreek ontbrek mist$ missen falta$ faltam faltante brak$ brakuje brakujac nieobecn',
  scan: 'scan scanned scans$ tracking sendungsverfolgung suivi escane seguimiento scansion tracciam skanow skan$ leitura rastre',
  piece:
    'piece pieces parcel package packet carton pallet skid packstuck paket palette colli colis palette carton bulto paquete pale$ pales palet collo colli pacco bancale bancali pakket pallet doos volume$ volumes encomenda palete paczk palet przesylk',
  damaged:
    'damag broken break breakag crush crushed dent torn tear scratch bent crack smash leak spill collaps hole beschad schaden gebroch zerbroch eingedruck verbeult zerkratz verkratz aufgeriss undicht auslauf bruch kaputt endommag abim casse cassee cassees ecras dechir avari fuite fuient eventr cabos danad rota$ rotas$ roto$ rotos$ aplast golpead avariad estropead gote desgarr danneg rott$ rotto rotta rotti rotte schiacc strapp spacc ammacc perd$ beschadig kapot gescheurd gebroken ingedeukt gedeukt lek$ lekt lekken danific avariad quebrad amass rasgad vazand uszkod zniszcz pogniec polaman rozdart pekn ciekn szkod',
  wet: 'wet$ water soaked moist damp mould mold nass nasse$ nasseschad durchnass wasserschad feucht schimmel mouill humid trempe eau$ mojad agua humed bagnat acqua nat$ natte doorweekt vocht schimmel molhad agua$ umid mokr zamok zala plesn',
  fell: 'fell fallen fall$ toppl overturn tipped$ shifted drop dropped umgekippt gekippt umgefall verrutscht heruntergefall renvers tomb bascul volc cayo caid ribalt cadut gekanteld omgeval gevallen tomb caiu przewroc spadl wywroc',
  photo: 'photo photos pictur pics$ image foto fotos photo imagen foto zdjeci',
  temperature:
    'temperat temp$ degree degrees celsius setpoint probe warm warmed heat thaw frozen freez frost chill grad$ kerntemperatur temperatur aufgetaut angetaut tiefkuhl decongel degel congel temperatur grados descongel congelad gradi scongel surgel graden ontdooid diepvries descongelad temperatur stopni rozmroz mroz',
  cooling:
    'reefer refriger fridge cooler cold cool kuhl kuhlkett kuhlaggregat froid frigo frigorif frio frigorific freddo frigo koel koeling koelketen koelmotor frio$ refriger chlod agregat',
  logger:
    'logger recorder sensor alarm datalogger schreiber temperaturschrieb enregistreur sonde registrador sonda registratore rejestrator czujnik',
  wrong:
    'wrong incorrect mistake mistaken error erron mix-up swapped swap misrout misdirect falsch fehler irrtum verwechsl vertausch mauvais erreur errone incorrect invers equivoc errone incorrect error errat sbagli scambiat verkeerd onjuist fout verwissel errad incorret trocad trocou bledn pomyl niewlasciw zly$ zla$ zlego',
  item: 'item items article product sku goods part$ parts$ artikel ware$ waren produkt teile material article produit reference marchandise piece$ articulo producto mercancia pieza articol prodott merce pezz artikel goederen product artigo produto mercadoria peca towar produkt artykul indeks',
  ordered:
    'order orders ordered bestell bestellung auftrag commande command$ pedido pedim pedid ordin ordine ordinat besteld bestelling order encomend pedimos zamow zamowien',
  colour:
    'colour color size model version grosse farbe ausfuhrung typ$ taille couleur modele talla color modelo taglia colore modello maat kleur cor$ tamanho kolor rozmiar wielkosc',
  surplus: 'over$ extra surplus more$ uberzahlig mehr$ excedent trop sobr eccedenz teveel sobra nadwyzk',
  stock:
    'stock inventory on-hand hand$ shelf warehouse bestand lager lagerbestand vorrat stock existencia almacen inventario scort giacen magazzin voorraad magazijn estoque stock armazem stan$ stanie magazyn zapas',
  stockout:
    'stock-out stockout out-of-stock backorder back-order oos$ ausverkauft vergriffen ruckstand rupture agotad rotura$ esaurit uitverkocht esgotad ruptura wyprzedan',
  short:
    'short shortfall shortage insufficient enough only$ fehlmenge fehlbestand reicht nur$ knapp mangel unzureichend insuffisan suffisan seulement insuficient suficient solo$ sufficien insufficien soltanto onvoldoende tekort slechts maar$ insuficient apenas$ so$ niewystarcz tylko$ malo',
  pick: 'pick$ picking picked allocat wave fulfil kommission preparer prepara surtir preliev preleva picken verzamel separar separac skompletow kompletac',
  count:
    'count counted recount tally cycle-count zahlung gezahlt inventur zweitzahlung comptage compte inventaire compta recuento contad contamos inventario conteggi contat conta$ telling geteld telde contagem contad contamos inwentar policz przeliczen',
  differ:
    'differ difference discrepan mismatch variance deviation match adjust differenz abweich stimmt ubereinstimm ecart differ correspond ecart$ coincid diferen descuadre corrispond differen discrepan overeen verschil afwijk confere diferen divergen roznic zgadz niezgodn',
  system:
    'system erp$ wms$ sap$ book$ recorded record buchbestand gebucht systeme theorique sistema registrad contabil registr systeem geboekt sistema systemie ksiegow',
  supplier:
    'supplier vendor factory plant$ manufactur production works$ mill lieferant werk$ vorlieferant hersteller fertigung produktion giesserei fournisseur usine production fabricant proveedor fabrica produccion fabricante fornitore stabilimento produzione fabbrica leverancier fabriek productie fornecedor fabrica producao dostawc fabryk produkc zaklad',
  material:
    'raw material steel resin rohstoff material rohteile matiere premiere penurie materia prima escasez materia-prima carenz grondstof materia-prima surow',
  partial:
    'part$ partial balance remain remaining rest$ half reduc cut$ teil$ teilmenge teilliefer restmenge gekurzt kurz kurzung partie partiel solde moitie reduit parte$ parcial resto mitad reduc saldo parziale meta residu deel gedeelte rest$ helft verlaag parte$ parcial restante saldo czesc czescio reszt polow zmniejsz',
  confirm: 'confirm confirmed confirms bestatig confirm confirme confirma bevestig conferm potwierdz',
  ready:
    'ready finished completed fertig bereit pret$ prete lista$ listo$ listos terminad pront gereed klaar pronto$ pronta gotow',
  ship: 'ship$ shipped shipping dispatch despatch sent$ versand versandt verschickt absend expedi envoy envio enviar enviad despach spedi spedit inviat verzond verzend verstuur expedi enviar envia wyslan wysylk nadan',
  expedite:
    'expedite urgent asap urgently overdue eilig dringend uberfallig urgent souffrance urgente vencid atrasados urgent scadut spoed dringend overtijd vencid urgente pilne pilny przetermin',
  allocationword:
    'allocation allocated force majeure quota kontingent hohere contingent force cupo fuerza$ contingentament cota forca$ przydzial sila',
  lineDown:
    'line$ assembly production-stop bandstillstand linie stillstand ligne arret linea fermo$ lijn linha linia$ linii',
  customs:
    'customs cbp$ border douane aduan dogan alfandeg receita zoll zollamt zollbeschau clo$ cla$ celn celnik granic fda$ usda aphis vetinar veterinar phyto fito sanitary',
  hold: 'hold$ held holding detain seiz stop$ stopped block blocked festgehalt angehalt blockier gestoppt gesperrt retenu retien consigne immobil saisi retenid detenid bloquead trattenut bloccat fermat vastgehoud tegengehoud geblokkeerd retid bloquead parada$ zatrzym wstrzym blokad',
  inspect:
    'inspect exam x-ray xray scan-sel sampling physical officer beschau kontrolle rontg prufung untersuch visite controle inspection analyse examen inspeccion reconocimiento control canal$ rojo$ visita ispezion controll verific controle fysiek scan$ keuring inspec conferencia vermelho fiscaliz rewizj kontrol rentgen',
  release:
    'release released cleared clearance freigabe freigegeben verzoll abfertig mainlevee liber dedouan levante despacho despachar liberad svincol sdogan vrijgav vrijgegeven inklar liber desembaraco odpraw zwoln zwolnien',
  value:
    'valuation declared value classification tariff zolltarif tarifnummer classement valeur valor arancel classific tarief clasific taryf wartosc',
  document:
    'document documents papers paperwork docs$ doc$ certificat certificate licence license permit declaration packing bill$ invoice-orig eur1 eur.1 coo$ dgd$ msds unterlag dokument papier ursprungszeugnis zeugnis packliste handelsrechnung bescheinig erklarung genehmig colisage certificat licence connaissement documento certificad lista$ permiso licencia conocimiento fitosanitari bolla packing licenza dichiaraz polizza papieren certificaat paklijst vergunning gezondheidscert documentac certidao licenca conhecimento dokument swiadectw list$ licencj papier zezwolen',
  origin: 'origin original ursprung original origine origen original oorsprong origem pochodz oryginal',
  commercial:
    'commercial power attorney handels handelsrechnung vollmacht commerciale pouvoir comercial poder commerciale procura handelsfactuur volmacht procuracao handlow pelnomoc',
  received:
    'receiv received got$ get$ erhalt bekommen empfangen recu$ recus recue reception recib recibid ricev ricevut ontvang ontving receb recebid recebemos otrzym',
  never:
    'never denies deny denied disput nie$ bestreit bestritt jamais nie$ conteste nunca niega niegan jamas mai$ nega contest nooit betwist ontken nunca nega contest nigdy zaprzecz twierdz kwestion',
  pod: 'pod$ pods$ proof signature signed sign$ receipt-proof signatur unterschrift unterschrieb quittiert ablief abliefernachweis abliefer emarge signature signe preuve recepisse firma firmad albaran comprobante justificant firma$ firmat ddt$ prova$ handtekening getekend afleverbewijs assinat assinad canhoto comprovante podpis potwierdzen',
  status_delivered: 'status marked shows portal figura risulta consta staat volgens laut selon segun secondo',
  invoice:
    'invoice invoiced bill$ billed billing charge charged rate$ rates$ price surcharge fuel accessorial rechnung berechnet fakturiert zuschlag dieselzuschlag preis frachtrechnung facture factur tarif surcharge prix gazole factura facturad cobrad cobro recargo precio fattur addebit tariffa prezzo sovrapprezzo supplement factuur factureer rekent berekend tarief prijs toeslag fatura faturad cobrad cobrou tabela preco faktur zafaktur naliczon oplat cena$ kwot',
  amount:
    'amount usd$ eur$ euro gbp weight kg$ betrag gewicht montant poids importe peso importo peso bedrag gewicht valor$ montante peso kwota waga',
  credit:
    'credit refund correct corrected reimburs overcharg dispute gutschrift erstatt korrig reklam avoir rembours corrig contest abono$ abonar devol reclam correg rimbors nota$ corregg creditnota crediteer corrigeer terugbetal reembols estorno corrig zwrot korekt reklamac',
  twice:
    'twice double duplicate doppelt zweimal double$ fois deux duplicad dos$ doble due$ doppi volte$ dubbel tweemaal duas$ duplic dwa$ dwukrotn podwoj',
  agreed:
    'agreed quoted quotation quote$ contract vereinbart angebot vertrag convenu accepte devis offre acordad cotizad ofert presupuest concordat preventiv accord afgesproken offerte afspraak combinad acordad cotac uzgodn umow zlecen',
  edi: 'edi$ segment interface file$ files$ upload validation asn$ 856$ 810$ retransmit portal datei schnittstelle nachricht$ fichier interface archivo fichero$ interfaz file$ tracciato bestand$ koppeling arquivo ficheiro layout plik komunikat',
  process:
    'process processed import parse read$ loaded$ verarbeit eingelesen traite integre procesad cargad elaborat caricat verwerkt ingelezen processad przetworz wczytan',
  asks_quote:
    'quote$ quotation rate$ rates$ offer enquiry inquiry rfq$ anfrage angebot unterbreiten cotation devis offre cotizar cotizacion tarifa presupuesto quotare preventivo quotazione prijsaanvraag offerte prijs cotacao cotar orcamento wycen oferte zapytan',
  greet:
    'hello hi$ dear morning afternoon regards thanks thank hallo moin guten gruss grusse grussen danke bonjour bonsoir cordial merci salut hola buenos buenas saludos saludo gracias estimad buongiorno salve cordiali saluti grazie goedemorgen goedemiddag groet groeten dank bedankt ola$ bom$ boa$ prezad obrigad cumpriment atenciosamente dzien$ dobry$ witam pozdraw dziekuj powazaniem',
  absence:
    'out-of-office ooo$ vacation holiday annual leave$ absence abwesen abwesenheit urlaub ferien absent absence conge vacance vacacion ausente fuera ferie fuori assen vakantie verlof afwezig ferias ausencia urlop nieobecn autoodpowiedz',
  newsletter:
    'newsletter unsubscribe webinar survey register seminar edition abmelden abbestellen umfrage lettre desabonner enquete$ boletin suscrip baja$ encuesta iscriv cancell sondaggio nieuwsbrief uitschrijven afmelden boletim inscricao pesquisa biuletyn wypisz ankiet',
  feast:
    'christmas xmas easter congratul weihnacht ostern frohe noel fetes voeux navidad fiestas felic natale auguri feste buone kerst feestdag natal festas feliz swiat wesolych',
  fine: 'ok$ fine good order$ ordnung planmassig punktlich einwandfrei problemlos regle reserve$ prevu heure$ novedad previsto incidencias regolare orario riserve posto$ orde$ bijzonderheden opmerkingen plan$ ordem previsto ressalv porzadk uwag planem czas$',
  done: 'resolved solved settled closed$ sorted complete completed erledigt geklart abgeschlossen resolu regle clos$ resuelt solucionad risolt opgelost afgehandeld resolvid zalatw rozwiaz',
  attached:
    'attach attached enclosed anbei anhang beigefugt joint jointe ci-joint adjunt allegat bijlage bijgevoegd anexo zalacz',
  meeting:
    'meeting call agenda invitation teams zoom besprechung termin$ einladung reunion invitation reunion invitacion riunione invito vergadering uitnodiging reuniao convite spotkan zaprosz',
  not: "not$ no$ never cannot can't didn't hasn't wasn't isn't haven't won't without none nothing unable nicht kein keine keinen keiner ohne nie$ ne$ pas$ aucun aucune sans plus$ no$ sin$ ningun ninguna nada non$ nessun nessuna senza niente niet geen zonder nergens nao$ nenhum sem$ nie$ bez$ brak$ zaden",
};

const exact = new Map<string, string[]>();
const beginnings = new Map<string, string[]>();
for (const [concept, words] of Object.entries(BEGINNINGS)) {
  for (const word of words.split(' ')) {
    const [table, key] = word.endsWith('$') ? [exact, word.slice(0, -1)] : [beginnings, word];
    table.set(key, [...(table.get(key) ?? []), concept]);
  }
}
const LONGEST = Math.max(...[...beginnings.keys()].map((key) => key.length));

/** What the words of a text mean, each meaning once. The text is as `plainWords` writes it. */
export function conceptsOf(words: string): readonly string[] {
  const found = new Set<string>();
  for (const word of words.match(/[\p{L}\d][\p{L}\d'.-]*/gu) ?? []) {
    const bare = word.replace(/[.'-]+$/, '');
    for (const concept of exact.get(bare) ?? []) found.add(concept);
    for (let length = Math.min(bare.length, LONGEST); length > 1; length -= 1) {
      for (const concept of beginnings.get(bare.slice(0, length)) ?? []) found.add(concept);
    }
  }
  return [...found];
}
