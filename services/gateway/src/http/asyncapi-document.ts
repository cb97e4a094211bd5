import { clientFrameSchema, closeCodes, controlFrameSchema, logEventSchema, socketProtocol } from '@parley/contracts';
import { z } from 'zod';
import { clientFrameSummaries, serverFrameSummaries } from './frame-summaries.ts';

type JsonObject = Record<string, unknown>;
type Message = { name: string; title: string; summary: string; payload: unknown };

/**
 * The WebSocket protocol as an AsyncAPI 3 document, made from the very schemas that check frames. Operations are told from the
 * server's side, as the standard wants it: it receives commands and sends everything else.
 */
export function createAsyncApiDocument() {
  const schemas: JsonObject = {};
  const message = (type: string, summary: string, schema: z.ZodType, io: 'input' | 'output'): Message => ({
    name: type,
    title: type,
    summary,
    payload: jsonSchemaOf(schema, io, schemas),
  });
  const received = clientFrameSchema.options.map((option) => {
    const type = option.shape.type.value;
    return message(type, clientFrameSummaries[type], option, 'input');
  });
  const sent = [...controlFrameSchema.options, ...logEventSchema.options].map((option) => {
    const type = option.shape.type.value;
    return message(type, serverFrameSummaries[type], option, 'output');
  });
  const named = (direction: string, messages: readonly Message[]) => messages.map((one) => [`${direction}.${one.name}`, one] as const);
  const all = [...named('client', received), ...named('server', sent)];
  const refs = (messages: ReadonlyArray<readonly [string, Message]>) =>
    messages.map(([key]) => ({ $ref: `#/channels/socket/messages/${key}` }));

  return {
    asyncapi: '3.0.0',
    info: { title: 'Parley, the socket', version: '1', description: introduction() },
    servers: { here: { host: '{host}', protocol: 'wss', variables: { host: { default: 'localhost:8080' } } } },
    channels: {
      socket: {
        address: '/ws',
        summary: 'One socket carries every room of its person.',
        messages: Object.fromEntries(all.map(([key]) => [key, { $ref: `#/components/messages/${key}` }])),
        bindings: { ws: { method: 'GET', query: jsonSchemaOf(handshakeQuery, 'input', schemas), bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      receiveCommands: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: refs(named('client', received)) },
      sendFrames: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: refs(named('server', sent)) },
    },
    components: { messages: Object.fromEntries(all), schemas },
  };
}

const handshakeQuery = z.object({
  ticket: z.string().optional().meta({ description: 'From `POST /api/v1/auth/socket-ticket`: once, within 30 seconds' }),
  token: z.string().optional().meta({ description: 'The access token, for simple clients' }),
});

/** Definitions that several frames share stand once, under `components`. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', shared: JsonObject): unknown {
  const { definitions, $schema: _draft, ...own } = z.toJSONSchema(schema, { target: 'draft-7', io, unrepresentable: 'any' });
  for (const [name, definition] of Object.entries(Object(definitions))) shared[name] = withComponentRefs(definition);
  return withComponentRefs(own);
}

function withComponentRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponentRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'id' && typeof inner === 'string') return [];
      if (key === '$ref' && typeof inner === 'string') return [[key, inner.replace('#/definitions/', '#/components/schemas/')]];
      return [[key, withComponentRefs(inner)]];
    }),
  );
}

function introduction(): string {
  const closes = Object.entries(closeCodes).map(([reason, { code, reconnect }]) => `| ${code} | \`${reason}\` | ${reconnect} |`);
  return [
    `WebSocket at \`/ws\`, subprotocol \`${socketProtocol}\`, JSON text frames. A command may carry an \`id\`, which its answer (\`ok\` or \`error\`) repeats.`,
    "Events of a room carry `seq`, its place in the room's log: 1, 2, 3, … without holes. Apply them in order, once; fill a hole with `room.sync`.",
    ['| close code | reason | come back |', '| --- | --- | --- |', ...closes].join('\n'),
  ].join('\n\n');
}
