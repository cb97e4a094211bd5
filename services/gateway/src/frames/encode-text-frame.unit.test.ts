import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { encodeTextFrame } from './encode-text-frame.ts';

describe('a ready-made text frame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('of %i bytes is read by a WebSocket client as it was', async (length) => {
    const text = 'é'.repeat(Math.floor(length / 2)) + 'a'.repeat(length % 2);
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const server = new WebSocketServer({ server: http });
    server.on('connection', (_socket, request) => {
      request.socket.write(Buffer.concat([encodeTextFrame(Buffer.from(text)), encodeTextFrame(Buffer.from('next'))]));
    });
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    const received: string[] = [];
    client.on('message', (data) => received.push(String(data)));
    while (received.length < 2) await once(client, 'message');
    client.terminate();
    server.close();
    http.close();
    expect(received).toEqual([text, 'next']);
  });
});
