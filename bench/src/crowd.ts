import { createGroup, mustCallApi, registerUser, type Stack, type TestUser } from '@parley/testing';
import { LoadClient, newCounters } from './load-client.ts';

export type CrowdRoom = { id: string; members: readonly number[] };
export type Crowd = { users: TestUser[]; clients: LoadClient[]; rooms: CrowdRoom[]; close(): void };

/** People, in the rooms that `membersOf` puts them in, each at an open socket. Made through the public API. */
export async function gatherCrowd(stack: Stack, size: number, membersOf: readonly (readonly number[])[]): Promise<Crowd> {
  const users = await inParallel(size, 16, (nth) => registerUser(stack, `load${nth}`));
  const rooms = await inParallel(membersOf.length, 8, async (nth) => {
    const members = membersOf[nth] ?? [];
    const [owner, ...others] = members.map((member) => users[member]).filter((user) => user !== undefined);
    if (!owner) throw new Error('a room without people');
    const room = await createGroup(stack, owner, others, `Load ${nth}`);
    return { id: room.id, members };
  });
  // Every room must have reached the log before the sockets open: what is measured is steady.
  for (const room of rooms) {
    const reader = users[room.members[0] ?? 0];
    if (reader) await mustCallApi(stack.url, `/rooms/${room.id}/messages?limit=1`, { token: reader.accessToken });
  }
  const counters = newCounters();
  const clients = await inParallel(size, 16, (nth) => LoadClient.open(stack.url, users[nth]?.accessToken ?? '', counters));
  return {
    users,
    clients,
    rooms,
    close() {
      for (const client of clients) client.close();
    },
  };
}

async function inParallel<Result>(count: number, limit: number, task: (nth: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let nth = next++; nth < count; nth = next++) results[nth] = await task(nth);
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
  return results;
}
