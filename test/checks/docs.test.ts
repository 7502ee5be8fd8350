import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../lambdas/contracts/api/routes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const pages = globSync('**/*.md', { cwd: ROOT, exclude: ['node_modules', '.build', 'cdk.out', '.fairlead'] })
  .sort()
  .map((file): [string, string] => [file, readFileSync(join(ROOT, file), 'utf8')]);

const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);

const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, '');
const inTicks = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replace(/[^\p{L}\p{N}\-_ ]/gu, '').replaceAll(' ', '-');
}

function anchorsOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(ROOT, target))) return false;
  return fragment === undefined || anchorsOf(readFileSync(join(ROOT, target), 'utf8')).includes(fragment);
}

const FORMATS = 'lambdas/inbound/formats';
const foldersIn = (path: string): readonly string[] => globSync('*/', { cwd: join(ROOT, path) });
const FOLDERS = ['', 'lambdas', FORMATS].flatMap(foldersIn);

/** A file or folder that is named from the root, from `lambdas`, among the formats or from where the page stands, with or without its ending. */
function isThere(path: string, file = 'README.md'): boolean {
  const ends = ['', '.ts', '.handler.ts', '.dynamo.ts', '.s3.ts', '.sqs.ts', '.test.ts'];
  return ['', 'lambdas', FORMATS, dirname(file)].some((below) =>
    ends.some((end) => existsSync(join(ROOT, below, path.replace(/\/$/, '') + end))),
  );
}

/** What has a gap in it (`<room>`, `*`) names many, and `case/1` is a contract. */
function isPath(word: string, file: string): boolean {
  const [first = ''] = word.split('/');
  return (
    /^[\w.-]+(\/[\w.-]+)+\/?$/.test(word) &&
    !/\/\d+$/.test(word) &&
    [...FOLDERS, ...foldersIn(dirname(file))].includes(first)
  );
}

/** `GET /v1/cases/{caseId}` of a page, whatever it calls the id. */
function isCall(call: string): boolean {
  const [method, path = ''] = call.split(' ');
  const parts = (path.split('?')[0] ?? '').split('/');
  return Object.keys(ROUTES).some((route) => {
    const [known, knownPath = ''] = route.split(' ');
    const knownParts = knownPath.split('/');
    return (
      known === method &&
      knownParts.length === parts.length &&
      knownParts.every((part, index) => part.startsWith('{') || part === parts[index])
    );
  });
}

/** `curl` in a block of code, with what it calls and how. */
function callsOfCurl(text: string): readonly string[] {
  return [...text.matchAll(/curl (.*?)"(?:\$API|\$\(output api ApiUrl\))\/?(v1\/[^"]*)"([^\n|]*)/g)].map(
    ([, before = '', path = '', behind = '']) => {
      const method = /-X (\w+)/.exec(before + behind)?.[1] ?? (/ (-d|--data)/.test(before + behind) ? 'POST' : 'GET');
      return `${method} /${path}`;
    },
  );
}

test('there are pages, folders and calls to be held', () => {
  expect(pages.length).toBeGreaterThan(100);
  expect(FOLDERS).toContain('escalation');
  expect(isCall('POST /v1/cases/{id}/resolve')).toBe(true);
  expect(isCall('POST /v1/cases/{id}/dissolve')).toBe(false);
  expect(callsOfCurl('curl -X PUT -d @- "$API/v1/bulk" | jq .')).toEqual(['PUT /v1/bulk']);
  expect(isThere('escalation/decide-next-step')).toBe(true);
  expect(isThere('escalation/decide-last-step')).toBe(false);
});

describe.each(pages)('%s', (file, text) => {
  test('each link leads somewhere', () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const inside = links.filter((link) => !/^(https?|mailto):/.test(link));
    expect(inside.filter((link) => !leadsSomewhere(file, link))).toEqual([]);
  });

  test('each command is one of package.json', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  test('each file and folder that it names is there', () => {
    expect(inTicks(text).filter((word) => isPath(word, file) && !isThere(word, file))).toEqual([]);
  });

  test('each call that it names is one of the API', () => {
    const calls = inTicks(text).filter((word) => /^(GET|POST|PUT|DELETE) \/v1\/[\w{}<>/?=&-]+$/.test(word));
    expect([...calls, ...callsOfCurl(text)].filter((call) => !isCall(call))).toEqual([]);
  });
});
