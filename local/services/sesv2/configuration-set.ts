import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import type { Destination } from '../deliver-as-service.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';

export interface EventDestination {
  readonly types: ReadonlySet<string>;
  readonly destination: Destination;
}

export interface ConfigurationSet {
  readonly name: string;
  readonly arn: string;
  readonly sending: boolean;
  /** By name: declaring one again replaces it. */
  readonly destinations: Map<string, EventDestination>;
}

/** Opens and clicks would need mails to be rewritten; the last four have no cause here and so never come. */
const TYPES = [
  'send',
  'delivery',
  'bounce',
  'complaint',
  'reject',
  'renderingFailure',
  'deliveryDelay',
  'subscription',
];

/** `RENDERING_FAILURE` of the API is `renderingFailure` of the template. */
function parseType(type: string): string {
  const name =
    type.includes('_') || type === type.toUpperCase()
      ? type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
      : type;
  if (!TYPES.includes(name)) throw new UnsupportedError(`the SES event type ${type}`);
  return name;
}

function parseDestination(setting: any): EventDestination {
  refuseUnknown('EventDestination', setting, [
    'Enabled',
    'EventBridgeDestination',
    'MatchingEventTypes',
    'Name',
    'SnsDestination',
  ]);
  const types: readonly string[] = setting.MatchingEventTypes;
  const topic: string | undefined = setting.SnsDestination?.TopicARN;
  const bus: string | undefined = setting.EventBridgeDestination?.EventBusArn;
  if (topic === undefined && bus === undefined)
    throw new UnsupportedError('an EventDestination without SNS topic or event bus');
  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_EventBridgeDestination.html
  if (bus !== undefined) refuseOther('EventBusArn (only the default bus)', bus.endsWith(':event-bus/default'), true);
  return {
    types: new Set(setting.Enabled === false ? [] : types.map(parseType)),
    destination: topic === undefined ? { kind: 'eventbridge' } : { kind: 'sns', arn: topic },
  };
}

export function findConfigurationSet(sets: ReadonlyMap<string, ConfigurationSet>, name: string): ConfigurationSet {
  const set = sets.get(name);
  if (set === undefined)
    throw new AwsError('NotFoundException', `Configuration set <${name}> does not exist.`, { httpStatusCode: 404 });
  return set;
}

export function configurationSetTypes(kernel: Kernel, sets: Map<string, ConfigurationSet>): readonly ResourceType[] {
  return [
    {
      type: 'AWS::SES::ConfigurationSet',
      properties: ['Name', 'SendingOptions'],
      ignored: {
        DeliveryOptions: 'no mail leaves this machine',
        ReputationOptions: 'there is no CloudWatch on one machine',
        SuppressionOptions: 'only addresses of the mailbox simulator bounce here, and these are never suppressed',
        Tags: 'no policy condition on tags is accepted',
        VdmOptions: 'there is no deliverability dashboard on one machine',
      },
      create: ({ properties, physicalName }) => {
        const name: string = properties.Name ?? physicalName;
        const arn = kernel.arn('ses', `configuration-set/${name}`);
        sets.set(name, {
          name,
          arn,
          sending: properties.SendingOptions?.SendingEnabled !== false,
          destinations: new Map(),
        });
        return { ref: name };
      },
    },
    {
      type: 'AWS::SES::ConfigurationSetEventDestination',
      properties: ['ConfigurationSetName', 'EventDestination'],
      create: ({ properties, logicalId }) => {
        const set = findConfigurationSet(sets, properties.ConfigurationSetName);
        const name: string = properties.EventDestination.Name ?? logicalId;
        set.destinations.set(name, parseDestination(properties.EventDestination));
        return { ref: name, attributes: { Id: name } };
      },
    },
  ];
}
