/** What people of the trade write in Dutch. */
export const dutch = {
  'transport.delay': `
vertraging
de levering is vertraagd
de zending heeft twee dagen vertraging
het schip is te laat door slecht weer
de aankomst schuift op naar volgende week
de vrachtwagen staat in de file en komt later
nieuwe verwachte aankomst een week later
vlucht geannuleerd, de lading gaat met de volgende
vertraging door staking in de haven
pech onderweg, levering wordt morgen
weg afgesloten, wagens kunnen niet verder
aansluiting gemist, de container gaat met het volgende schip
ETA verschoven van maandag naar donderdag
`,
  'transport.milestone_missed': `
de afhaling heeft niet plaatsgevonden
de chauffeur is niet komen opdagen
de goederen zijn niet afgehaald
de container is niet geladen, closing gemist
geen bericht meer sinds vertrek
`,
  'transport.delivery_failed': `
de levering is mislukt
de ontvanger heeft de goederen geweigerd
niemand aanwezig, pakket terug naar het depot
de klant was gesloten
adres onjuist, afleveren niet mogelijk
niemand aanwezig, bericht achtergelaten
tweede bezorgpoging zonder resultaat
`,
  'transport.capacity_rejected': `
wij moeten deze rit weigeren, geen capaciteit
geen wagen beschikbaar
de rederij heeft de boeking geannuleerd, schip vol
`,
  'transport.detention': `
er lopen stagelden per dag
de vrije tijd is verstreken
de chauffeur wacht al uren op lossen
opslagkosten op de terminal
`,
  'transport.lost': `
verloren
de zending is verloren gegaan
een pallet ontbreekt en is onvindbaar
al een week geen scan
de trailer is gestolen
`,
  'cargo.damaged': `
beschadigd
de goederen zijn beschadigd aangekomen
de verpakking is gescheurd en de inhoud kapot
dozen nat geworden tijdens het transport
de pallet is gekanteld
schade vastgesteld bij het lossen
`,
  'cargo.temperature_excursion': `
de koelketen is onderbroken
temperatuur van de lading te hoog
de koelmotor is uitgevallen
diepvries ontdooid aangekomen
`,
  'cargo.mis_shipped': `
wij hebben het verkeerde artikel ontvangen
in de doos zat iets anders dan besteld
etiketten verwisseld
bij de verkeerde klant afgeleverd
`,
  'inventory.shortfall': `
onvoldoende voorraad voor de order
artikel niet meer op voorraad
wij konden maar een deel verzamelen
`,
  'inventory.mismatch': `
de telling komt niet overeen met het systeem
voorraadverschil vastgesteld
volgens het systeem 52, geteld 40
`,
  'supply.shortfall': `
wij kunnen slechts een deel van de bestelde hoeveelheid leveren
de leverancier bevestigt minder dan besteld
tekort aan grondstof, hoeveelheden verlaagd
slechts een deel van de bestelling kan geleverd worden
`,
  'supply.late': `
de leverancier kan de bevestigde datum niet halen
de productie loopt achter, goederen over twee weken klaar
storing in de fabriek, nieuwe leverdatum
de bestelling is over tijd en nog niet verzonden
wij hebben meer tijd nodig voor uw bestelling
de leverdatum schuift naar het einde van de maand
`,
  'compliance.customs_hold': `
de zending wordt vastgehouden door de douane
de douane wil een fysieke controle
geen vrijgave van de douane
`,
  'compliance.document_missing': `
de handelsfactuur ontbreekt
documenten voor de inklaring zijn niet compleet
oorsprongscertificaat niet ontvangen
`,
  'finance.pod_dispute': `
de klant zegt de goederen niet ontvangen te hebben
staat als afgeleverd maar wij hebben niets
handtekening op de vrachtbrief is onbekend
`,
  'finance.invoice_dispute': `
de factuur is onjuist
u heeft meer berekend dan afgesproken
wij betwisten de factuur en vragen een creditnota
dubbel gefactureerd
`,
  'integration.payload_rejected': `
uw bericht is door ons systeem afgekeurd
het bestand bevat fouten en is niet verwerkt
`,
  none: `
dit bericht is automatisch verstuurd, niet beantwoorden
kamer van koophandel
levering
bestelling
zending
hallo
goedemorgen
met vriendelijke groet
alvast bedankt
in de bijlage vindt u
ik ben niet op kantoor
ik ben op vakantie, bij spoed neem contact op met mijn collega
graag ontvangen wij uw beste prijs
offerteaanvraag
wij bevestigen uw bestelling zoals gevraagd
afgeleverd zonder opmerkingen
op tijd aangekomen
alles in orde
de douane heeft vrijgegeven
onderweg, aankomst volgens plan
de factuur is bijgevoegd
betaling is vandaag gedaan
afmelden voor de nieuwsbrief
prettige feestdagen
graag een tijdslot voor morgen
wij halen dinsdag op
uitnodiging voor een vergadering
nieuwe prijslijst
opgelost, dank
vervoerstemperatuur tussen twee en acht graden
goederen op min achttien graden houden
het schip ligt aan de kade en wordt gelost
lege container ingeleverd bij het depot
`,
};
