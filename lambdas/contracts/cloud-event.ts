import * as z from 'zod';

/** CloudEvents 1.0, JSON event format: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Unique within the source: a retry has the id of the first try.' }),
  source: z.string().min(1).max(400).meta({ description: 'URI reference of the system that the event comes from.' }),
  type: z.string().min(1).max(200),
  data: z.unknown().optional(),
  data_base64: z.string().optional().meta({ description: 'The data in base64, instead of `data`.' }),
});

/** The attributes in headers, binary mode: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md */
export const cloudEventHeaders = z.looseObject({
  'ce-specversion': z.literal('1.0'),
  'ce-id': cloudEvent.shape.id,
  'ce-source': cloudEvent.shape.source,
  'ce-type': cloudEvent.shape.type,
});
