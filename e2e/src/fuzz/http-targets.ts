import { type JsonSchema, sampleOf } from './sample-of.ts';

type Operation = {
  parameters?: ReadonlyArray<{ name: string; in: string; schema?: JsonSchema }>;
  requestBody?: { content?: Record<string, { schema?: JsonSchema }> };
};
type Document = { paths: Record<string, Record<string, Operation>>; components?: { schemas?: Record<string, JsonSchema> } };

/** A route with what it would take. `parameters` are those of path and query. */
export type HttpTarget = {
  method: string;
  path: string;
  parameters: ReadonlyArray<{ name: string; in: 'path' | 'query'; sample: unknown }>;
  body: unknown;
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Every route of the API, from its own description. */
export async function readHttpTargets(url: string): Promise<HttpTarget[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document;
  const resolve = (ref: string) => document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {};
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    methods.flatMap((method) => {
      const operation = operations[method];
      return operation ? [targetOf(method.toUpperCase(), path, operation, resolve)] : [];
    }),
  );
}

function targetOf(method: string, path: string, operation: Operation, resolve: (ref: string) => JsonSchema): HttpTarget {
  const parameters = (operation.parameters ?? []).flatMap(({ name, in: where, schema }) =>
    where === 'path' || where === 'query' ? [{ name, in: where, sample: sampleOf(schema ?? {}, resolve) } as const] : [],
  );
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  return { method, path, parameters, body: schema && sampleOf(schema, resolve) };
}
