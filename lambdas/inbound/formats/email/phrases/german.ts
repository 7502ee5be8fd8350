/** What people of the trade write in German. */
export const german = {
  'transport.delay': `
verspätet
die Lieferung verspätet sich
Lieferung verzögert
die Sendung verspätet sich um zwei Tage
das Schiff hat Verspätung wegen schlechten Wetters
die Ankunft verschiebt sich auf nächste Woche
der Wagen steht im Stau und kommt später
neue voraussichtliche Ankunft eine Woche später
der Flug wurde gestrichen, die Ware fliegt mit der nächsten Maschine
Verzögerung durch Streik im Hafen
der Zug fällt aus, Weiterfahrt erst am Freitag
Panne unterwegs, Anlieferung verzögert sich um einige Stunden
die Abfahrt wurde verschoben
Anschluss verpasst, der Container geht mit dem nächsten Schiff
Straße gesperrt, die Fahrzeuge kommen nicht weiter
ETA ändert sich von Montag auf Donnerstag
das Schiff kommt erst am Freitag
`,
  'transport.milestone_missed': `
die Abholung ist nicht erfolgt
der Fahrer ist nicht gekommen
das Fahrzeug wurde nicht gestellt
die Ware wurde nicht abgeholt
der Container wurde nicht verladen, Ladeschluss verpasst
seit der Abfahrt keine Meldung mehr
der Spediteur ist zum Termin nicht erschienen
die Sendung steht noch immer bei uns
`,
  'transport.delivery_failed': `
nicht zugestellt
Annahme verweigert
die Zustellung ist fehlgeschlagen
Empfänger hat die Annahme verweigert
Empfänger nicht angetroffen, Ware zurück im Lager
der Kunde hatte geschlossen
die Adresse ist falsch, Zustellung nicht möglich
der Fahrer wurde an der Rampe abgewiesen
Anlieferung abgelehnt, kein Zeitfenster gebucht
bitte neuen Zustelltermin nennen, Ware konnte nicht entladen werden
niemand zu Hause, Benachrichtigung hinterlassen
zweiter Zustellversuch ohne Erfolg
Empfänger unbekannt verzogen
der Markt nimmt die Paletten nicht an
Rampe war voll, der Fahrer musste wieder wegfahren
Fahrer stand vor verschlossenem Tor
kein Zutritt, nicht abgeladen
`,
  'transport.capacity_rejected': `
wir müssen den Auftrag ablehnen, keine Kapazität
kein Fahrzeug verfügbar
die Reederei hat die Buchung storniert, kein Platz
wir können diese Ladung nicht übernehmen
das Schiff ist ausgebucht
keine Fahrer an diesem Tag
`,
  'transport.detention': `
Standgeld
es fallen Standgelder an
die freie Zeit ist abgelaufen, Demurrage läuft
der Fahrer wartet seit Stunden auf die Entladung
Lagergeld wird täglich berechnet
der leere Container kann nicht zurückgegeben werden
Wartezeit wird berechnet
`,
  'transport.lost': `
verloren
Verlust
die Sendung ist verloren gegangen
das Packstück ist nicht auffindbar
eine Palette fehlt, Suche ohne Ergebnis
der Auflieger wurde gestohlen
seit einer Woche kein Scan, Verbleib unklar
bitte Nachforschungsauftrag eröffnen
Ladung entwendet
`,
  'cargo.damaged': `
beschädigt
die Ware wurde beschädigt angeliefert
Ware zur Bestellung ist beschädigt
Schaden
die Ware ist beschädigt angekommen
die Verpackung ist aufgerissen, Inhalt zerbrochen
Nässeschaden an den Kartons
die Palette ist umgekippt
Transportschaden festgestellt
die Fässer sind undicht
Ware verkratzt und verbeult
Schaden auf dem Frachtbrief vermerkt
`,
  'cargo.temperature_excursion': `
die Kühlkette wurde unterbrochen
Temperatur der Ware zu hoch
das Kühlaggregat ist ausgefallen
Tiefkühlware angetaut
der Datenlogger zeigt eine Überschreitung der Temperatur
die Ware kam mit fünfzehn Grad an
`,
  'cargo.mis_shipped': `
Falschlieferung
wir haben den falschen Artikel erhalten
statt der bestellten Ausführung kam eine andere
die Etiketten wurden vertauscht
falsch geliefert, bitte umtauschen
Sendung ging an den falschen Kunden
falsche Größe im Karton
`,
  'inventory.shortfall': `
Fehlmenge
nicht genug Bestand für den Auftrag
der Artikel ist nicht mehr auf Lager
wir konnten nur einen Teil kommissionieren
Fehlbestand, Rückstand für mehrere Aufträge
kein Vorrat mehr, nächster Zugang nächste Woche
verfügbare Menge reicht nicht aus
die Position konnte nur teilweise kommissioniert werden
es ist nicht genug Ware da, um den Auftrag zu erfüllen
der Artikel ist ausverkauft
`,
  'inventory.mismatch': `
Bestandsdifferenz
der gezählte Bestand stimmt nicht mit dem System überein
Bestandsdifferenz festgestellt
Abweichung zwischen Lager und Buchbestand
bei der Zählung weniger gefunden als gebucht
Inventur ergab eine Differenz
laut System 52 Stück, gezählt wurden 40
der Lagerplatz ist leer, obwohl Bestand angezeigt wird
im Regal liegt mehr als gebucht ist
`,
  'supply.shortfall': `
wir können nur einen Teil der bestellten Menge liefern
der Lieferant bestätigt weniger als bestellt
wegen Materialmangels werden die Mengen gekürzt
für die Restmenge gibt es keinen Termin
höhere Gewalt im Werk, Kontingentierung
von der Bestellung ist nur ein Teil lieferbar
nur sechzig von hundert Stück können geliefert werden
`,
  'supply.late': `
Lieferverzug des Lieferanten
der Lieferant kann den bestätigten Liefertermin nicht einhalten
die Produktion verzögert sich, Ware erst in zwei Wochen fertig
Maschinenausfall im Werk, neuer Liefertermin
die Bestellung ist überfällig
unser Vorlieferant ist in Verzug
die Teile werden später fertig als zugesagt
wir brauchen für Ihren Auftrag mehr Zeit
der Liefertermin verschiebt sich auf Ende des Monats
die restlichen Positionen sind erst im April lieferbar
Vormaterial kam zu spät, Ihre Bestellung folgt später
wir bitten um Verständnis, die Auslieferung ab Werk verzögert sich
`,
  'compliance.customs_hold': `
Zollstopp
die Sendung wird vom Zoll festgehalten
der Zoll hat eine Beschau angeordnet
keine Freigabe durch das Zollamt
die Ware ist beim Zoll blockiert
Veterinäramt hat die Ladung gesperrt
Container wird geröntgt
vom Zoll noch nicht freigegeben
`,
  'compliance.document_missing': `
die Handelsrechnung fehlt
uns fehlen die Papiere für die Verzollung
Ursprungszeugnis nicht vorhanden
ohne Ausfuhrbegleitdokument kann nicht verladen werden
bitte senden Sie die fehlenden Dokumente
die Packliste ist nicht dabei
`,
  'finance.pod_dispute': `
der Kunde bestreitet den Empfang
die Ware wurde laut Status zugestellt, ist aber nicht da
die Unterschrift auf dem Ablieferbeleg ist unbekannt
wir haben diese Lieferung nie erhalten
kein Abliefernachweis, der Kunde zahlt nicht
`,
  'finance.invoice_dispute': `
Rechnungsreklamation
die Rechnung ist falsch
Sie haben mehr berechnet als vereinbart
wir reklamieren die Rechnung und bitten um Gutschrift
doppelt berechnet
der Zuschlag war nicht vereinbart
Frachtrechnung stimmt nicht mit dem Angebot überein
`,
  'integration.payload_rejected': `
Ihre Nachricht konnte nicht verarbeitet werden
die EDI-Datei ist fehlerhaft und wurde abgewiesen
Schnittstelle meldet Fehler, bitte Datei neu senden
`,
  none: `
diese Nachricht wurde automatisch erstellt, bitte nicht antworten
Handelsregister und Umsatzsteuernummer
Lieferung
Bestellung
Sendung
Auftrag
hallo
guten Tag
sehr geehrte Damen und Herren
mit freundlichen Grüßen
viele Grüße
vielen Dank
im Anhang finden Sie
anbei die gewünschten Unterlagen
ich bin nicht im Büro
ich bin im Urlaub, in dringenden Fällen wenden Sie sich an meine Kollegin
bitte unterbreiten Sie uns ein Angebot
Anfrage für einen Transport
wir bestätigen Ihren Auftrag wie bestellt
die Ware wurde heute zugestellt und ohne Beanstandung quittiert
pünktlich angekommen
alles in Ordnung
der Zoll hat freigegeben
unterwegs, Ankunft wie geplant
unsere Rechnung finden Sie im Anhang
Zahlung erfolgte heute
Newsletter abbestellen
Seminar zum Zollrecht
frohe Weihnachten und ein gutes neues Jahr
bitte buchen Sie ein Zeitfenster für morgen
wir holen die Ware am Dienstag ab
Einladung zur Besprechung
neue Preisliste
alle Unterlagen sind vollständig
die Sache ist erledigt
zur Kenntnis
Kennzeichen und Fahrer für morgen
Geschäftsführer und Sitz der Gesellschaft
Transporttemperatur plus zwei bis plus acht Grad
bitte bei minus achtzehn Grad befördern
das Schiff hat angelegt und wird gelöscht
Leercontainer am Depot abgegeben
`,
};
