import * as z from 'zod';

/** Only what the house rules look at; that the whole is valid ASL is the validator's business. */
const state = z.object({
  Type: z.string(),
  Retry: z.array(z.unknown()).optional(),
  Catch: z.array(z.unknown()).optional(),
  QueryLanguage: z.string().optional(),
  get Branches() {
    return z.array(machine).optional();
  },
  get ItemProcessor() {
    return machine.optional();
  },
});
const machine = z.object({
  get States() {
    return z.record(z.string(), state);
  },
});
const definition = z.object({ QueryLanguage: z.string().optional(), ...machine.shape });

type State = z.infer<typeof state>;
type Machine = z.infer<typeof machine>;

/**
 * What the house asks beyond valid ASL: JSONata throughout, a Retry and a Catch on every Task (also inside a Parallel
 * or Map), and names that a person on call can read in the console as a story.
 */
export function findHouseRuleBreaches(asl: unknown): readonly string[] {
  const parsed = definition.safeParse(asl);
  if (!parsed.success) return [`is no state machine: ${z.prettifyError(parsed.error)}`];
  const language = parsed.data.QueryLanguage === 'JSONata' ? [] : ['QueryLanguage is not JSONata'];
  return [...language, ...breachesOfMachine(parsed.data)];
}

const breachesOfMachine = (part: Machine): readonly string[] =>
  Object.entries(part.States).flatMap(([name, each]) => breachesOfState(name, each));

function breachesOfState(name: string, each: State): readonly string[] {
  const parts = [...(each.Branches ?? []), ...(each.ItemProcessor === undefined ? [] : [each.ItemProcessor])];
  return [...breachesOfName(name, each), ...breachesOfTask(name, each), ...parts.flatMap(breachesOfMachine)];
}

function breachesOfName(name: string, each: State): readonly string[] {
  const breaches: string[] = [];
  if (!/^\p{Lu}\S* \S/u.test(name)) breaches.push(`"${name}" is neither a sentence nor a question`);
  if (each.Type === 'Choice' && !name.endsWith('?')) breaches.push(`"${name}" chooses, so its name is a question`);
  if (each.QueryLanguage === 'JSONPath') breaches.push(`"${name}" falls back to JSONPath`);
  return breaches;
}

function breachesOfTask(name: string, each: State): readonly string[] {
  if (each.Type !== 'Task') return [];
  const breaches: string[] = [];
  if ((each.Retry ?? []).length === 0) breaches.push(`Task "${name}" has no Retry`);
  if ((each.Catch ?? []).length === 0) breaches.push(`Task "${name}" has no Catch`);
  return breaches;
}
