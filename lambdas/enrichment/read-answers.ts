import * as z from 'zod';
import type { Facts } from './ports.ts';

/** OData V4 answer of the ERP to a question for sales orders; amounts are decimal text, times ISO 8601. */
const erpAnswer = z.object({
  value: z.array(
    z.object({
      SalesOrder: z.string(),
      CustomerName: z.string().optional(),
      TotalNetAmount: z.string().optional(),
      TransactionCurrency: z.string().length(3).optional(),
      RequestedDeliveryDateTime: z.string().optional(),
      DeliveryPriority: z.string().optional(),
      IsExpress: z.boolean().optional(),
    }),
  ),
});

export function readErpAnswer(body: unknown): Facts | undefined {
  const [order] = erpAnswer.parse(body).value;
  if (order === undefined) return undefined;
  const { TotalNetAmount: amount, TransactionCurrency: currency } = order;
  return present({
    order: order.SalesOrder,
    customerName: order.CustomerName,
    orderValue: amount === undefined || currency === undefined ? undefined : { amount, currency },
    promisedAt: order.RequestedDeliveryDateTime,
    priority: order.DeliveryPriority,
    expedited: order.IsExpress,
  });
}

const tmsAnswer = z.object({
  shipments: z.array(
    z.object({
      id: z.string(),
      mode: z.string().optional(),
      carrier: z.string().optional(),
      cutoffAt: z.string().optional(),
      estimatedArrival: z.string().optional(),
      temperatureControlled: z.boolean().optional(),
      dangerousGoods: z.boolean().optional(),
      perishable: z.boolean().optional(),
    }),
  ),
});

export function readTmsAnswer(body: unknown): Facts | undefined {
  const [shipment] = tmsAnswer.parse(body).shipments;
  if (shipment === undefined) return undefined;
  const { id, ...rest } = shipment;
  return present({ shipment: id, ...rest });
}

/** Answer of a CRM query in the shape of the Salesforce REST API: records with their account. */
const crmAnswer = z.object({
  records: z.array(
    z.object({
      Account: z.object({
        Name: z.string().optional(),
        Tier__c: z.string().optional(),
        SafetyCritical__c: z.boolean().optional(),
      }),
      PenaltyAmount__c: z.number().nullish(),
      CurrencyIsoCode: z.string().length(3).nullish(),
      OpenComplaints__c: z.number().nullish(),
    }),
  ),
});

export function readCrmAnswer(body: unknown): Facts | undefined {
  const [record] = crmAnswer.parse(body).records;
  if (record === undefined) return undefined;
  const { PenaltyAmount__c: penalty, CurrencyIsoCode: currency, OpenComplaints__c: complaints } = record;
  return present({
    customerName: record.Account.Name,
    tier: record.Account.Tier__c?.toLowerCase(),
    safetyCritical: record.Account.SafetyCritical__c,
    penalty: penalty == null || currency == null ? undefined : { amount: penalty.toFixed(2), currency },
    openComplaints: complaints ?? undefined,
  });
}

function present(facts: Readonly<Record<string, Facts[string] | undefined>>): Facts {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
