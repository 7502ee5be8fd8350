/** What people of the trade write in English of transport and cargo, a phrase a line, by what it reports. Written for this; no mail of anybody stands here. */
export const englishTransport = {
  'transport.delay': `
delayed
the shipment is delayed
the order is delayed, please call the driver
delivery is delayed
the load is late
late arrival
the shipment is delayed by two days
vessel is running late because of bad weather
the arrival has been pushed back to next Monday
revised estimated time of arrival, one week behind schedule
the truck is stuck in traffic and will be late
lorry had a flat tyre, arriving four hours later than planned
the ship missed its berthing window and waits at anchorage
departure postponed owing to fog
flight cancelled, cargo goes on the next one
transhipment missed, the container connects with the following vessel
delay at the border, long queues
because of port congestion the discharge takes place later
rail line closed after a landslide, trains do not run
your delivery will be later than promised
we are running behind, new delivery date is Thursday
due to industrial action the terminal is not working
transit takes five days longer than expected
blank sailing, the departure of this week is omitted
the driver ran out of hours and continues tomorrow morning
delivery rescheduled by the carrier from 3 to 6 March
vessel omits the port of discharge
ETA changed
held up by a storm, running late
the engine of the vessel failed and she is under tow
road closed by snow, vehicles cannot proceed
cargo was bumped from the flight for lack of weight
the barge is waiting for high water to fall
not going to make it today, will be there on Friday
slipped to next week
the ship diverted around the Cape, ten days more
arrival pushed back by two days
new arrival date is Thursday instead of Tuesday
the connection at the hub was missed and it goes tomorrow
truck still at the border, arrival not before tomorrow
rolled to the following sailing
the vessel skipped our port and the box comes with the next one
held up by heavy traffic, will not make the slot
new arrival date a week after the old one
the truck will not be there before tomorrow
the ship arrives in June instead of April
congestion in port, arrival postponed
ETA has changed from the fifth to the twelfth
ETA revised from Monday to Thursday
`,
  'transport.milestone_missed': `
not picked up
missed pick-up
the truck did not come
the driver never showed up for the collection
nobody came to pick up the goods
collection was not made although it was confirmed
the pick-up appointment was missed
truck did not arrive at the loading dock
no update since departure, expected arrival scan is missing
the container was not loaded on the planned vessel
box missed the cut-off and stays at the terminal
shipment was not handed over to the airline in time
carrier no-show this morning
vehicle failed to present at the slot
the goods are still waiting to be collected
still no sign of the haulier
gate-in after closing time, not accepted
the expected departure has not been confirmed
left behind at the origin terminal, not shipped as planned
the container did not make the train
loading did not take place as there was no vehicle
collection did not take place
`,
  'transport.delivery_failed': `
delivery failed
not delivered
delivery refused
delivery attempt failed, consignee closed
the receiver refused the goods
the customer would not accept the load
nobody on site to unload the trailer
address could not be found, parcel is returned
wrong address, the consignee is unknown there
the warehouse turned our driver away
delivery was not possible, goods are back at the depot
consignee refused to sign, driver left again
recipient not available, redelivery required
we could not deliver your consignment today
no tail lift on the vehicle, unloading impossible
the gate was shut and nobody opened
load rejected by the distribution centre, no appointment
undelivered, returned to our branch, please give a new delivery slot
access to the site not possible with this vehicle
receiver had no space and sent the truck back
returned to sender after three attempts
carrier tried to deliver but nobody was home
driver attempted delivery twice without success
customer not at home, card left
the store would not take the pallets in
dock was full, driver had to leave with the load
parcel is waiting at the pick-up point after a missed delivery
recipient has moved away
consignee wants another delivery day, goods remain at the terminal
turned away at the gate, no booking reference
delivery aborted because of restricted access
forklift at the customer is out of order, could not be unloaded
delivery could not be completed, receiver closed
`,
  'transport.capacity_rejected': `
load declined
booking rejected
no capacity
we must decline this load, no truck available
tender rejected for lack of equipment
sorry, we have no capacity on this lane
the carrier cancelled our booking
the airline has not confirmed the space
we are unable to cover this shipment
fully booked, no space on this sailing
cannot accept your order, no vehicles left
the booking was refused by the line
container shifted to the next vessel because the ship is overbooked
we have to give this load back
no drivers for that day, must turn it down
no containers of that type at the depot
spot request not accepted
we will not be able to take your pallets that day
allocation for this week is used up
`,
  'transport.detention': `
demurrage
detention charges
waiting time
free time has expired and demurrage is charged
detention charges are accruing per day
the container has been at the terminal beyond free days
driver waiting at the dock for hours, waiting time will be invoiced
empty container cannot be returned, per diem applies
storage costs are running at the port
last free day was yesterday
the truck has been standing at your plant since this morning without being unloaded
the depot does not take back the empty
demurrage clock started
we are charged storage every day until pick-up
chassis held over, daily charge
over the allowed two hours of loading time
trailer detained at the customer
`,
  'transport.lost': `
lost
shipment lost
parcel missing
the parcel is lost
one pallet is missing and cannot be found
no scan for a week, whereabouts unknown
trace started, the package cannot be located
the trailer was stolen from the parking
goods never reached the terminal, search without result
we have to assume a loss, claim follows
cargo was pilfered, seal broken
the carrier confirms that the consignment is missing
one piece short at arrival, tracer sent
shipment disappeared between two hubs
please start an investigation, the packet has vanished
piece not found in the warehouse
tracking has not moved for ten days and nobody knows where it is
container fell overboard
theft of three cartons during transport
`,
  'cargo.damaged': `
damaged
goods damaged
the delivery was damaged
damaged on arrival
goods arrived damaged
the pallet was crushed and boxes are torn
cartons got wet in transit
several bottles are broken
the packaging is dented and the contents are scratched
water damage found at unloading
the load shifted and fell over
damage was noted on the delivery note
drums are leaking
the crate was dropped by a fork truck
the housing is cracked and a cover is broken
mould on the bags
received in poor condition, photographs enclosed
container has a hole in the roof, cargo soaked
inspection shows breakage
surface scratched, parts unusable
insects found in the cargo, contaminated
shrink wrap torn off and items squashed
stow collapsed inside the unit
`,
  'cargo.temperature_excursion': `
temperature excursion
too warm
reefer failure
temperature of the cargo was too high on arrival
the reefer unit failed and the goods warmed up
cold chain interrupted
data logger shows several hours above the limit
set point two degrees but measured nine
frozen goods arrived thawed
refrigeration off during the night
temperature deviation reported by the sensor
product core temperature out of range
the vaccines were exposed to heat
frost damage, it went below zero
supply air alarm of the refrigerated container
cooling broke down, goods soft
quality rejects the goods because of the temperature record
the product must stay below eight but the logger shows fourteen
the goods were delivered at fifteen degrees
`,
  'cargo.mis_shipped': `
wrong goods
wrong item delivered
we received the wrong item
the wrong product was sent
instead of the ordered size we got another one
labels were mixed up
the parcel went to the wrong customer
goods of somebody else were delivered to us
the content does not match the packing slip
wrong colour delivered
cartons meant for another store
shipped to the wrong warehouse
incorrect part number in the box
the pallets of two orders were swapped
we got something we never ordered
more cartons than ordered, surplus
misrouted to another country
kindly swap the article that came by mistake
`,
};
