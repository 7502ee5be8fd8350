/** What people of the trade write in Polish. */
export const polish = {
  'transport.delay': `
opóźnienie
dostawa jest opóźniona
przesyłka jest opóźniona o dwa dni
statek ma opóźnienie z powodu złej pogody
przyjazd przesunięty na następny tydzień
samochód stoi w korku i będzie później
nowy termin przybycia, tydzień później
lot odwołany, ładunek poleci następnym
opóźnienie z powodu strajku w porcie
awaria pojazdu w trasie, dostawa jutro
droga zamknięta, auta nie mogą jechać dalej
kontener nie zdążył na statek i popłynie następnym
`,
  'transport.milestone_missed': `
odbiór się nie odbył
kierowca się nie stawił
towar nie został odebrany
kontener nie został załadowany
brak informacji od wyjazdu
`,
  'transport.delivery_failed': `
dostawa nieudana
odbiorca odmówił przyjęcia towaru
odbiorca nieobecny, paczka wróciła do magazynu
klient był zamknięty
błędny adres, nie można doręczyć
nikogo nie było, zostawiono awizo
druga próba doręczenia bez skutku
`,
  'transport.capacity_rejected': `
musimy odmówić, nie mamy wolnych aut
armator anulował rezerwację, statek pełny
brak dostępnych pojazdów
`,
  'transport.detention': `
naliczane są opłaty za postój
czas wolny minął
kierowca czeka od wielu godzin na rozładunek
koszty składowania na terminalu
`,
  'transport.lost': `
zaginęło
paczka zaginęła
brakuje jednej palety i nie można jej znaleźć
od tygodnia brak skanu
naczepa została skradziona
`,
  'cargo.damaged': `
uszkodzone
towar dotarł uszkodzony
opakowanie rozdarte, zawartość zniszczona
kartony zamokły w transporcie
paleta się przewróciła
szkoda stwierdzona przy rozładunku
`,
  'cargo.temperature_excursion': `
łańcuch chłodniczy został przerwany
temperatura towaru za wysoka
agregat chłodniczy nie działał
mrożonki rozmrożone przy dostawie
`,
  'cargo.mis_shipped': `
otrzymaliśmy niewłaściwy towar
zamiast zamówionego produktu przyszedł inny
pomylone etykiety
dostarczono do złego klienta
`,
  'inventory.shortfall': `
niewystarczający stan magazynowy dla zamówienia
artykuł niedostępny w magazynie
mogliśmy skompletować tylko część
`,
  'inventory.mismatch': `
stan fizyczny nie zgadza się z systemem
różnica inwentaryzacyjna
w systemie 52 sztuki, policzono 40
`,
  'supply.shortfall': `
możemy dostarczyć tylko część zamówionej ilości
dostawca potwierdza mniej niż zamówiono
brak surowca, ilości zmniejszone
możemy wysłać tylko część zamówienia
`,
  'supply.late': `
dostawca nie dotrzyma potwierdzonego terminu
produkcja jest opóźniona, towar gotowy za dwa tygodnie
awaria w fabryce, nowy termin wysyłki
zamówienie po terminie, nic nie wysłano
potrzebujemy więcej czasu na realizację zamówienia
termin dostawy przesuwa się na koniec miesiąca
`,
  'compliance.customs_hold': `
przesyłka zatrzymana przez urząd celny
celnicy zarządzili rewizję
towar zatrzymany do kontroli granicznej
`,
  'compliance.document_missing': `
brakuje faktury handlowej
dokumenty do odprawy niekompletne
nie otrzymaliśmy świadectwa pochodzenia
`,
  'finance.pod_dispute': `
klient twierdzi że nie otrzymał towaru
status doręczono, a my nic nie mamy
nieznany podpis na potwierdzeniu dostawy
`,
  'finance.invoice_dispute': `
faktura jest błędna
naliczono więcej niż uzgodniono
kwestionujemy fakturę i prosimy o korektę
zafakturowano dwa razy
`,
  'integration.payload_rejected': `
państwa komunikat został odrzucony przez nasz system
plik zawiera błędy i nie został przetworzony
`,
  none: `
powiadomienie wygenerowane automatycznie, prosimy nie odpowiadać
kapitał zakładowy, numer KRS i NIP
dostawa
zamówienie
przesyłka
dzień dobry
pozdrawiam
z poważaniem
dziękuję bardzo
w załączeniu przesyłam
jestem poza biurem
jestem na urlopie, w pilnych sprawach proszę o kontakt z koleżanką
proszę o ofertę
zapytanie ofertowe
potwierdzamy zamówienie zgodnie z życzeniem
dostarczono dziś bez zastrzeżeń
przyjechał na czas
wszystko w porządku
odprawa celna zakończona
w drodze, przyjazd zgodnie z planem
faktura w załączniku
płatność zrealizowana
wypisz się z newslettera
wesołych świąt
proszę o awizację na jutro
odbierzemy we wtorek
zaproszenie na spotkanie
nowy cennik
sprawa załatwiona, dziękuję
temperatura przewozu od dwóch do ośmiu stopni
towar utrzymywać w temperaturze minus osiemnaście stopni
statek zacumował i trwa rozładunek
pusty kontener zdany na depo
`,
};
