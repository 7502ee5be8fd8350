import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Kernel } from '../../kernel/types.ts';
import type { Seam } from '../../seam/index.ts';
import type { LambdaFunction } from './function.ts';

export type Handler = (event: any, context: any) => unknown;

export interface Code {
  /** The function's handler; its bundle is imported when it is first needed, one at a time. Rejects as the runtime's start does. */
  load(loaded: LambdaFunction): Promise<Handler>;
  set(functionName: string, handler: Handler): void;
  /** A sandbox that timed out is gone: the next invocation starts with a fresh module. */
  discard(functionName: string): void;
}

export interface CodeOptions {
  readonly boot?: string | undefined;
  /** Functions whose description is a folder in here run the code in it. */
  readonly elsewhere?: string | undefined;
}

/** Names of the runtime's own errors, as in aws/aws-lambda-nodejs-runtime-interface-client. */
export class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const callbackRemoved =
  'Callback-based function handlers are not supported from Node.js 24 on; declare the handler with at most two parameters.';

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** Node 24 tells a callback handler by its number of parameters and refuses it: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
function checkHandler(handler: unknown, name: string): Handler {
  if (!isHandler(handler)) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (handler.length >= 3) throw new RuntimeError('Runtime.CallbackHandlerDeprecated', callbackRemoved);
  return handler;
}

function folderOf(loaded: LambdaFunction, elsewhere: string | undefined): string {
  const { assemblyDirectory, assetPath, assetHash, description } = loaded;
  if (elsewhere !== undefined && description !== '' && existsSync(join(elsewhere, description)))
    return join(elsewhere, description);
  const named = assetPath ?? `asset.${assetHash ?? 'unknown'}`;
  return isAbsolute(named) ? named : join(assemblyDirectory, named);
}

function fileOf(loaded: LambdaFunction, elsewhere: string | undefined): { file: string; exported: string } {
  const dot = loaded.handler.lastIndexOf('.');
  const module = loaded.handler.slice(0, dot);
  const folder = folderOf(loaded, elsewhere);
  const base = join(folder, module);
  const file = ['.mjs', '.js', '.cjs'].map((ending) => base + ending).find((candidate) => existsSync(candidate));
  if (dot < 0 || file === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}' in ${folder}`);
  }
  return { file, exported: loaded.handler.slice(dot + 1) };
}

/** By function, for the whole process, as Node keeps modules: what an engine discards must not meet the next engine. */
const generations = new Map<string, number>();

export function createCode(kernel: Kernel, seam: Seam, { boot = '', elsewhere }: CodeOptions): Code {
  const given = new Map<string, Handler>();
  const modules = new Map<string, Promise<Handler>>();
  let queue: Promise<unknown> = Promise.resolve();

  const importBundle = async (loaded: LambdaFunction): Promise<Handler> => {
    const { file, exported } = fileOf(loaded, elsewhere);
    const url = pathToFileURL(file);
    // One module instance a function, although functions may share a bundle; `boot` tells engines of one process apart.
    url.searchParams.set('function', loaded.name);
    url.searchParams.set('instance', `${boot}${generations.get(loaded.name) ?? 0}`);
    const scope = seam.open({
      functionName: loaded.name,
      roleArn: loaded.roleArn,
      environment: loaded.environment,
      consoleLevel: loaded.consoleLevel,
    });
    const imported: unknown = await kernel.busy(seam.run(scope, () => import(/* @vite-ignore */ url.href)));
    scope.finished = true;
    const handler: unknown =
      typeof imported === 'object' && imported !== null ? Reflect.get(imported, exported) : undefined;
    return checkHandler(handler, loaded.handler);
  };

  return {
    load: (loaded) => {
      const handler = given.get(loaded.name);
      if (handler !== undefined) return Promise.resolve(handler).then((given) => checkHandler(given, loaded.handler));
      const known = modules.get(loaded.name);
      if (known !== undefined) return known;
      const importing = queue.then(() => importBundle(loaded));
      queue = importing.catch(() => undefined);
      modules.set(loaded.name, importing);
      // A start that failed is tried again with the next invocation, in a new module.
      importing.catch(() => {
        if (modules.get(loaded.name) === importing) discard(loaded.name);
      });
      return importing;
    },
    set: (functionName, handler) => {
      given.set(functionName, handler);
    },
    discard: (functionName) => {
      discard(functionName);
    },
  };

  function discard(functionName: string): void {
    if (!modules.delete(functionName)) return;
    generations.set(functionName, (generations.get(functionName) ?? 0) + 1);
  }
}
