/** What mails in English say that report no trouble, or none any more. */
export const englishOrdinary = {
  none: `
this message was generated automatically, do not reply
registered office and company number
you get this mail because you have ordered
shipment
order
delivery
container
purchase order
call me
please call
delivered
hello
dear all
good morning
hi team
dear sir or madam
kind regards
best regards
many thanks
thank you for your help
have a nice weekend
sent from my phone
head of logistics
phone and fax
please find attached
please see the attached file
this message is confidential and intended for the addressee only
think before you print
I am out of the office
I will answer on my return
I am on holiday, in urgent cases contact my colleague
kindly quote your rates
kindly send us your offer for the following shipment
request for quotation
what is your transit time and free time
rates are valid until the end of the month
booking confirmed
we confirm your booking, closing is on Monday
order confirmed as requested, full quantity
delivered in good order and condition
delivered this morning, signed by the receiver
proof of delivery attached as requested
please send the proof of delivery for our files
may I have the tracking number
collected as planned
loaded and on its way
on schedule
on time, no problems
vessel departed as planned, arrival unchanged
everything is in order
container released by customs
cleared, truck is booked
released, no inspection
documents received, complete
received in full
all boxes have arrived
the claim is settled and paid
the case is closed, thank you
issue solved, thanks for the quick help
stock was found, the difference is cleared
your statement of account is ready
the invoice is attached, payment within thirty days
payment was made today
please update our bank details
new price list from January
general rate increase from the first of the month
newsletter, market update
webinar, register now
read more, view in browser, unsubscribe
our terms and conditions have changed
new opening hours
scheduled maintenance of the portal
invitation to a meeting, agenda
let us move the call to three o'clock
can we talk about the claims procedure
merry Christmas and a happy new year
congratulations on your promotion
application for a job
curriculum vitae attached
annual contract, penalties for late delivery and liability for damage in the annex
the contract covers loss and damage
how satisfied were you with the delivery
customer survey
please book a slot for tomorrow
driver and number plate of tomorrow's truck
please confirm the loading time
we will collect on Tuesday
goods are ready for collection
pallets, weight and dimensions as below
forecast for next quarter
minutes of the meeting
training about dangerous goods
please fill in the form
insurance certificate for the new carrier
your account was created, set your password
temperature report attached, all within limits
inventory count agrees with the system
test, please ignore
will keep you posted
any questions, call me
I will check and come back to you
noted with thanks
see below
for your information
strike ended, terminals work normally again
your package is out for delivery and arrives by evening
your package has been delivered to the front door
the parcel was handed over to the local carrier
your parcel was collected and heads to the delivery centre
good news, your order has arrived
it should arrive by eight tonight
pick it up at the counter before closing
your parcel has arrived and is ready to collect
if something is missing you can start a return
the driver delivered all pallets and the customer signed
delivery was completed in the booked slot
new stock was counted and booked as planned
your order leaves our plant today as confirmed
transport temperature two to eight degrees, as agreed
set point minus eighteen, vents closed
keep the goods between two and eight degrees
please precool the reefer before loading
the vessel has berthed and is being discharged
the vessel arrived in port on schedule
empty was handed in at the depot
`,
};
