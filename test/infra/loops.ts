import { ofType, statementsOfRole } from './templates.ts';
import type { Resource, Synthesized } from './templates.ts';
import type { Verdict } from './rules.ts';

/** Whether it may send to a queue that it is itself called by. */
function callsItself(app: Synthesized, lambda: Resource): boolean {
  const sources = ofType(app, 'AWS::Lambda::EventSourceMapping')
    .filter(({ stack, properties }) => stack === lambda.stack && properties.FunctionName?.Ref === lambda.id)
    .map(({ properties }) => JSON.stringify(properties.EventSourceArn));
  return statementsOfRole(app, lambda)
    .filter(({ Action }) => [Action].flat().includes('sqs:SendMessage'))
    .some(({ Resource: targets }) => [targets].flat().some((target) => sources.includes(JSON.stringify(target))));
}

/**
 * Lambda stops a function that its own messages have called about 16 times, and puts what it had to do among the dead letters, if it does not say that it means it. Whoever does not mean it is better stopped.
 * The engine stops nobody. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function loopsAreMeant(app: Synthesized): Verdict {
  const judged = ofType(app, 'AWS::Lambda::Function').map((lambda) => ({
    place: `${lambda.stack}/${lambda.id}`,
    loops: callsItself(app, lambda),
    isAllowed: lambda.properties.RecursiveLoop === 'Allow',
  }));
  return {
    seen: judged.filter(({ loops }) => loops).length,
    violations: judged.flatMap(({ place, loops, isAllowed }) => [
      ...(loops && !isAllowed ? [`${place}: is stopped after 16 messages to itself`] : []),
      ...(!loops && isAllowed ? [`${place}: would not be stopped, and never calls itself`] : []),
    ]),
  };
}
