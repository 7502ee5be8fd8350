/** What people of the trade write in Italian. */
export const italian = {
  'transport.delay': `
ritardo
la consegna è in ritardo
la spedizione è in ritardo di due giorni
la nave ritarda per maltempo
l'arrivo è rinviato alla prossima settimana
il camion è bloccato nel traffico e arriverà più tardi
nuova data di arrivo prevista, una settimana dopo
volo cancellato, la merce parte con il successivo
guasto durante il viaggio, consegna spostata a domani
strada chiusa per neve
coincidenza persa, il container prosegue con la nave seguente
ETA spostato dal lunedì al giovedì
`,
  'transport.milestone_missed': `
il ritiro non è avvenuto
l'autista non si è presentato
la merce non è stata ritirata
il container non è stato imbarcato
nessuna notizia dalla partenza
`,
  'transport.delivery_failed': `
la consegna non è riuscita
il destinatario ha respinto la merce
destinatario assente, merce in giacenza
il cliente era chiuso
indirizzo errato, consegna impossibile
nessuno sul posto, lasciato avviso
secondo tentativo di consegna senza esito
`,
  'transport.capacity_rejected': `
dobbiamo rifiutare il carico, nessun mezzo disponibile
la compagnia ha cancellato il booking, nave piena
non abbiamo capacità per questa tratta
`,
  'transport.detention': `
si applicano le soste al terminal
il periodo di franchigia è scaduto
l'autista aspetta da ore lo scarico
costi di magazzinaggio ogni giorno
`,
  'transport.lost': `
smarrito
il pacco è andato perso
manca un bancale e non si trova
nessuna scansione da una settimana
il semirimorchio è stato rubato
`,
  'cargo.damaged': `
danneggiato
la merce è arrivata danneggiata
imballo strappato e contenuto rotto
cartoni bagnati durante il trasporto
il bancale si è ribaltato
avaria constatata allo scarico
`,
  'cargo.temperature_excursion': `
catena del freddo interrotta
temperatura della merce troppo alta
il gruppo frigo si è guastato
prodotto surgelato arrivato scongelato
`,
  'cargo.mis_shipped': `
abbiamo ricevuto l'articolo errato
invece di quello ordinato è arrivato un altro
etichette scambiate
consegnato al cliente sbagliato
`,
  'inventory.shortfall': `
scorte insufficienti per l'ordine
articolo esaurito a magazzino
abbiamo potuto prelevare solo una parte
`,
  'inventory.mismatch': `
il conteggio fisico non corrisponde al sistema
differenza inventariale
il sistema indica 52, contati 40
`,
  'supply.shortfall': `
possiamo fornire solo una parte della quantità ordinata
il fornitore conferma meno del richiesto
carenza di materia prima, quantità ridotte
solo una parte dell'ordine può essere spedita
`,
  'supply.late': `
il fornitore non può mantenere la data confermata
la produzione è in ritardo, merce pronta tra due settimane
guasto in stabilimento, nuova data di spedizione
l'ordine è scaduto e nulla è stato spedito
ci serve più tempo per il vostro ordine
la data di consegna slitta a fine mese
`,
  'compliance.customs_hold': `
la merce è bloccata in dogana
la dogana ha disposto una visita
spedizione trattenuta per controllo
`,
  'compliance.document_missing': `
manca la fattura commerciale
documenti incompleti per lo sdoganamento
non abbiamo ricevuto il certificato di origine
`,
  'finance.pod_dispute': `
il cliente nega di aver ricevuto la merce
risulta consegnato ma non abbiamo ricevuto nulla
firma sulla prova di consegna sconosciuta
`,
  'finance.invoice_dispute': `
la fattura è errata
avete addebitato più del concordato
contestiamo la fattura e chiediamo una nota di credito
fatturato due volte
`,
  'integration.payload_rejected': `
il vostro messaggio è stato scartato dal sistema
il file contiene errori e non è stato elaborato
`,
  none: `
messaggio generato automaticamente, non rispondere
partita IVA e capitale sociale
consegna
ordine
spedizione
buongiorno
cordiali saluti
grazie mille
in allegato trovate
sono fuori sede
sono in ferie, per urgenze contattare il mio collega
vi chiediamo la vostra migliore offerta
richiesta di quotazione
confermiamo il vostro ordine come richiesto
consegnato stamattina senza riserve
arrivato in orario
tutto a posto
la dogana ha svincolato la merce
in viaggio, arrivo come previsto
la fattura è allegata
il pagamento è stato effettuato
cancellati dalla newsletter
buone feste
prenotate uno slot per domani
ritireremo martedì
invito a una riunione
nuovo listino prezzi
problema risolto, grazie
temperatura di trasporto tra due e otto gradi
mantenere la merce a meno diciotto gradi
la nave è in banchina e lo sbarco è iniziato
contenitore vuoto riconsegnato al deposito
`,
};
