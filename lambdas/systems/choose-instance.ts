import type { SubjectReference, SystemInstance } from '../contracts/index.ts';

export interface Subject {
  readonly region: string;
  readonly businessUnit: string;
  readonly references: readonly SubjectReference[];
}
export type Choice =
  | { readonly instance: SystemInstance; readonly reason: string }
  | { readonly instance: undefined; readonly reason: string };

/** Numbers that an instance gives itself. A number of a carrier may begin with anything. */
const OWN_NUMBERS: readonly SubjectReference['kind'][] = ['order', 'delivery', 'invoice', 'purchase_order'];

/**
 * Which of several instances knows the subject: the one that gives numbers like these, else the one that serves region and business unit, the more closely described first. Nobody is
 * asked by guess: another instance may well have an order of the same number.
 */
export function chooseInstance(instances: readonly SystemInstance[], subject: Subject): Choice {
  const [only] = instances;
  if (only !== undefined && instances.length === 1) return { instance: only, reason: `${only.name} is the only one` };
  return byNumber(instances, subject) ?? byPlace(instances, subject);
}

function byNumber(instances: readonly SystemInstance[], { references }: Subject): Choice | undefined {
  const own = references.filter(({ kind }) => OWN_NUMBERS.includes(kind));
  const matches = own.flatMap(({ kind, value }) =>
    instances.flatMap((instance) =>
      (instance.serves.prefixes ?? [])
        .filter((prefix) => value.startsWith(prefix))
        .map((prefix) => ({ instance, prefix, said: `${kind.replace('_', ' ')} ${value}` })),
    ),
  );
  const longest = Math.max(0, ...matches.map(({ prefix }) => prefix.length));
  const [first, ...others] = matches.filter(({ prefix }) => prefix.length === longest);
  if (first === undefined) return undefined;
  const other = others.find(({ instance }) => instance.name !== first.instance.name);
  if (other !== undefined)
    return {
      instance: undefined,
      reason: `${first.said} is of ${first.instance.name}, ${other.said} of ${other.instance.name}`,
    };
  return { instance: first.instance, reason: `${first.said} begins with ${first.prefix}` };
}

function byPlace(instances: readonly SystemInstance[], { region, businessUnit }: Subject): Choice {
  const fits = ({ serves: { regions, businessUnits, prefixes } }: SystemInstance): number => {
    const says = [regions?.includes(region), businessUnits?.includes(businessUnit)];
    if (says.includes(false)) return -1;
    const narrowed = says.filter((one) => one === true).length;
    // One that is known by its numbers only serves no place.
    return narrowed === 0 && prefixes !== undefined ? -1 : narrowed;
  };
  const best = Math.max(...instances.map(fits));
  const [first, second] = best < 0 ? [] : instances.filter((instance) => fits(instance) === best);
  const place = `region ${region} and business unit ${businessUnit}`;
  if (first === undefined) return { instance: undefined, reason: `no instance serves ${place}` };
  if (second !== undefined)
    return { instance: undefined, reason: `both ${first.name} and ${second.name} serve ${place}` };
  return { instance: first, reason: best === 0 ? `${first.name} serves the rest` : `${first.name} serves ${place}` };
}
