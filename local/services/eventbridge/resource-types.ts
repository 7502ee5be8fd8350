import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, PolicyDocument, ResourceType } from '../../kernel/types.ts';
import { refuseOther } from '../refuse-unknown.ts';
import { parseExpression } from '../scheduler/expression.ts';
import type { Archives } from './archive.ts';
import { compilePattern } from './pattern.ts';
import type { Bus, Buses, Rule } from './rules.ts';
import { readDeadLetters, readTarget } from './target.ts';

const keyIdOf = (identifier: unknown): string | undefined =>
  typeof identifier === 'string' && identifier !== '' ? identifier : undefined;

function busType(kernel: Kernel, buses: Buses): ResourceType {
  return {
    type: 'AWS::Events::EventBus',
    properties: ['Name', 'KmsKeyIdentifier', 'DeadLetterConfig', 'Policy'],
    ignored: {
      Description: 'is a note to people',
      Tags: 'no policy condition on tags is accepted',
      LogConfig: 'what happens to an event is told to the terminal and the meter',
    },
    create: ({ properties }) => {
      const bus = buses.declare({
        name: String(properties.Name),
        keyId: keyIdOf(properties.KmsKeyIdentifier),
        deadLetterArn: readDeadLetters(properties.DeadLetterConfig),
      });
      if (properties.Policy !== undefined) kernel.access.addResourcePolicy(bus.arn, properties.Policy);
      return { ref: bus.name, attributes: { Arn: bus.arn, Name: bus.name, Policy: properties.Policy } };
    },
  };
}

/** Either a whole statement, or the older three properties. */
function documentOf(properties: any, bus: Bus): PolicyDocument {
  if (properties.Statement !== undefined)
    return { Statement: { Sid: properties.StatementId, ...properties.Statement } };
  if (properties.Principal === undefined) throw new UnsupportedError('AWS::Events::EventBusPolicy without a Statement');
  const principal: string = properties.Principal;
  return {
    Statement: {
      Sid: properties.StatementId,
      Effect: 'Allow',
      Action: properties.Action,
      Resource: bus.arn,
      Principal: principal === '*' ? '*' : { AWS: principal },
    },
  };
}

function busPolicyType(kernel: Kernel, buses: Buses): ResourceType {
  return {
    type: 'AWS::Events::EventBusPolicy',
    properties: ['EventBusName', 'Statement', 'StatementId', 'Action', 'Principal'],
    create: ({ properties, physicalName }) => {
      const bus = buses.require(properties.EventBusName);
      kernel.access.addResourcePolicy(bus.arn, documentOf(properties, bus));
      return { ref: physicalName };
    },
  };
}

function ruleType(kernel: Kernel, buses: Buses): ResourceType {
  return {
    type: 'AWS::Events::Rule',
    properties: ['Name', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets', 'RoleArn'],
    ignored: { Description: 'is a note to people', Tags: 'no policy condition on tags is accepted' },
    create: ({ properties, physicalName }) => {
      const bus = buses.require(properties.EventBusName);
      const name: string = properties.Name ?? physicalName;
      const path = bus.name === 'default' ? name : `${bus.name}/${name}`;
      const names = { name, arn: kernel.arn('events', `rule/${path}`) };
      refuseOther('State of AWS::Events::Rule', properties.State ?? 'ENABLED', 'ENABLED', 'DISABLED');
      if (properties.RoleArn !== undefined) throw new UnsupportedError(`RoleArn of the rule ${name}`);
      const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
      if (pattern === undefined && schedule === undefined) {
        throw new UnsupportedError(`the rule ${name} with neither EventPattern nor ScheduleExpression`);
      }
      if (schedule !== undefined) checkSchedule(name, bus, schedule);
      const targets: readonly any[] = properties.Targets ?? [];
      const rule: Rule = {
        ...names,
        enabled: properties.State !== 'DISABLED',
        matches: pattern === undefined ? undefined : compilePattern(pattern),
        schedule,
        targets: targets.map((target) => readTarget(kernel, names, target)),
      };
      buses.addRule(bus, rule);
      return { ref: bus.name === 'default' ? name : `${bus.name}|${name}`, attributes: { Arn: rule.arn } };
    },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function checkSchedule(name: string, bus: Bus, schedule: unknown): void {
  if (bus.name !== 'default') throw new UnsupportedError(`ScheduleExpression of the rule ${name} on ${bus.name}`);
  if (parseExpression(String(schedule)).kind === 'at')
    throw new UnsupportedError(`${String(schedule)} of the rule ${name}`);
}

function archiveType(kernel: Kernel, buses: Buses, archives: Archives): ResourceType {
  return {
    type: 'AWS::Events::Archive',
    properties: ['ArchiveName', 'SourceArn', 'EventPattern', 'RetentionDays', 'KmsKeyIdentifier'],
    ignored: { Description: 'is a note to people' },
    create: ({ properties, physicalName }) => {
      const bus = buses.require(properties.SourceArn);
      const name: string = properties.ArchiveName ?? physicalName.slice(0, 48);
      const archive = {
        name,
        arn: kernel.arn('events', `archive/${name}`),
        busArn: bus.arn,
        matches: properties.EventPattern === undefined ? undefined : compilePattern(properties.EventPattern),
        retentionDays: Number(properties.RetentionDays ?? 0),
        keyId: keyIdOf(properties.KmsKeyIdentifier),
      };
      archives.declare(archive);
      bus.archives.push(archive);
      return { ref: name, attributes: { Arn: archive.arn, ArchiveName: name } };
    },
  };
}

export function createResourceTypes(kernel: Kernel, buses: Buses, archives: Archives): readonly ResourceType[] {
  return [
    busType(kernel, buses),
    busPolicyType(kernel, buses),
    ruleType(kernel, buses),
    archiveType(kernel, buses, archives),
  ];
}
