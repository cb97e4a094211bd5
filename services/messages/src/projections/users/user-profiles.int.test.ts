import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from './user-profiles.ts';

let messages: MessagesFixture;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

describe('the profile of somebody unknown', () => {
  it('holds no event back while auth is away, and auth is not asked again at once', async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      throw new Error('auth is away');
    };
    let now = 0;
    const profiles = createUserProfiles({ db: messages.db, ask, now: () => now });
    const somebody = randomUUID();
    for (let times = 0; times < 3; times += 1) {
      expect((await profiles.load([somebody])).get(somebody)).toMatchObject({ display_name: 'Deleted user' });
    }
    expect(asked).toBe(1);
    const row = { user_id: somebody, username: 'ada', display_name: 'Ada', avatar_url: null };
    await messages.db.insertInto('users').values(row).execute();
    now = 10_000;
    expect((await profiles.load([somebody])).get(somebody)).toMatchObject({ display_name: 'Ada' });
  });
});
