import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { anchorOf } from '../../../lambdas/contracts/api/deprecation.ts';
import { ROUTES } from '../../../lambdas/contracts/api/routes.ts';
import { renderReference } from '../../../lambdas/api/render-reference.ts';

const read = (name: string): any =>
  parse(readFileSync(new URL(`../../../docs/api/${name}.yaml`, import.meta.url), 'utf8'));
const openapi = read('openapi');
const page = renderReference(openapi, read('asyncapi'));

test('the page tells of every call, and each of its links leads somewhere', () => {
  const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const name of Object.keys(ROUTES)) expect(anchors).toContain(anchorOf(name));
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.filter((target) => !anchors.has(target))).toEqual([]);
});

test('the page needs no script and nothing from elsewhere', () => {
  expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/);
  expect([...page.matchAll(/href="(?!#)([^"]+)"/g)].map(([, target]) => target)).toEqual([
    'openapi.yaml',
    'openapi.json',
    'asyncapi.yaml',
    'asyncapi.json',
  ]);
});

test('what a description says is text, and never markup', () => {
  const planted = structuredClone(openapi);
  planted.info.description = 'a <script>alert(1)</script> & `<b>`';
  planted.paths['/v1/me'].get.summary = '"><img src=x>';
  planted.paths['/v1/me'].get.deprecated = true;
  const html = renderReference(planted, read('asyncapi'));
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain('<em>deprecated</em>');
});
