import { Tags } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import { readConfiguration } from './configuration.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { CaseFlowStack } from './stacks/case-flow-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EngagementStack } from './stacks/engagement-stack.ts';
import { InboundStack } from './stacks/inbound-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';

/** The whole application for the stage of the context. The bundles must exist: see `bundleHandlers`. */
export function composeApp(app: App): readonly Stack[] {
  const configuration = readConfiguration(app);
  const name = (part: string): string => `fairlead-${configuration.stage}-${part}`;
  const data = new DataStack(app, name('data'), { configuration });
  const engagement = new EngagementStack(app, name('engagement'), { configuration, data });
  const caseFlow = new CaseFlowStack(app, name('case-flow'), { configuration, data, engagement });
  const inbound = new InboundStack(app, name('inbound'), { configuration, data });
  const api = new ApiStack(app, name('api'), { configuration, data, inbound });
  const operations = new OperationsStack(app, name('operations'), { configuration, data, api });
  Tags.of(app).add('application', 'fairlead');
  Tags.of(app).add('stage', configuration.stage);
  return [data, engagement, caseFlow, inbound, api, operations];
}
