import { createParley, type Parley } from '@parley/client';
import { mustCallApi, testPassword } from '@parley/testing';
import type { Browser } from 'playwright-core';
import { drawCover, drawPortrait } from './draw-pictures.ts';
import { directTalks, type Name, otherRooms, people, releaseTalk } from './people.ts';

export type Team = { viewer: { email: string; password: string }; roomId: string };

/** Five people, their rooms, and a morning of talk in one of them. Everything through the API, as people do it. */
export async function seedTeam(url: string, browser: Browser): Promise<Team> {
  const team = new Map<Name, { id: string; parley: Parley }>();
  for (const person of people) team.set(person.username, await join(url, browser, person));
  const member = (name: Name) => {
    const found = team.get(name);
    if (!found) throw new Error(`${name} is not in the team`);
    return found;
  };
  const everybodyBut = (name: Name) => people.filter(({ username }) => username !== name).map(({ username }) => member(username).id);

  for (const { by, text } of directTalks) {
    const room = await member(by).parley.rooms.create({ type: 'direct', member_ids: [member('mara').id] });
    await member(by).parley.messages.send(room.id, { client_id: crypto.randomUUID(), content: text });
  }
  for (const { by, text, ...room } of otherRooms) {
    const made = await member(by).parley.rooms.create({ ...room, member_ids: everybodyBut(by) });
    await member(by).parley.messages.send(made.id, { client_id: crypto.randomUUID(), content: text });
  }
  const release = await member('mara').parley.rooms.create({ type: 'group', name: 'Spring release', member_ids: everybodyBut('mara') });
  const said: string[] = [];
  for (const { by, text, reactions = [], replyTo, file } of releaseTalk) {
    const { parley } = member(by);
    const attachment = file === undefined ? undefined : await parley.media.upload(await fileNamed(file, browser));
    const message = await parley.messages.send(release.id, {
      client_id: crypto.randomUUID(),
      content: text,
      ...(attachment && { attachment_ids: [attachment.id] }),
      ...(replyTo !== undefined && { reply_to: said[replyTo] }),
    });
    said.push(message.id);
    for (const [emoji, who] of reactions) {
      const path = `/rooms/${release.id}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`;
      await mustCallApi(url, path, { method: 'PUT', token: await member(who).parley.session.get() });
    }
  }
  return { viewer: { email: emailOf('mara'), password: testPassword }, roomId: release.id };
}

const emailOf = (name: Name) => `${name}@example.org`;

async function join(url: string, browser: Browser, person: (typeof people)[number]): Promise<{ id: string; parley: Parley }> {
  const { username, display_name } = person;
  const email = emailOf(username);
  const parley = createParley({ url });
  await parley.auth.register({ email, username, display_name, password: testPassword });
  await parley.auth.login({ email, password: testPassword });
  const portrait = await drawPortrait(browser, username);
  const picture = await parley.media.upload(new File([portrait], 'portrait.png', { type: 'image/png' }), { purpose: 'avatar' });
  const { id } = await parley.users.updateMe({ avatar_id: picture.id });
  return { id, parley };
}

async function fileNamed(name: string, browser: Browser): Promise<File> {
  if (name.endsWith('.png')) return new File([await drawCover(browser)], name, { type: 'image/png' });
  return new File(['- Threads, pins and search beside the conversation\n- Starts without a network\n'], name, { type: 'text/plain' });
}
