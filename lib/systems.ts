/** The systems of record, by the names that the application knows them under. */
export const SYSTEMS = ['erp', 'tms', 'crm', 'wms', 'procurement', 'trade', 'documents', 'finance'] as const;
export type System = (typeof SYSTEMS)[number];

/** Those in which the catalogue of actions changes something. */
export const WRITTEN = [
  'erp',
  'tms',
  'crm',
  'wms',
  'procurement',
  'documents',
  'finance',
] as const satisfies readonly System[];
