/** The same names, of which each makes functions that say why they do nothing. */
export function withoutBodies(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name = '']) => name);
  const body = "const none = () => () => { throw new Error('JSON Schema is left out of functions'); };";
  return `${body}\nexport { ${names.map((name) => `none as ${name}`).join(', ')} };`;
}

/**
 * `describe` and `meta` with something to say answer the same schema; nothing is said of how a schema becomes a JSON Schema; and a schema without a word of its own is made once: what is built
 * upon it is another one. A quarter of the schemas that a function makes were such.
 */
export function slimSchemas(source: string): string {
  const changes = [
    [/const cl = this\.clone\(\);\s*core\.globalRegistry\.add\(cl, [^;]+\);\s*return cl;/g, 'return this;'],
    [/^\s+inst\._zod\.processJSONSchema = .+;$/gm, ''],
    [
      /^export function (boolean|int|never|number|string|unknown)\(params\) \{\s+return (.+);\s+\}/gm,
      'let $1_;\nexport function $1(params) { return params === undefined ? ($1_ ??= $2) : $2; }',
    ],
  ] as const;
  return changes.reduce((text, [found, instead]) => {
    const changed = text.replaceAll(found, instead);
    if (changed === text) throw new Error(`schemas of zod are made in another way: nothing is ${String(found)}`);
    return changed;
  }, source);
}
