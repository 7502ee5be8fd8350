import type { ActivePolicy, PolicyRelease, PolicyScope } from '../contracts/index.ts';

/** What holds at a time: what was to come, once its time has come. */
export function releaseAt({ current, next }: ActivePolicy, at: string): PolicyRelease {
  return next !== undefined && Date.parse(next.from) <= Date.parse(at) ? next : current;
}

/** The version that holds there: of the overlays that fit the one that says most, else that of the global pack. */
export function versionIn(
  { version, overlays = [] }: Pick<PolicyRelease, 'version' | 'overlays'>,
  { region, businessUnit }: PolicyScope,
): string {
  const fit = overlays.filter(
    (one) => (one.region ?? region) === region && (one.businessUnit ?? businessUnit) === businessUnit,
  );
  const said = (one: PolicyScope): number => [one.region, one.businessUnit].filter((name) => name !== undefined).length;
  return [...fit].sort((left, right) => said(right) - said(left))[0]?.version ?? version;
}
