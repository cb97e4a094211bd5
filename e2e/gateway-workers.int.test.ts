import { randomUUID } from 'node:crypto';
import { createGroup, eventually, registerUser, type Stack, startStack } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter } from './src/raw-socket.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ serviceEnv: { gateway: { GATEWAY_WORKERS: '2' } } });
});
afterAll(() => stack.stop());

/** Workers that have listened, those that are gone included. */
async function workersSoFar(): Promise<number[]> {
  const lines = (await stack.logs('gateway')).split('\n').filter((line) => line.includes('a worker listens'));
  return lines.map((line): number => JSON.parse(line).pid);
}

describe('a gateway of several processes', () => {
  it('carries messages between people whose sockets are in different ones', async () => {
    const [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
    const room = await createGroup(stack, ada, [grace]);
    // Connections are handed out in turn: among several, both processes have some.
    const sockets = await Promise.all([ada, grace, grace, grace].map((person) => enter(stack.url, person)));
    const [sender, ...readers] = sockets;
    if (!sender) throw new Error('nobody came');
    await eventually('the room is known', () => sender.command('room.sync', { room_id: room.id, after: 0 }));
    const sent = await sender.command('message.send', { room_id: room.id, client_id: randomUUID(), content: 'Across' });
    for (const reader of readers) await reader.receive('message.posted', (frame) => frame.data.id === Object(sent).id);
    for (const socket of sockets) socket.close();
  });

  it('starts a process again that died, and goes on meanwhile', async () => {
    const ada = await registerUser(stack, 'ada');
    const [victim, survivor] = await workersSoFar();
    if (victim === undefined || survivor === undefined) throw new Error('there are not two workers');
    process.kill(victim, 'SIGKILL');
    await eventually('another one answers', () => enter(stack.url, ada).then((socket) => socket.close() ?? true));
    await eventually('it is replaced', async () => ((await workersSoFar()).length === 3 ? true : undefined), 20_000);
    expect(await stack.logs('gateway')).toContain('a worker has died');
  });
});
