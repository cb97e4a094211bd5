import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { socketProtocol } from '@parley/contracts';
import { createGroup, registerUser, startStack, type TestUser } from '@parley/testing';
import { WebSocket } from 'ws';

export type IdleResult = {
  connections: number;
  /** Resident memory that one more idle connection takes: of a gateway, and of `ws` alone. */
  oursKiB: number;
  bareKiB: number;
};

const settleMs = 6_000;
const devicesPerPerson = 10;

/** Opens so many sockets of people who are in a room, and lets them be. A first thousand is open before, so that buffers and code are there. */
export async function measureIdleConnections({ connections }: { connections: number }): Promise<IdleResult> {
  return { connections, oursKiB: await ofGateway(connections), bareKiB: await ofBareWs(connections) };
}

async function ofGateway(connections: number): Promise<number> {
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const people: TestUser[] = [];
    while (people.length * devicesPerPerson < connections) {
      people.push(...(await Promise.all(Array.from({ length: 10 }, () => registerUser(stack, 'idle')))));
    }
    const [owner, ...others] = people;
    if (!owner) throw new Error('nobody came');
    await createGroup(stack, owner, others, 'Everybody');
    const open = async (nth: number) => {
      const headers = { authorization: `Bearer ${people[nth % people.length]?.accessToken ?? ''}` };
      const socket = new WebSocket(`${stack.url.replace('http', 'ws')}/ws`, [socketProtocol], { headers, perMessageDeflate: false });
      await once(socket, 'message');
      return socket;
    };
    return await costOf(stack.service('gateway').pid, connections, open);
  } finally {
    await stack.stop();
  }
}

async function ofBareWs(connections: number): Promise<number> {
  const server = fork(fileURLToPath(new URL('./bare-ws-server.ts', import.meta.url)));
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const open = async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
      await once(socket, 'open');
      return socket;
    };
    return await costOf(server.pid ?? 0, connections, open);
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

async function costOf(pid: number, connections: number, open: (nth: number) => Promise<WebSocket>): Promise<number> {
  const sockets: WebSocket[] = [];
  const openMore = async (count: number) => {
    for (let nth = 0; nth < count; nth += 25) sockets.push(...(await Promise.all(Array.from({ length: 25 }, (_, at) => open(nth + at)))));
    await delay(settleMs);
  };
  try {
    await openMore(connections / 2);
    const before = residentKiB(pid);
    await openMore(connections / 2);
    return Math.round(((residentKiB(pid) - before) / (connections / 2)) * 10) / 10;
  } finally {
    for (const socket of sockets) socket.terminate();
  }
}

/** Linux only, as `process-cpu.ts`. */
function residentKiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
