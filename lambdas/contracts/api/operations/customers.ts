import * as answers from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { optOutWish } from '../requests.ts';

export const customerOperations = {
  'POST /v1/customer-opt-outs': {
    tag: 'Customers',
    proof: 'person',
    right: 'tell-customer',
    id: 'enterOptOut',
    summary: 'Say that a customer wants no messages, or wants them again',
    description:
      'Holds for all cases from now on, also for a message that is approved and not sent yet. Said twice, it is kept once.',
    body: bodyOf(optOutWish),
    answers: { 200: { description: 'What holds for the address.', content: json(answers.optOutChange) } },
    problems: [...PERSON, 'invalid-request', 'invalid-json'],
  },
} satisfies Readonly<Record<string, Operation>>;
