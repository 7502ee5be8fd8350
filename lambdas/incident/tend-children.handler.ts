import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { caseEvent, childPage } from '../contracts/index.ts';
import { parseEnvironment, queueHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { createTender } from './adapters/tend-children.ts';

const { CHILDREN_QUEUE } = parseEnvironment({ CHILDREN_QUEUE: z.string() });
const tender = createTender({ cases: caseStore(), packs: packStore(), queueUrl: CHILDREN_QUEUE });
/** An event of the bus about an incident, or a page of its children that this function has sent itself. */
const message = z.union([z.object({ page: childPage }), z.object({ detail: caseEvent })]);

/** Consumer of the children queue: what an incident's beginning and end mean for its children, a page at a time. */
export const handler = queueHandler(
  'tend-children',
  (text) => message.parse(JSON.parse(text)),
  async (body, { meters, log }) => {
    const tended = await tender('page' in body ? body : { entry: body.detail.entry });
    log.info('incident.children_tended', {
      incidentId: 'page' in body ? body.page.incidentId : body.detail.entry.caseId,
      work: 'page' in body ? body.page.do : body.detail.entry.happening.what,
      tended,
    });
    meters.count('ChildrenTended', tended);
  },
);
