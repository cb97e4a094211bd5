import { randomUUID } from 'node:crypto';
import { mediaIdSchema } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { readMessage } from '../../queries/list-messages/list-messages.ts';
import { describeAttachments } from './describe-attachments.ts';

let messages: MessagesFixture;
const ada = randomUUID();

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

function upload(name: string): string {
  const id = mediaIdSchema.parse(randomUUID());
  messages.files.set(id, { id, name, media_type: 'image/png', bytes: 7, width: 1, height: 1, has_thumbnail: true });
  return id;
}

describe('a message with files', () => {
  it('is stored and shown with what media says they are, in the order asked, each once', async () => {
    const room = await messages.openRoom(ada);
    const [one, two] = [upload('one.png'), upload('two.png')];
    const asked = command(room, ada, { content: '', attachment_ids: [two, one, two] });
    const [sent] = await Promise.all(messages.enqueue(asked));
    if (!sent?.ok) throw new Error('not posted');
    const profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
    const shown = await readMessage({ db: messages.db, profiles }, room, sent.seq);
    expect(shown.attachments.map((file) => file.name)).toEqual(['two.png', 'one.png']);
    // By now they belong to a message, and media no longer offers them: a repetition is told all the same.
    messages.files.clear();
    expect(await Promise.all(messages.enqueue({ ...asked }))).toEqual([{ ...sent, duplicate: true }]);
  });

  it('is refused when one of them is not there for its sender', async () => {
    const room = await messages.openRoom(ada);
    const asked = command(room, ada, { attachment_ids: [upload('one.png'), randomUUID()] });
    expect(await Promise.all(messages.enqueue(asked))).toMatchObject([{ ok: false, code: 'validation_failed' }]);
  });

  it('holds up nobody else while media does not answer, and only so many may wait', async () => {
    const media = Promise.withResolvers<never>();
    const plain = { ok: true as const, id: 'id', seq: 1, created_at: 'now' };
    const queue = describeAttachments(
      { add: async () => plain, size: () => 0, idle: async () => undefined },
      { describe: () => media.promise, findRepeated: async () => undefined, maxWaiting: 1 },
    );
    const waiting = queue.add(command(randomUUID(), ada, { attachment_ids: [randomUUID()] }));
    expect(await queue.add(command(randomUUID(), ada))).toBe(plain);
    expect(await queue.add(command(randomUUID(), ada, { attachment_ids: [randomUUID()] }))).toMatchObject({ code: 'unavailable' });
    media.reject(new Error('media is away'));
    expect(await waiting).toMatchObject({ ok: false, code: 'unavailable' });
  });
});
