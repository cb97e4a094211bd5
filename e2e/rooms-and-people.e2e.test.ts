import { createGroup, createRoom, mustCallApi, registerUser, type TestUser, testPassword } from '@parley/testing';
import { describe, expect, it } from 'vitest';
import { composer, conversation, goToList, logInThroughForm, openWindow, say, type Window, type WindowOptions } from './src/browsers.ts';
import { screens } from './src/screens.ts';
import { stageForTwo } from './src/stage-for-two.ts';

const stage = stageForTwo();

async function openAs(user: TestUser, path = '/chat', options?: WindowOptions): Promise<Window> {
  const window = await openWindow(stage.browser, options);
  await logInThroughForm(window, stage.stack.url, user);
  if (path !== '/chat') await window.page.goto(`${stage.stack.url}${path}`);
  return window;
}

async function close(...windows: Window[]): Promise<void> {
  const faults = windows.flatMap((window) => window.faults);
  await Promise.all(windows.map((window) => window.context.close()));
  expect(faults).toEqual([]);
}

const roomIdIn = ({ page }: Window) => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const panel = ({ page }: Window) => page.getByRole('region', { name: 'Members' });

async function openPanel(window: Window): Promise<void> {
  await window.page.getByRole('button', { name: 'Members' }).click();
  await panel(window).getByRole('list', { name: 'Members of this conversation' }).waitFor();
}

async function actOn(window: Window, name: string, action: string): Promise<void> {
  await panel(window)
    .getByRole('button', { name: `Options for ${name}` })
    .click();
  await window.page.getByRole('menuitem', { name: action }).click();
}

describe('a channel', () => {
  it('is created with an address made from its name, found by somebody else, and joined', async () => {
    const [left, right] = await Promise.all([openAs(stage.ada), openAs(stage.grace, '/discover')]);
    const name = `Tea & Cake ${Date.now()}`;
    await left.page.getByRole('button', { name: 'New conversation' }).click();
    await left.page.getByRole('menuitem', { name: 'New channel' }).click();
    await left.page.getByLabel('Channel name').fill(name);
    expect(await left.page.getByLabel('Address').inputValue()).toMatch(/^tea-cake-\d+$/);
    await left.page.getByLabel('Description').fill('Where the good biscuits are discussed');
    await left.page.getByRole('button', { name: 'Create channel' }).click();
    await composer(left).waitFor();

    await right.page.getByLabel('Search channels').fill('biscuits');
    await right.page.getByRole('button', { name: `Join ${name}` }).click();
    await composer(right).waitFor();
    await say(right, 'Shortbread.');
    await conversation(left).getByText('Shortbread.').waitFor();
    await conversation(left).getByText('Grace joined').waitFor();
    await close(left, right);
  });

  it('cannot take an address that is taken, and says so beside it', async () => {
    const slug = `taken-${Date.now()}`;
    await createRoom(stage.stack, stage.ada, { type: 'channel', name: 'First come', slug });
    const window = await openAs(stage.grace, '/discover');
    await window.page.getByRole('button', { name: 'New channel' }).first().click();
    await window.page.getByLabel('Channel name').fill('Second come');
    await window.page.getByLabel('Address').fill('Not An Address');
    await window.page.getByText('Only lower-case letters').waitFor();
    await window.page.getByLabel('Address').fill(slug);
    await window.page.getByRole('button', { name: 'Create channel' }).click();
    await window.page.getByText('A channel has this address already.').waitFor();
    await window.page.getByLabel('Address').fill(`${slug}-too`);
    await window.page.getByRole('button', { name: 'Create channel' }).click();
    await composer(window).waitFor();
    await close({ ...window, faults: window.faults.filter((fault) => !fault.includes('409')) });
  });
});

describe('an invitation', () => {
  it('brings a stranger from the link through signing up into the room', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'By invitation');
    const owner = await openAs(stage.ada, `/chat/${room.id}`);
    await openPanel(owner);
    await panel(owner).getByRole('button', { name: 'Invite' }).click();
    await owner.page.getByLabel('Can be used').selectOption({ label: 'Once' });
    await owner.page.getByRole('button', { name: 'Create link' }).click();
    const link = await owner.page.getByRole('textbox', { name: 'Invitation links' }).inputValue();
    expect(link).toMatch(new RegExp(`^${stage.stack.url}/invite/`));

    const stranger = await openWindow(stage.browser);
    await stranger.page.goto(link);
    await stranger.page.getByRole('heading', { name: 'You are invited' }).waitFor();
    await stranger.page.getByRole('link', { name: 'Create account' }).click();
    await stranger.page.getByLabel('Your name').fill('Mary Somerville');
    await stranger.page.getByLabel('Username').fill(`mary_${Date.now()}`);
    await stranger.page.getByLabel('Email').fill(`mary${Date.now()}@example.org`);
    await stranger.page.getByLabel('Password', { exact: true }).fill(testPassword);
    await stranger.page.getByRole('button', { name: 'Create account' }).click();
    await stranger.page.getByText('Ada invites you to join').waitFor();
    await stranger.page.getByRole('button', { name: 'Join' }).click();
    await composer(stranger).waitFor();
    await conversation(owner)
      .getByText(/Mary Somerville joined/)
      .waitFor();

    const late = await openAs(await registerUser(stage.stack, 'late'), new URL(link).pathname);
    await late.page.getByText('This invitation does not work').waitFor();
    await close(owner, stranger, { ...late, faults: late.faults.filter((fault) => !fault.includes('404')) });
  });
});

describe("a room's people", () => {
  it('are promoted, seen with their role by the others, and removed', async () => {
    const katherine = await registerUser(stage.stack, 'katherine');
    const room = await createGroup(stage.stack, stage.ada, [stage.grace, katherine], 'Roles');
    const [left, right] = await Promise.all([openAs(stage.ada, `/chat/${room.id}`), openAs(stage.grace, `/chat/${room.id}`)]);
    await Promise.all([openPanel(left), openPanel(right)]);
    expect(await panel(right).getByRole('button', { name: 'Edit' }).count()).toBe(0);

    await actOn(left, 'Grace', 'Make admin');
    await panel(right).getByRole('button', { name: 'Edit' }).waitFor();
    await actOn(right, 'Katherine', 'Remove from group');
    await right.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await conversation(left)
      .getByText(/Grace removed Katherine/)
      .waitFor();
    await expect.poll(() => panel(left).getByText('Katherine').count()).toBe(0);
    await close(left, right);
  });

  it('get a new owner before the old one leaves', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Handed over');
    const [left, right] = await Promise.all([openAs(stage.ada, `/chat/${room.id}`), openAs(stage.grace, `/chat/${room.id}`)]);
    await Promise.all([openPanel(left), openPanel(right)]);
    await panel(left).getByRole('button', { name: 'Leave group' }).click();
    await left.page.getByRole('option', { name: /Grace/ }).click();
    await left.page.getByRole('button', { name: 'Hand over and leave' }).click();
    await left.page.getByText('This conversation is not here').waitFor();
    await panel(right).getByRole('button', { name: 'Delete conversation' }).click();
    await right.page.getByLabel(/Type “Handed over”/).fill('Handed over');
    await right.page.getByRole('button', { name: 'Delete for good' }).click();
    await right.page.getByText('This conversation is not here').waitFor();
    await close(left, right);
  });
});

describe('a room', () => {
  it('is muted by one person until they unmute it, and set up by its owner for everybody', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Settings');
    const [left, right] = await Promise.all([openAs(stage.ada, `/chat/${room.id}`), openAs(stage.grace, `/chat/${room.id}`)]);
    await Promise.all([openPanel(left), openPanel(right)]);
    await panel(right).getByRole('button', { name: 'Mute' }).click();
    await right.page.getByRole('menuitem', { name: 'Until I unmute it' }).click();
    await panel(right).getByText('Muted until you unmute it').waitFor();
    await panel(right).getByRole('button', { name: 'Unmute' }).click();
    await panel(right).getByRole('button', { name: 'Mute' }).waitFor();

    await panel(left).getByRole('button', { name: 'Edit' }).click();
    await left.page.getByLabel('Name', { exact: true }).fill('Set up');
    await left.page.getByLabel('Slow mode').selectOption({ label: '30 seconds' });
    await left.page.getByLabel('What new members see').selectOption({ label: 'Only messages after they joined' });
    await left.page.getByLabel(/Read receipts/).check();
    await left.page.getByRole('button', { name: 'Save' }).click();
    await right.page.getByRole('heading', { name: 'Set up', level: 1 }).waitFor();
    for (const fact of [/one message every 30 seconds/, /only what comes after them/, /who has read/])
      await panel(right).getByText(fact).waitFor();
    expect(roomIdIn(left)).toBe(room.id);
    await close(left, right);
  });

  it('shows the picture that its owner chose', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Pictured');
    const window = await openAs(stage.ada, `/chat/${room.id}`);
    await openPanel(window);
    await panel(window).getByRole('button', { name: 'Edit' }).click();
    const file = window.page.getByRole('dialog').locator('input[type=file]');
    await file.setInputFiles({ name: 'no-picture.png', mimeType: 'image/png', buffer: Buffer.from('hello') });
    await window.page.getByRole('button', { name: 'Save' }).click();
    await window.page.getByText('This picture could not be used').waitFor();
    await file.setInputFiles({ name: 'view.png', mimeType: 'image/png', buffer: await window.page.screenshot() });
    await window.page.getByRole('button', { name: 'Save' }).click();
    await panel(window).locator('img').first().waitFor();
    expect(await panel(window).locator('img').first().getAttribute('src')).toMatch(/^blob:/);
    await close({ ...window, faults: window.faults.filter((fault) => !/4(15|22)/.test(fault)) });
  });
});

describe('friends', () => {
  it('ask, see each other say yes without a reload, and a block closes what they wrote in', async () => {
    const [mary, emmy] = await Promise.all([registerUser(stage.stack, 'mary'), registerUser(stage.stack, 'emmy')]);
    const [left, right] = await Promise.all([openAs(mary, '/friends'), openAs(emmy, '/friends')]);
    await left.page.getByRole('button', { name: 'Add friend' }).first().click();
    await left.page.getByLabel('Search people').fill(emmy.username);
    await left.page.getByRole('option', { name: new RegExp(emmy.username) }).click();
    await left.page.getByRole('tab', { name: /Requests/ }).click();
    await left.page.getByRole('button', { name: 'Withdraw: Emmy' }).waitFor();

    await right.page.getByRole('tab', { name: /Requests.*1/ }).click();
    await right.page.getByRole('button', { name: 'Accept: Mary' }).click();
    await left.page.getByRole('tab', { name: /^Friends/ }).click();
    await left.page.getByText('Online — 1').waitFor();

    await left.page.getByRole('button', { name: 'Message: Emmy' }).click();
    await composer(left).waitFor();
    await say(left, 'Hello Emmy.');
    await goToList(right);
    await right.page.getByRole('link', { name: /Mary.*1 unread message/ }).click();
    await conversation(right).getByText('Hello Emmy.').waitFor();

    await openPanel(right);
    await panel(right).getByRole('button', { name: 'View profile' }).click();
    await right.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await right.page.getByRole('alertdialog').getByRole('button', { name: 'Block' }).click();
    await left.page.getByText('You can no longer write here').first().waitFor();

    await right.page.goto(`${stage.stack.url}/friends`);
    await right.page.getByRole('tab', { name: /Blocked/ }).click();
    await right.page.getByRole('button', { name: 'Unblock: Mary' }).click();
    await right.page.getByText('Nobody is blocked').waitFor();
    await expect.poll(() => left.page.getByText('You can no longer write here').count()).toBe(0);
    await close(left, right);
  });
});

describe('the own status', () => {
  it('is seen by the others', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Busy people');
    const [left, right] = await Promise.all([openAs(stage.ada, `/chat/${room.id}`), openAs(stage.grace, `/chat/${room.id}`)]);
    await openPanel(right);
    await goToList(left);
    await left.page.getByRole('button', { name: /Account and settings/ }).click();
    await left.page.getByRole('menuitem', { name: 'Busy' }).click();
    await panel(right).getByRole('img', { name: 'Busy' }).waitFor();
    await left.page.getByRole('button', { name: /Account and settings/ }).click();
    await left.page.getByRole('menuitem', { name: 'Online' }).click();
    await close(left, right);
  });
});

describe('on a phone', () => {
  it.each(['phone-light', 'phone-dark'] as const)('%s: nothing sticks out of the new pages', async (screen) => {
    const name = `A channel with quite a long name that needs to be cut ${Date.now()}`;
    const channel = await createRoom(stage.stack, stage.ada, { type: 'channel', name, description: 'x'.repeat(300) });
    const { code } = await mustCallApi<{ code: string }>(stage.stack.url, `/rooms/${channel.id}/invites`, {
      token: stage.ada.accessToken,
      body: {},
    });
    const window = await openAs(stage.ada, '/discover', screens[screen]);
    for (const [path, text] of [
      ['/discover', 'Discover'],
      ['/friends', 'Friends'],
      [`/invite/${code}`, name],
    ] as const) {
      await window.page.goto(`${stage.stack.url}${path}`);
      await window.page.getByRole('heading', { name: text }).first().waitFor();
      expect(await window.page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320);
    }
    await window.page.goto(`${stage.stack.url}/chat/${channel.id}`);
    await openPanel(window);
    expect(await window.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await close(window);
  });
});
