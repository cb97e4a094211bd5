import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { clientFrameSchema, controlFrameSchema, logEventSchema } from '@parley/contracts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { createAsyncApiDocument } from './asyncapi-document.ts';

const standard: object = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0.json'), 'utf8'));
const document = createAsyncApiDocument();

function validatorOf(schema: object) {
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

/** The schema of one message with everything that it refers to. */
function payloadSchema(key: string): object {
  const message = document.components.messages[key];
  if (!message) throw new Error(`no message ${key}`);
  return { ...Object(message.payload), components: document.components };
}

describe('the AsyncAPI document', () => {
  it('is what the standard says a document is', () => {
    const isDocument = validatorOf(standard);
    isDocument(JSON.parse(JSON.stringify(document)));
    expect(isDocument.errors ?? []).toEqual([]);
    // Compiling the whole standard takes a busy machine its time.
  }, 30_000);

  it('has every frame of the protocol, in both directions, and every one is reachable from the channel', () => {
    const types = (options: ReadonlyArray<{ shape: { type: { value: string } } }>) => options.map(({ shape }) => shape.type.value);
    const expected = [
      ...types(clientFrameSchema.options).map((type) => `client.${type}`),
      ...types([...controlFrameSchema.options, ...logEventSchema.options]).map((type) => `server.${type}`),
    ];
    expect(Object.keys(document.components.messages).sort()).toEqual(expected.sort());
    expect(Object.keys(document.channels.socket.messages).sort()).toEqual(expected.sort());
  });

  it('refers to nothing that it does not hold', () => {
    const missing = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)]
      .map(([, pointer = '']) => pointer)
      .filter(
        (pointer) =>
          pointer
            .split('/')
            .slice(1)
            .reduce<unknown>((at, key) => Object(at)[key], document) === undefined,
      );
    expect(missing).toEqual([]);
  });

  it('takes a frame that fits, and refuses one that does not', () => {
    const isSend = validatorOf(payloadSchema('client.message.send'));
    const data = { room_id: crypto.randomUUID(), client_id: crypto.randomUUID(), content: 'Hello' };
    expect(isSend({ type: 'message.send', id: 1, data })).toBe(true);
    expect(isSend({ type: 'message.send', id: 1, data: { ...data, room_id: 7 } })).toBe(false);
    expect(isSend({ type: 'message.send', id: 1, data: { ...data, content: undefined } })).toBe(false);
  });
});
