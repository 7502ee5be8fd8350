import * as z from 'zod';

/** Version 1 of the taxonomy. A policy pack can add types of its own under a family that it names. */
export const exceptionTypes = [
  'transport.milestone_missed',
  'transport.delay',
  'transport.delivery_failed',
  'transport.capacity_rejected',
  'transport.detention',
  'transport.lost',
  'cargo.damaged',
  'cargo.temperature_excursion',
  'cargo.mis_shipped',
  'inventory.shortfall',
  'inventory.mismatch',
  'supply.shortfall',
  'supply.late',
  'compliance.customs_hold',
  'compliance.document_missing',
  'finance.pod_dispute',
  'finance.invoice_dispute',
  'integration.source_silent',
  'integration.payload_rejected',
] as const;

/** The type of an incident: opened by the system over many cases of one cause, never by a report. */
export const INCIDENT_TYPE = 'incident.storm';

export const exceptionType = z
  .string()
  .regex(/^[a-z]+\.[a-z_]+$/)
  .meta({ description: `Exception type, e.g. ${exceptionTypes.slice(0, 3).join(', ')}.` });
export type ExceptionType = z.infer<typeof exceptionType>;
