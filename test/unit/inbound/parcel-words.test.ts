import { describe, expect, it } from 'vitest';
import { translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';
const HOLD = 'compliance.customs_hold';
const DOCUMENT = 'compliance.document_missing';
const DAMAGED = 'cargo.damaged';
const LOST = 'transport.lost';

/** What carriers write beside a code that only says "exception": UPS has hundreds of such sentences and no public list of their codes. */
const exceptionOfUps = (description: string): object => ({
  trackingNumber: '1Z2',
  localActivityDate: '20260301',
  localActivityTime: '173000',
  activityLocation: { city: 'RENO', stateProvince: 'NV', country: 'US' },
  activityStatus: { type: 'X', code: 'ZZ', description },
});

describe('words beside an exception', () => {
  it.each<readonly [string, string]>([
    [FAILED, 'The company or receiver name is incorrect. This may delay delivery.'],
    [FAILED, 'The receiver moved and could not be contacted.'],
    [FAILED, 'Address not found'],
    [FAILED, 'Undeliverable as addressed'],
    [FAILED, 'Addressee deceased'],
    [FAILED, 'Held, unable to collect payment'],
    [FAILED, 'Delivery could not be completed'],
    [FAILED, 'The delivery was not successful.'],
    [FAILED, 'Delivery unsuccessful'],
    [FAILED, 'Card left'],
    [FAILED, 'Identification could not be verified'],
    [FAILED, 'The recipient is under age'],
    [FAILED, 'A gate code is needed'],
    [FAILED, 'The sender has requested that the package be returned.'],
    [FAILED, 'Business closed'],
    [FAILED, 'Unable to locate recipient'],
    [FAILED, 'The recipient requested that the package be returned.'],
    [DAMAGED, 'All merchandise has been discarded.'],
    [DAMAGED, 'Shipment destroyed at the request of the shipper'],
    [DAMAGED, 'The package was disposed of'],
    [DAMAGED, 'The contents were leaking'],
    [DAMAGED, 'All merchandise is missing. We began an investigation of the damage.'],
    [LOST, "We've begun an investigation to locate the package."],
    [LOST, 'UPS initiated a search for the package'],
    [LOST, 'We were unable to locate your package'],
    [LOST, 'We cannot locate your package. Please contact the shipper.'],
    [DAMAGED, 'The package has been damaged and will be returned to the sender.'],
    [DELAY, 'Package at station, arrived after courier dispatch'],
    [FAILED, 'We need additional info to deliver your package.'],
    [FAILED, 'UPS is preparing to return the package.'],
    [HOLD, 'The package is awaiting clearance by the clearing agency.'],
    [LOST, 'The package is missing'],
    [LOST, 'Parcel stolen'],
    [LOST, 'Theft'],
    [LOST, 'The package cannot be located'],
    [FAILED, 'The address cannot be located: the street number is missing'],
    [DELAY, 'Civil unrest'],
    [DELAY, 'A strike holds it up'],
    [DELAY, 'Road closed'],
    [DELAY, 'The airport is closed'],
    [DELAY, 'Incorrectly routed'],
    [DELAY, 'Flight cancelled'],
    [DELAY, 'Network disruption'],
    [DELAY, 'Port congestion'],
    [HOLD, 'Prohibited item'],
    [HOLD, 'The shipment contains restricted articles'],
    [HOLD, 'Dangerous goods not declared'],
    [HOLD, 'Not yet cleared customs'],
    [HOLD, 'It will move once cleared by customs'],
    [HOLD, 'FDA hold'],
    [DOCUMENT, 'Broker is waiting for documents from the importer'],
    [DOCUMENT, 'Import clearance: need certificate of origin'],
    [DOCUMENT, 'Customs requires more information about the contents'],
    [DOCUMENT, 'Awaiting power of attorney from the importer for customs clearance'],
  ])('%s: %s', (expected, description) => {
    const { drafts } = translated('carrier-ups-trackalert', exceptionOfUps(description));
    expect(drafts).toMatchObject([{ kind: 'exception', type: expected }]);
  });

  it.each([
    ['customs_released', 'Your package cleared customs.'],
    ['customs_released', 'Customs has released the package.'],
    ['customs_released', 'Customs clearance has been completed.'],
    ['customs_released', 'Your package was released by the clearing agency.'],
    ['customs_released', 'International shipment release - Import'],
    ['other', 'The receiver has been notified.'],
    ['other', 'Package not due for delivery'],
    ['other', 'Package available for clearance'],
    ['other', 'UPS has received the information needed for submission to the clearing agency.'],
    ['other', 'Inspected: no damage'],
    ['other', 'Held as customer requested'],
    ['other', 'Customer requested delivery to another location'],
    ['other', "Rescheduled at the receiver's request"],
    ['other', 'Something new'],
  ])('%s, and no trouble: %s', (milestone, description) => {
    const { drafts } = translated('carrier-ups-trackalert', exceptionOfUps(description));
    expect(drafts).toMatchObject([{ kind: 'progress', milestone: { name: milestone } }]);
  });
});
