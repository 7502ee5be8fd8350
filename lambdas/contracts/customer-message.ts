import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { duration, slug, zone } from './primitives.ts';

/** Language of a customer, as IANA names it: `de`, or `pt-BR` where the country matters. */
export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .meta({ description: 'Language, e.g. `de` or `pt-BR`.' });

/** The only facts that leave the house in a message to a customer: of what is not in this list, nothing is told. */
export const customerVariable = z.enum(['customer', 'order', 'shipment', 'carrier', 'promised_date', 'new_date']);
export type CustomerVariable = z.infer<typeof customerVariable>;

const texts = z
  .strictObject({
    subject: z.string().trim().min(1),
    text: z.string().trim().min(1).meta({ description: 'Plain text; an empty line begins a paragraph.' }),
  })
  .meta({ description: 'Approved text in one language; `{new_date}` puts a fact in.' });

export const customerTemplate = z.strictObject({
  id: slug,
  types: z.array(exceptionType).min(1),
  occasion: z.enum(['first', 'update']).default('first').meta({
    description: 'first: the customer hears of it for the first time; update: what was told has changed.',
  }),
  variables: z.array(customerVariable).default([]).meta({
    description:
      'Facts that the texts use. One that is not known when the message is due: nothing is sent, and a person is asked.',
  }),
  texts: z.record(language, texts),
});
export type CustomerTemplate = z.infer<typeof customerTemplate>;

/** What customers are told, by mail, in approved words. */
export const customerMessages = z.strictObject({
  replyTo: z.email().meta({ description: 'Where an answer of a customer goes.' }),
  fallbackLanguage: language.meta({
    description: 'For customers of whom no language is known, or one that a template does not have.',
  }),
  zone: zone.meta({ description: 'In which zone the days of a message are said.' }),
  footer: z
    .record(language, z.string().trim().min(1).max(500))
    .meta({ description: 'Below each message; `{opt_out}` is the address at which a customer ends them.' }),
  updates: z
    .strictObject({
      movedBy: duration.meta({ description: 'A date that has moved by less is not told again.' }),
      notBefore: duration.meta({ description: 'After the message before.' }),
      atMost: z.int().min(0).max(20).meta({ description: 'Updates of one case; then a person tells them.' }),
    })
    .default({ movedBy: 'P1D', notBefore: 'PT4H', atMost: 3 }),
  templates: z.array(customerTemplate).min(1),
});
export type CustomerMessages = z.infer<typeof customerMessages>;

/** Where telling the customer stands. */
export const customerStanding = z
  .strictObject({
    state: z.enum(['told', 'not_told']),
    at: z.iso.datetime({ offset: false }),
    why: z
      .string()
      .optional()
      .meta({ description: 'Why no message has reached them, so that a person has to tell them.' }),
    actionId: z.string().optional().meta({ description: 'The message that it is about.' }),
    said: z.literal(true).optional().meta({ description: 'A call has said so.' }),
  })
  .meta({ id: 'CustomerStanding' });
