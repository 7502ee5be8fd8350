import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import type { Archive } from './archive.ts';
import type { Target } from './target.ts';

export interface Rule {
  readonly arn: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly matches: ((event: unknown) => boolean) | undefined;
  readonly schedule: string | undefined;
  readonly targets: readonly Target[];
}

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly keyId: string | undefined;
  readonly deadLetterArn: string | undefined;
  /** Those with a pattern that are enabled, so that an event meets nothing else. */
  readonly rules: Rule[];
  readonly archives: Archive[];
}

export interface Buses {
  declare(bus: Pick<Bus, 'name' | 'keyId' | 'deadLetterArn'>): Bus;
  /** By name or ARN; the default bus when neither is given. */
  find(nameOrArn: string | undefined): Bus | undefined;
  require(nameOrArn: string | undefined): Bus;
  arnOf(nameOrArn: string | undefined): string;
  addRule(bus: Bus, rule: Rule): void;
  findRule(arn: string): Rule | undefined;
  rules(): Iterable<Rule>;
}

const DEFAULT_BUS = 'default';

export function createBuses(kernel: Kernel): Buses {
  const buses = new Map<string, Bus>();
  const rules = new Map<string, Rule>();
  const nameOf = (nameOrArn: string | undefined): string => nameOrArn?.split('event-bus/').at(-1) ?? DEFAULT_BUS;
  const declare: Buses['declare'] = ({ name, keyId, deadLetterArn }) => {
    const bus: Bus = {
      name,
      arn: kernel.arn('events', `event-bus/${name}`),
      keyId,
      deadLetterArn,
      rules: [],
      archives: [],
    };
    buses.set(name, bus);
    return bus;
  };
  declare({ name: DEFAULT_BUS, keyId: undefined, deadLetterArn: undefined });
  const find: Buses['find'] = (nameOrArn) => buses.get(nameOf(nameOrArn));
  return {
    declare,
    find,
    require: (nameOrArn) => {
      const bus = find(nameOrArn);
      if (bus === undefined) {
        throw new AwsError('ResourceNotFoundException', `Event bus ${nameOf(nameOrArn)} does not exist.`);
      }
      return bus;
    },
    arnOf: (nameOrArn) => kernel.arn('events', `event-bus/${nameOf(nameOrArn)}`),
    addRule: (bus, rule) => {
      rules.set(rule.arn, rule);
      if (rule.enabled && rule.matches !== undefined) bus.rules.push(rule);
    },
    findRule: (arn) => rules.get(arn),
    rules: () => rules.values(),
  };
}
