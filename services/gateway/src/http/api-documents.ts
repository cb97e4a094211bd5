import type { Logger } from 'pino';
import { type Upstream, upstreams } from './routing-table.ts';

type Document = { paths?: Record<string, unknown>; components?: Record<string, Record<string, unknown>> };

const keptMs = 10_000;
const timeoutMs = 3_000;

/** The services' OpenAPI documents as one. A service that does not answer is left out until it does. */
export function createApiDocument(urls: Readonly<Record<Upstream, string>>, log: Logger): () => Promise<Document> {
  let kept: { document: Document; until: number } | undefined;
  return async () => {
    if (kept && kept.until > Date.now()) return kept.document;
    const results = await Promise.allSettled(upstreams.map((upstream) => fetchDocument(urls[upstream])));
    const found: Document[] = [];
    for (const result of results) {
      if (result.status === 'fulfilled') found.push(result.value);
      else log.warn({ err: result.reason }, 'a service did not give its API description');
    }
    const document = mergeDocuments(found);
    if (found.length === upstreams.length) kept = { document, until: Date.now() + keptMs };
    return document;
  };
}

async function fetchDocument(base: string): Promise<Document> {
  const response = await fetch(`${base}/openapi.json`, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as Document;
}

/** Paths and components side by side; what several services share comes from the same contract and is taken once. */
export function mergeDocuments(documents: readonly Document[]): Document {
  const merged = {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description: 'Accounts, rooms and messages. Errors are RFC 9457 problem details with a stable `code`.',
    },
    servers: [{ url: '/' }],
    paths: {} as Record<string, unknown>,
    components: {} as Record<string, Record<string, unknown>>,
  };
  for (const { paths, components } of documents) {
    for (const [path, operations] of Object.entries(paths ?? {})) {
      if (path.startsWith('/api/') || path.startsWith('/.well-known/'))
        merged.paths[path] = { ...Object(merged.paths[path]), ...Object(operations) };
    }
    for (const [kind, entries] of Object.entries(components ?? {})) merged.components[kind] = { ...entries, ...merged.components[kind] };
  }
  return merged;
}
