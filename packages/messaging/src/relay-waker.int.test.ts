import { eventually, testNats } from '@parley/testing';
import { expect, it } from 'vitest';
import { createRelayWaker } from './relay-waker.ts';
import { connectTestNats, createEndings } from './test-system.ts';

function fakeRelay(leading: boolean) {
  const relay = { woken: 0, wake: () => void relay.woken++, status: () => ({ leading }) };
  return relay;
}

it('wakes the relay here when it leads, and the one that leads elsewhere when it does not', async () => {
  const endings = createEndings();
  try {
    const server = await testNats();
    endings.add(() => server.stop());
    const [leader, follower] = [fakeRelay(true), fakeRelay(false)];
    const here = createRelayWaker(await connectTestNats(endings, server.url), 'rooms', leader);
    const there = await connectTestNats(endings, server.url);
    const waker = createRelayWaker(there, 'rooms', follower);
    await there.flush();
    here.wake();
    expect(leader.woken).toBe(1);
    for (let n = 0; n < 50; n += 1) waker.wake();
    await eventually('the leader heard', () => leader.woken >= 3 || undefined);
    // Fifty commits in one moment are two messages: one at once, one for the rest.
    expect(leader.woken).toBe(3);
    here.stop();
    waker.stop();
  } finally {
    await endings.run();
  }
});
