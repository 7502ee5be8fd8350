/** A module of Node with each of its names as a constant of its own. What is made when it is asked for comes from the whole, and so is made when it is used. */
export function namesOf(builtin: string): string {
  const whole = JSON.stringify(builtin);
  const names = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(builtin) ?? {}))
    .filter(([name]) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name))
    .map(([name, property]) =>
      property.get === undefined
        ? `const _${name} = /* @__PURE__ */ (() => whole.${name})();\nexport { _${name} as ${name} };`
        : `export { ${name} } from "whole:${builtin}";`,
    );
  return [
    `const whole = /* @__PURE__ */ (() => process.getBuiltinModule(${whole}))();`,
    'export default whole;',
    ...names,
  ].join('\n');
}
