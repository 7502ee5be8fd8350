import * as z from 'zod';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { declare, flag, stableId } from '../declare-type.ts';
import type { PhoneNumber } from './store.ts';

export interface ConfigurationSet {
  readonly name: string;
  readonly arn: string;
  readonly destinations: readonly { readonly types: readonly string[]; readonly topic: string }[];
}

const destination = z.strictObject({
  Enabled: flag,
  EventDestinationName: z.string(),
  MatchingEventTypes: z.array(z.string().regex(/^TEXT_[A-Z_]+$/, 'only events of texts are known')),
  SnsDestination: z.strictObject({ TopicArn: z.string() }),
});
const keyword = z.strictObject({ Message: z.string() });

const NO_TAGS = { Tags: 'no policy condition on tags is accepted' };

/** Our own: 555-01xx is kept for fiction. */
const numberOf = (id: string): string => `+1206555${String(100 + (Number.parseInt(id, 36) % 100)).padStart(4, '0')}`;

export function smsTypes(
  kernel: Kernel,
  numbers: Map<string, PhoneNumber>,
  sets: Map<string, ConfigurationSet>,
): readonly ResourceType[] {
  return [
    declare(
      'AWS::SMSVOICE::PhoneNumber',
      z.object({
        IsoCountryCode: z.string().regex(/^[A-Z]{2}$/),
        NumberType: z.enum(['LONG_CODE', 'TOLL_FREE', 'TEN_DLC', 'SIMULATOR']),
        NumberCapabilities: z.array(z.literal('SMS')).length(1),
        TwoWay: z.strictObject({ Enabled: flag, ChannelArn: z.string() }).optional(),
        MandatoryKeywords: z.strictObject({ HELP: keyword, STOP: keyword }),
      }),
      ({ TwoWay }, resource) => {
        const id = `phone-${stableId(resource, 32)}`;
        const arn = kernel.arn('sms-voice', `phone-number/${id}`);
        const number = numberOf(stableId(resource, 6));
        numbers.set(arn, { id, arn, number, topic: TwoWay?.Enabled === true ? TwoWay.ChannelArn : undefined });
        return { ref: id, attributes: { Arn: arn, PhoneNumber: number, PhoneNumberId: id } };
      },
      { ...NO_TAGS, DeletionProtectionEnabled: 'nothing is deleted on one machine' },
    ),
    declare(
      'AWS::SMSVOICE::ConfigurationSet',
      z.object({
        ConfigurationSetName: z.string().optional(),
        EventDestinations: z.array(destination).default([]),
      }),
      ({ ConfigurationSetName, EventDestinations }, { physicalName }) => {
        const name = ConfigurationSetName ?? physicalName;
        const arn = kernel.arn('sms-voice', `configuration-set/${name}`);
        const destinations = EventDestinations.filter(({ Enabled }) => Enabled).map((one) => ({
          types: one.MatchingEventTypes,
          topic: one.SnsDestination.TopicArn,
        }));
        sets.set(name, { name, arn, destinations });
        return { ref: name, attributes: { Arn: arn } };
      },
      NO_TAGS,
    ),
  ];
}
