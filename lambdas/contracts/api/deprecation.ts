import { ROUTES } from './routes.ts';
import type { Routes } from './routes.ts';

/** The call as the table of routes names it: commands by their own name. */
export function routeNameOf(method: string, resource: string, command: string | undefined): string {
  return `${method} ${command === undefined ? resource : resource.replace('{command}', command)}`;
}

/** Where the reference page tells of a call. */
export function anchorOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/**
 * What an answer says of its own end: since when the call is deprecated (RFC 9745), from when on it may be gone (RFC 8594), and where to read what to do
 * instead. Nothing for a call that stays.
 * @param base gives what stands before the path of the API: `/prod`, or the base path of an own domain.
 */
export function deprecationHeaders(
  name: string,
  base: () => string,
  routes: Routes = ROUTES,
): Readonly<Record<string, string>> {
  const deprecated = Object.hasOwn(routes, name) ? routes[name]?.deprecated : undefined;
  if (deprecated === undefined) return {};
  const { since, sunset } = deprecated;
  return {
    deprecation: `@${String(Date.parse(since) / 1000)}`,
    ...(sunset === undefined ? {} : { sunset: new Date(Date.parse(sunset)).toUTCString() }),
    link: `<${base()}/v1/docs#${anchorOf(name)}>; rel="deprecation"; type="text/html"`,
  };
}
