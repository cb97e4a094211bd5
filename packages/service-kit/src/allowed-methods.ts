import type { FastifyInstance, RouteOptions } from 'fastify';

/** Remembers every route, to tell "no such path" (404) from "not this method" (405). */
export function watchRoutes(app: FastifyInstance): { methodsOf(path: string): string[] } {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', (route: RouteOptions) => {
    const known = routes.get(route.url) ?? { pattern: toPattern(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) known.methods.add(method);
    routes.set(route.url, known);
  });
  return {
    methodsOf(path) {
      const methods = [...routes.values()].filter((route) => route.pattern.test(path)).flatMap((route) => [...route.methods]);
      return [...new Set(methods)].sort();
    },
  };
}

/** `/rooms/:id` and `/files/*` as expressions. A bare `*` is a catch-all of no path in particular and says nothing. */
function toPattern(url: string): RegExp {
  if (url === '*' || url === '/*') return /(?!)/;
  const source = url
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
