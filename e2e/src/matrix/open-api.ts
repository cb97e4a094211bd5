/** As much of an OpenAPI document as the matrix reads. */
export type ApiDocument = { paths: Record<string, Record<string, ApiOperation>> };
export type ApiOperation = { requestBody?: unknown; responses: Record<string, unknown> };
export type ApiRoute = { name: string; method: string; path: string; operation: ApiOperation };

const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

export async function readRoutes(baseUrl: string): Promise<ApiRoute[]> {
  const response = await fetch(`${baseUrl}/openapi.json`);
  const document = (await response.json()) as ApiDocument;
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`,
        method: method.toUpperCase(),
        path,
        operation,
      })),
  );
}

/** The line that a route needs in `expectations.ts`, as good a guess as its description allows. */
export function suggestedLine({ name, path, operation }: ApiRoute): string {
  const success = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '200';
  const isRoom = path.startsWith('/api/v1/rooms/{id}');
  const parts: string[] = [];
  const others = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter).filter((parameter) => !(isRoom && parameter === 'id'));
  if (others.length > 0) parts.push(`params: { ${others.map((parameter) => `${parameter}: '…'`).join(', ')} }`);
  if (operation.requestBody !== undefined) parts.push('body: { … }');
  const filled = parts.length > 0 ? `() => ({ ${parts.join(', ')} })` : '';
  const changes = !name.startsWith('GET ');
  const request = isRoom ? `request: ${changes ? 'inFreshRoom' : 'inRoom'}(${filled}), ` : filled ? `request: ${filled}, ` : '';
  const who = path.startsWith('/api/v1/admin/') ? 'administrators' : isRoom ? 'members' : 'signedIn';
  return `  '${name}': { ${request}status: ${who}(${success}) },`;
}
