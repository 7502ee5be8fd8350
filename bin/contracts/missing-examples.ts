import { at, members } from './document.ts';
import type { Json } from './document.ts';

/** Bytes, and pages that a person looks at in a browser: an example of them would tell nobody how to read one. */
const SHOWN = new Set(['text/html', 'application/pdf', 'image/png', 'image/jpeg']);
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

/** What an integrator would miss: each operation has words, an example of what it takes, and one of each of its answers. */
export function missingExamples(document: Json): readonly string[] {
  return members(document['paths']).flatMap(([path, methods]) =>
    members(methods)
      .filter(([method]) => METHODS.has(method))
      .flatMap(([method, operation]) =>
        missingIn(document, operation).map((what) => `${method.toUpperCase()} ${path} has no ${what}`),
      ),
  );
}

function missingIn(document: Json, operation: unknown): readonly string[] {
  const words = ['summary', 'description'].filter((name) => !isSaid(at(operation, name)));
  const body = at(operation, 'requestBody');
  const answers = members(at(operation, 'responses'));
  return [
    ...words,
    ...(body === undefined || hasExample(body) ? [] : ['example of its body']),
    ...answers
      .filter(([, answer]) => !hasExample(resolved(document, answer)))
      .map(([status]) => `example of its answer ${status}`),
    ...answers
      .filter(([status, answer]) => !isProblem(status, resolved(document, answer)))
      .map(([status]) => `problem document as its answer ${status}`),
  ];
}

function isSaid(words: unknown): boolean {
  return typeof words === 'string' && words.trim() !== '';
}

/** Where there is content at all that is not only looked at. */
function hasExample(holder: unknown): boolean {
  const content = members(at(holder, 'content')).filter(([mediaType]) => !SHOWN.has(mediaType));
  return (
    content.length === 0 ||
    content.some(([, one]) => at(one, 'example') !== undefined || at(one, 'examples') !== undefined)
  );
}

/** Refusals are problem documents, pages for whoever follows a link, or say nothing at all (to whoever cannot sign). The gateway knows no media type but `application/json`. */
function isProblem(status: string, answer: unknown): boolean {
  const types = members(at(answer, 'content')).map(([mediaType]) => mediaType);
  if (!/^[45]/.test(status) || types.length === 0) return true;
  return types.some((mediaType) => ['application/problem+json', 'application/json', 'text/html'].includes(mediaType));
}

function resolved(document: Json, answer: unknown): unknown {
  const ref = at(answer, '$ref');
  return typeof ref === 'string' ? at(document, ...ref.replace(/^#\//, '').split('/')) : answer;
}
