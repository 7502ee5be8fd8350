import { createCrm } from './crm.ts';
import type { CrmPartner } from './crm.ts';
import { createDocumentStore } from './document-store.ts';
import { createErp } from './erp.ts';
import type { ErpPartner } from './erp.ts';
import { createFinance } from './finance.ts';
import { createMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { serve } from './server.ts';
import { createSlack } from './slack.ts';
import type { SlackMessage } from './slack-messages.ts';
import type { SlackPartner } from './slack.ts';
import type { SystemPartner } from './system.ts';
import { createProcurement } from './procurement.ts';
import { createTms } from './tms.ts';
import { createTrade } from './trade.ts';
import { createPhones } from './phones.ts';
import type { Phones } from './phones.ts';
import { createTeams } from './teams.ts';
import type { TeamsCard, TeamsPartner } from './teams.ts';
import type { Answer, PartnerOptions } from './types.ts';
import { createWebhookSink } from './webhook-sink.ts';
import type { WebhookSink } from './webhook-sink.ts';
import { createWms } from './wms.ts';
import type { WmsPartner } from './wms.ts';

export type { Mail } from './mail.ts';
export type { ReceivedText } from './phones.ts';
export type { TeamsCard } from './teams.ts';
export { keepIn } from './kept.ts';
export { promisedFor } from './erp-model.ts';
export type { ClickResult } from './slack-app.ts';
export type { SlackMessage } from './slack-messages.ts';
export type { PartnerEvent, PartnerOptions } from './types.ts';

/** The systems of record, by the names that the application knows them under. */
export const SYSTEMS = ['erp', 'tms', 'crm', 'wms', 'procurement', 'trade', 'documents', 'finance'] as const;
export type SystemName = (typeof SYSTEMS)[number];
export type PartnerName = SystemName | 'slack' | 'teams' | 'mailbox' | 'phones' | 'sink';

export interface Partners {
  readonly erp: ErpPartner;
  /** Other instances of it, as companies have them for their regions; each knows its own orders. */
  readonly erpna: ErpPartner;
  readonly erpapac: ErpPartner;
  readonly tms: SystemPartner;
  readonly crm: CrmPartner;
  readonly wms: WmsPartner;
  readonly procurement: SystemPartner;
  readonly trade: SystemPartner;
  readonly documents: SystemPartner;
  readonly finance: SystemPartner;
  readonly sink: WebhookSink;
  readonly slack: SlackPartner;
  readonly teams: TeamsPartner;
  readonly mailbox: Mailbox;
  readonly phones: Phones;
  /** In process, by host name: `http://erp.partner.test/…`. */
  handle(request: Request): Promise<Response>;
  /** Over loopback, all on one port: `http://127.0.0.1:<port>/erp/…`. Port 0 takes a free one. */
  listen(port: number): Promise<ListeningPartners>;
}

export interface ListeningPartners {
  readonly port: number;
  /** Without a slash at the end. Slack's API is at `<slack>/api`. */
  readonly urls: Readonly<Record<PartnerName, string>>;
  close(): Promise<void>;
}

/** The outside world on one machine: systems of record, Slack, Teams, a mailbox, phones, a sink of webhooks. */
export function createPartners(
  options: PartnerOptions,
  onSlackMessage: (message: SlackMessage) => void = () => undefined,
  onCard: (card: TeamsCard) => void = () => undefined,
): Partners {
  const own = (name: PartnerName | 'erpna' | 'erpapac'): PartnerOptions => {
    const { keep } = options;
    return keep === undefined ? options : { ...options, keep: (shelf) => keep(`${name}: ${shelf}`) };
  };
  const slack = createSlack(own('slack'), onSlackMessage);
  const partners = {
    erp: createErp(own('erp')),
    erpna: createErp(own('erpna')),
    erpapac: createErp(own('erpapac')),
    tms: createTms(own('tms')),
    crm: createCrm(own('crm')),
    wms: createWms(own('wms')),
    procurement: createProcurement(own('procurement')),
    trade: createTrade(own('trade')),
    documents: createDocumentStore(own('documents')),
    finance: createFinance(own('finance')),
    sink: createWebhookSink(own('sink')),
    slack,
    teams: createTeams(own('teams'), onCard),
    mailbox: createMailbox(own('mailbox')),
    phones: createPhones(own('phones')),
  };
  const answers = new Map<string, Answer>(Object.entries(partners).map(([name, { answer }]) => [name, answer]));
  return {
    ...partners,
    handle: async (request) => {
      const name = /^(\w+)\.partner\.test$/.exec(new URL(request.url).hostname)?.[1] ?? '';
      const answer = answers.get(name);
      if (answer === undefined)
        throw new TypeError('fetch failed', { cause: new Error(`nobody plays ${request.url}`) });
      return answer(request);
    },
    listen: async (wanted) => {
      const { port, close } = await serve(answers, wanted);
      const urlOf = (name: PartnerName): string => `http://127.0.0.1:${port}/${name}`;
      return {
        port,
        close,
        urls: {
          erp: urlOf('erp'),
          tms: urlOf('tms'),
          crm: urlOf('crm'),
          wms: urlOf('wms'),
          procurement: urlOf('procurement'),
          trade: urlOf('trade'),
          documents: urlOf('documents'),
          finance: urlOf('finance'),
          sink: urlOf('sink'),
          slack: urlOf('slack'),
          teams: urlOf('teams'),
          mailbox: urlOf('mailbox'),
          phones: urlOf('phones'),
        },
      };
    },
  };
}
