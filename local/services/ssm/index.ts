import type { Kernel, Service } from '../../kernel/types.ts';
import { refuseOther } from '../refuse-unknown.ts';
import { createOperations, putParameter } from './operations.ts';
import { findHeader, openParameterStore, rememberTemplate } from './parameter-store.ts';

/** Parameter Store. */
export function createSsm(kernel: Kernel): Service {
  openParameterStore(kernel);
  return {
    name: 'ssm',
    operations: createOperations(kernel),
    resourceTypes: [
      {
        type: 'AWS::SSM::Parameter',
        properties: ['AllowedPattern', 'DataType', 'Name', 'Tier', 'Type', 'Value'],
        ignored: { Description: 'is a note to people', Tags: 'no policy condition on tags is accepted' },
        create: ({ properties, physicalName }) => {
          const name: string = properties.Name ?? physicalName;
          refuseOther('DataType of AWS::SSM::Parameter', properties.DataType ?? 'text', 'text');
          refuseOther('Type of AWS::SSM::Parameter', properties.Type, 'String', 'StringList');
          // As with CloudFormation, a value that was changed meanwhile stays until the template changes.
          const template = JSON.stringify([
            properties.Type,
            properties.Value,
            properties.AllowedPattern ?? null,
            properties.Tier ?? null,
          ]);
          if (findHeader(kernel, name)?.template !== template) {
            putParameter(kernel, { ...properties, Name: name });
            rememberTemplate(kernel, name, template);
          }
          return { ref: name, attributes: { Type: properties.Type, Value: properties.Value } };
        },
      },
    ],
  };
}
