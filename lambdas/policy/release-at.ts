import type { ActivePolicy, PolicyRelease, PolicyScope } from '../contracts/index.ts';

/** What holds at a time: what was to come, once its time has come. */
export function releaseAt({ current, next }: ActivePolicy, at: string): PolicyRelease {
  return next !== undefined && Date.parse(next.from) <= Date.parse(at) ? next : current;
}

type Scoped = Pick<PolicyRelease, 'version' | 'overlays'>;

/** The version that holds there: of the overlays that fit the one that says most, else that of the global pack. */
export function versionIn(release: Scoped, scope: PolicyScope): string {
  return overlayIn(release, scope)?.version ?? release.version;
}

/** The region and unit of the overlay that holds there; empty where the global pack does. */
export function scopeIn(release: Scoped, scope: PolicyScope): PolicyScope {
  const { region, businessUnit } = overlayIn(release, scope) ?? {};
  return { ...(region === undefined ? {} : { region }), ...(businessUnit === undefined ? {} : { businessUnit }) };
}

function overlayIn({ overlays = [] }: Scoped, { region, businessUnit }: PolicyScope) {
  const fit = overlays.filter(
    (one) => (one.region ?? region) === region && (one.businessUnit ?? businessUnit) === businessUnit,
  );
  const said = (one: PolicyScope): number => [one.region, one.businessUnit].filter((name) => name !== undefined).length;
  return [...fit].sort((left, right) => said(right) - said(left))[0];
}
