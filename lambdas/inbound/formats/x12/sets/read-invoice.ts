import { referenceTo } from '../../references.ts';
import { amountsIn } from '../amounts.ts';
import { firstOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { filled, referencesIn } from '../references.ts';
import { reportDocument } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';

/** X12 210, Motor Carrier Freight Details and Invoice. An invoice is no trouble by itself, whatever it charges: who disputes one says so elsewhere. */
export const readFreightInvoice: SetReader = (reading) => {
  const { set, sender } = reading;
  const [, number, shipment, , , date, , , , , carrier] = firstOf(set.segments, 'B3').elements;
  const scac = filled(carrier, 10);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('invoice', number, scac ?? sender.issuer),
        ...referenceTo('shipment', shipment, sender.issuer),
        ...referencesIn(set.segments, scac ?? sender.issuer, sender),
      ],
      scac,
      amounts: amountsIn(set.segments),
      lane: { origin: placeOfParty(set.segments, ['SH', 'SF']), destination: placeOfParty(set.segments, ['CN', 'ST']) },
    },
    time: documentTime({ date }, undefined, sender),
    findings: [],
    named: 'B302',
  });
};

/** X12 810, Invoice; credit and debit memos are told by BIG07 (X12 640). */
export const readInvoice: SetReader = (reading) => {
  const { set, sender } = reading;
  const [date, number, , order, , , type] = firstOf(set.segments, 'BIG').elements;
  const kind = filled(type, 10);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('invoice', number, sender.issuer),
        ...referenceTo('purchase_order', order, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
      amounts: amountsIn(set.segments),
    },
    time: documentTime({ date }, undefined, sender),
    ...(kind === undefined ? {} : { reason: { scheme: 'x12:640', code: kind } }),
    findings: [],
    named: 'BIG02',
  });
};
