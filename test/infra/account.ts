import { ofType } from './templates.ts';
import type { Synthesized } from './templates.ts';
import type { Verdict } from './rules.ts';

/** Names that an account has once in a Region. */
const ONCE: readonly (readonly [type: string, property: string])[] = [
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::KMS::Alias', 'AliasName'],
  ['AWS::SSM::Parameter', 'Name'],
  ['AWS::Scheduler::ScheduleGroup', 'Name'],
  ['AWS::Events::EventBus', 'Name'],
  ['AWS::SES::ReceiptRuleSet', 'RuleSetName'],
  ['AWS::SES::EmailIdentity', 'EmailIdentity'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::Cognito::UserPoolDomain', 'Domain'],
];

interface Named {
  readonly place: string;
  readonly name: string;
  readonly deletionPolicy: string | undefined;
}

function namesIn(app: Synthesized): readonly Named[] {
  return ONCE.flatMap(([type, property]) =>
    ofType(app, type)
      .filter(({ properties }) => properties[property] !== undefined)
      .map(({ stack, id, properties, deletionPolicy }) => ({
        deletionPolicy,
        place: `${stack}/${id}`,
        name: `${type} ${JSON.stringify(properties[property])}`,
      })),
  );
}

/** Two stages have room in one account: the second deployment of a name is refused. */
export function stagesShareNoName(one: Synthesized, other: Synthesized): Verdict {
  const taken = new Set(namesIn(one).map(({ name }) => name));
  const names = namesIn(other);
  return {
    seen: names.length,
    violations: names.filter(({ name }) => taken.has(name)).map(({ place, name }) => `${place}: ${name} is taken`),
  };
}

/**
 * What is kept also where the first deployment fails has taken its name when the second one comes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export function firstDeploymentCanBeTriedAgain(app: Synthesized): Verdict {
  const names = namesIn(app);
  return {
    seen: names.length,
    violations: names
      .filter(({ deletionPolicy }) => deletionPolicy === 'Retain')
      .map(({ place, name }) => `${place}: ${name} is left behind`),
  };
}

/**
 * Metrics of each method are custom metrics, five a method at 0.30 USD a month, and no alarm or dashboard reads them; those of the API cost nothing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export function nobodyPaysForMetricsOfMethods(app: Synthesized): Verdict {
  const settings = ofType(app, 'AWS::ApiGateway::Stage').flatMap(({ properties }) => properties.MethodSettings ?? []);
  return {
    seen: settings.length,
    violations: settings
      .filter(({ MetricsEnabled }: any) => MetricsEnabled === true)
      .map(({ HttpMethod, ResourcePath }: any) => `${HttpMethod} ${ResourcePath} has metrics of its own`),
  };
}

/** Where functions count, and where alarms look: alike in a stage, and not in two. Else the auditor of one stage keeps the alarm of the other quiet. */
export function stagesCountApart(one: Synthesized, other: Synthesized): Verdict {
  const counting = (app: Synthesized): readonly (readonly [place: string, namespace: unknown])[] =>
    ofType(app, 'AWS::Lambda::Function').map(({ stack, id, properties }) => [
      `${stack}/${id}`,
      properties.Environment?.Variables?.POWERTOOLS_METRICS_NAMESPACE,
    ]);
  const looking = ofType(one, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => !String(properties.Namespace).startsWith('AWS/'))
    .map(({ stack, id, properties }) => [`${stack}/${id}`, properties.Namespace] as const);
  const [[, ours] = []] = counting(one);
  const theirs = new Set(counting(other).map(([, namespace]) => namespace));
  return {
    seen: looking.length,
    violations: [...counting(one), ...looking]
      .filter(([, namespace]) => namespace === undefined || namespace !== ours || theirs.has(namespace))
      .map(([place, namespace]) => `${place}: counts in ${String(namespace)}`),
  };
}
