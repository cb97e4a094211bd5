import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createParley, type Parley } from '@parley/client';
import { eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PreviousRelease, unpackPreviousRelease } from './src/previous-release.ts';
import { joinAsTalker, readLog, talk } from './src/traffic.ts';

/** Expand and contract: while an update rolls out, the services of the release before work on the schema of this one. */
let release: PreviousRelease;
let stack: Stack;

beforeAll(async () => {
  release = await unpackPreviousRelease();
  stack = await startStack({ codeRoot: release.root });
});
afterAll(async () => {
  await stack?.stop();
  await release?.remove();
});

type Person = { user: TestUser; parley: Parley };

async function signUp(name: string): Promise<Person> {
  const user = await registerUser(stack, name);
  const parley = createParley({ url: stack.url });
  await parley.auth.login({ email: user.email, password: user.password });
  return { user, parley };
}

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('the services of the previous release on the schema of this one', () => {
  it('write and read everything that people do', async () => {
    const [ada, grace] = await Promise.all([signUp('ada'), signUp('grace')]);
    const room = await ada.parley.rooms.create({ type: 'group', name: 'Engine room', member_ids: [grace.user.id] });
    const file = await ada.parley.media.upload(new Blob([picture], { type: 'image/png' }));
    const said = await ada.parley.messages.send(room.id, { client_id: randomUUID(), content: 'Two engines', attachment_ids: [file.id] });
    await eventually('grace is in', () => grace.parley.messages.history(room.id, { limit: 1 }).catch(() => undefined));
    const answer = await grace.parley.messages.send(room.id, { client_id: randomUUID(), content: 'Which two?', reply_to: said.id });
    await grace.parley.messages.react(room.id, said.id, '👍');
    await ada.parley.messages.edit(room.id, said.id, 'Three engines');
    await ada.parley.messages.pin(room.id, said.id);
    await grace.parley.messages.remove(room.id, answer.id);
    await ada.parley.rooms.update(room.id, { name: 'Engine rooms' });
    const { messages } = await grace.parley.messages.history(room.id, { limit: 10 });
    expect(messages.find(({ id }) => id === said.id)).toMatchObject({ content: 'Three engines', attachments: [{ id: file.id }] });
    await eventually('search finds it', async () => (await ada.parley.messages.search({ q: 'engines' })).items.length > 0 || undefined);
    await eventually('grace is told', async () => (await grace.parley.notifications.list({})).items.length > 0 || undefined);
    await ada.parley.auth.logout();
  });

  it('carry live talk, in order and whole', async () => {
    const [ada, grace] = await Promise.all([signUp('ada'), signUp('grace')]);
    const room = await ada.parley.rooms.create({ type: 'direct', member_ids: [grace.user.id] });
    await eventually('the room is open', () => grace.parley.messages.history(room.id, { limit: 1 }).catch(() => undefined));
    const [first, second] = await Promise.all([joinAsTalker(stack.url, ada.user), joinAsTalker(stack.url, grace.user)]);
    const talkers = [first, second];
    try {
      const end = talk(talkers, [room.id], 30);
      await delay(500);
      await end();
      await eventually('both have everything', async () => {
        const head = (await readLog(first, room.id)).at(-1)?.seq;
        return talkers.every(({ applied, refused }) => refused.length === 0 && applied.at(-1)?.seq === head) || undefined;
      });
    } finally {
      await Promise.all(talkers.map((talker) => talker.close()));
    }
  });
});
