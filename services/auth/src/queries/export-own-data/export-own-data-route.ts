import { Readable } from 'node:stream';
import { exportLineSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { exportOwnData } from './export-own-data.ts';

export function exportOwnDataRoute(app: App, dependencies: AuthDependencies): void {
  const { auth, clock, exportLimit } = dependencies;
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Your data as a file',
    description:
      'Lines of JSON (`application/x-ndjson`): account, devices, rooms, messages that you sent, and a last line that counts them. Once ' +
      'in ten minutes.',
    auth: true,
    response: { 200: null },
    errors: ['user_not_found', 'too_many_requests'],
  });
  // Described as what it is; not checked on its way out, since it leaves in pieces.
  const file = { description: 'The file', content: { 'application/x-ndjson': { schema: exportLineSchema } } };
  const response: Record<number, unknown> = { ...schema.response, 200: file };
  app.get('/api/v1/users/me/export', { preHandler: auth, schema: { ...schema, response } }, async (request, reply) => {
    const { userId } = request.actor;
    await exportLimit.take(userId);
    const day = clock().toISOString().slice(0, 10);
    reply.header('content-type', 'application/x-ndjson');
    reply.header('content-disposition', `attachment; filename="parley-export-${day}.jsonl"`);
    const lines = exportOwnData(dependencies, { userId, traceparent: request.traceparent });
    return reply.send(
      Readable.from(
        orElse(lines, () => exportLimit.giveBack(userId)),
        { objectMode: false },
      ),
    );
  });
}

/** A file that could not be finished may be asked for again at once. */
async function* orElse(lines: AsyncGenerator<string>, failed: () => Promise<void>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    await failed();
    throw error;
  }
}
