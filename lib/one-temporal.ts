import ts from 'typescript';

const OWN_COPY = /globalThis\.Temporal\?\?(\w+)/;

/**
 * The library of recurrences brings a copy of Temporal of 120 KB inside of its one file, beside the one that we use. Its copy becomes ours; and as a call at the top of a module
 * looks like work with an effect to a bundler, each is marked as the making of a constant, so that what only the copy used is left out. A file without a copy stays as it is.
 */
export function withOneTemporal(source: string): string {
  const copy = OWN_COPY.exec(source)?.[1];
  if (copy === undefined) return source;
  const change = ({ name, initializer }: ts.VariableDeclaration): readonly { at: ts.Node; text: string }[] => {
    if (initializer === undefined) return [];
    // Taken out of an object nothing is seen to be without effect: of the copy it is the way from a Date.
    if (!ts.isIdentifier(name)) return [{ at: initializer, text: '{}' }];
    if (name.text === copy) return [{ at: initializer, text: 'OurTemporal' }];
    return isPlain(initializer)
      ? []
      : [{ at: initializer, text: `/* @__PURE__ */ (() => (${initializer.getText(file)}))()` }];
  };
  const file = ts.createSourceFile('recurrences.js', source, ts.ScriptTarget.Latest);
  const changes = file.statements.flatMap((statement) => {
    // What is done and not made completes the classes of the copy.
    if (ts.isExpressionStatement(statement)) return [{ at: statement, text: '' }];
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(change) : [];
  });
  const changed = changes
    .reverse()
    .reduce((text, { at, text: made }) => text.slice(0, at.getStart(file)) + made + text.slice(at.end), source);
  return `import { Temporal as OurTemporal } from 'temporal-polyfill';\n${changed}`;
}

function isPlain(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isLiteralExpression(node) || ts.isIdentifier(node)
  );
}
