/** What people of the trade write in English of stock, supply, customs and money. */
export const englishBusiness = {
  'inventory.shortfall': `
stock shortage
out of stock today
out of stock
not enough stock to fill the order
only part of the quantity could be picked
stock cover is gone, orders are on hold
item not available in the warehouse
we are short of material for tomorrow's orders
cannot be allocated, nothing free on hand
zero units left on the shelf
backorder because of missing stock
short pick on this line
available quantity is less than what was ordered
picking location is empty and there is no reserve
we cannot ship complete, stock is missing
next replenishment only next week, stockout until then
we cannot fill the order line, bin is empty
item is sold out, rest of the order was packed
only part of the line could be picked
not enough units left to complete the order
no more stock of this article until replenishment
`,
  'inventory.mismatch': `
stock difference
count discrepancy
physical count does not match the system
inventory difference found
book quantity and counted quantity differ
stock discrepancy between the warehouse and the ERP
counted fewer pieces than recorded
cycle count variance
the system shows more than there is on the shelf
stock record is wrong, please investigate before adjusting
received quantity differs from the advised quantity
counted twice, deviation confirmed
unexplained stock difference
balances of both systems do not agree
we counted 40 where the books say 52
more pieces on the shelf than in the system
the location is empty although stock is shown
recount gives another figure than the ledger
found six cartons that are booked nowhere
system stock and floor stock are not the same
`,
  'supply.shortfall': `
supply shortage
short supply
we can only supply part of the ordered quantity
the supplier confirms less than ordered
partial confirmation, the rest has no date
raw material shortage, quantities are cut
all customers are on allocation
force majeure at our plant, volumes reduced
the remaining pieces cannot be produced
we can deliver only half of your order
order quantity was reduced by the vendor
balance of the order is cancelled
insufficient production capacity for the full amount
item discontinued, last pieces only
only part of the ordered quantity can ship
we can supply just sixty of the hundred pieces
only forty of the hundred will ship this week
`,
  'supply.late': `
supplier is late
order from the supplier is late
the supplier cannot keep the confirmed date
production is late, goods will be ready two weeks later
the factory postponed the shipment
goods are not ready for the agreed pick-up date
machine breakdown at the plant, delivery date moves
our vendor is late with the components
the purchase order is overdue and nothing has been shipped
lead time has become longer, new ready date
parts due last week have not come and the line will stop
tooling problem, dispatch from the works shifts
we apologise, your order leaves our plant later than confirmed
dispatch date revised because our own supplier is late
missing advance shipping notice for an overdue order
please expedite, the material has not arrived from the vendor
we need more time to finish your order
our production slot moved and the goods follow later
raw material arrived late at our works, so will your order
we have to shift your delivery to the end of the month
the remaining items will only be available in April
ex works date slips by ten days
please accept our new promise date for the purchase order
your order will not ship this week as confirmed
`,
  'compliance.customs_hold': `
customs hold
held by customs
stopped at customs
customs has stopped the container for inspection
the shipment is held by customs
goods detained at the border, valuation questioned
selected for x-ray
customs examination ordered
not released, food authority sampling
the shipment is blocked because of a denied party
import licence query, cargo on hold
border police seized the goods
the entry was placed on hold
awaiting release by the authority
physical inspection by the officer tomorrow
clearance is pending because of tariff classification
veterinary check, no release so far
sanctions screening hit, shipment stopped
physically examined, the cargo remains under customs control
not yet released by customs
`,
  'compliance.document_missing': `
documents missing
missing invoice for customs
the commercial invoice is missing
documents are incomplete
we have not received the packing list
original bill of lading not received, cannot clear
certificate of origin is needed for clearance
without the export declaration we cannot load
please send the missing papers urgently
the dangerous goods declaration is missing
health certificate not in the envelope
the consignee has not provided a power of attorney
the commodity code is missing
we need the import permit before arrival
safety data sheet missing
the airline refuses cargo without documents
waiting for the documents to file the entry
signature missing on the certificate
`,
  'finance.pod_dispute': `
delivery disputed
not received
the customer says the goods never arrived although they are marked delivered
we never received this delivery
proof of delivery is not signed by us
the signature on the receipt is unknown
consignee denies receipt
delivery confirmed in your system but not received
the delivery receipt is illegible and the customer does not pay
we dispute that this was delivered
no proof of delivery, customer withholds payment
signed quantity on the receipt differs from the waybill
nobody here has signed for it
status shows delivered, we have nothing
`,
  'finance.invoice_dispute': `
invoice dispute
wrong invoice
the invoice is wrong
you charged more than agreed
freight rate on the bill does not match the quotation
double invoice for the same shipment
we reject the invoice and ask for a credit note
surcharge was not agreed
please correct the amount
wrong weight was invoiced
incorrect fuel surcharge on the freight bill
we do not accept the accessorial charges
invoice sent to the wrong company and with the wrong tax
overcharged, please refund
price on the invoice differs from the order
billed twice
detention on the invoice is not justified
`,
  'integration.payload_rejected': `
your message was rejected by our system
the EDI file contains errors and was not processed
the interface could not read the file
ship notice failed, mandatory segment is missing
invoice file not accepted by the portal, validation errors
functional acknowledgement with errors
please retransmit the corrected file
upload failed, wrong format
transactions could not be imported
`,
};
