import { readFile } from 'node:fs/promises';
import { callApi, createGroup, eventually, registerUser, type Stack, sendMessage, startStack, type TestUser } from '@parley/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministrator } from './src/administrators.ts';
import { launchBrowser, logInThroughForm, openWindow, type Window, webRoot } from './src/browsers.ts';
import { parleyCommand } from './src/parley-command.ts';

let stack: Stack;
let browser: Browser;
let root: TestUser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ webRoot }), launchBrowser()]);
  root = await createAdministrator(stack, 'root_admin');
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function close(window: Window): Promise<void> {
  await window.context.close();
  expect(window.faults).toEqual([]);
}

const openMenu = async ({ page }: Window, item: string) => {
  await page.getByRole('button', { name: /Account and settings/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe('one’s own account', () => {
  it('is changed, taken along as a file, and deleted with the password', async () => {
    const ada = await registerUser(stack, 'ada');
    const window = await openWindow(browser);
    const { page } = window;
    await logInThroughForm(window, stack.url, ada);
    await openMenu(window, 'Your account');
    await page.getByLabel('Your name').fill('Ada King');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download your data' }).click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'account', data: { email: ada.email, display_name: 'Ada King' } });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end' });

    await page.getByRole('button', { name: 'Delete account…' }).click();
    await page.getByLabel('Your password, to be sure').fill('Wrong-Horse-7');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The password is not right.').waitFor();
    await page.getByLabel('Your password, to be sure').fill(ada.password);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    const login = { email: ada.email, password: ada.password };
    expect((await callApi(stack.url, '/auth/login', { body: login })).status).toBe(401);
    await close(window);
  });
});

describe('administration', () => {
  it('is not there for others, and appears when somebody becomes an administrator', async () => {
    const ada = await registerUser(stack, 'ada');
    const window = await openWindow(browser);
    const { page } = window;
    await logInThroughForm(window, stack.url, ada);
    await page.getByRole('button', { name: /Account and settings/ }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0);
    await page.goto(`${stack.url}/admin`);
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await parleyCommand(stack, 'admin', 'create', '--email', ada.email);
    await eventually('the menu knows', async () => {
      await page.getByRole('button', { name: /Account and settings/ }).click();
      await page.getByRole('menuitem', { name: 'Your account' }).waitFor();
      const found = await page.getByRole('menuitem', { name: 'Administration' }).count();
      // By the menu itself: faster than anybody's fingers, the key would come before the menu has the focus.
      await page.getByRole('menu').press('Escape');
      await page.getByRole('menu').waitFor({ state: 'hidden' });
      return found === 1 ? true : undefined;
    });
    await close(window);
  });

  it('finds somebody, suspends them after asking, restores them, and shows that it was done', async () => {
    const mallory = await registerUser(stack, 'mallory');
    const window = await openWindow(browser);
    const { page } = window;
    await logInThroughForm(window, stack.url, root);
    await openMenu(window, 'Administration');
    await page.getByLabel('Search').fill(mallory.username);
    const row = page.getByRole('row', { name: new RegExp(mallory.username) });
    await row.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }).click();
    await row.getByRole('button', { name: 'Restore' }).waitFor();
    const login = { email: mallory.email, password: mallory.password };
    expect((await callApi(stack.url, '/auth/login', { body: login })).status).toBe(403);
    await row.getByRole('button', { name: 'Restore' }).click();
    await row.getByRole('button', { name: 'Suspend' }).waitFor();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('cell', { name: 'user.restored' }).first().waitFor();
    await close(window);
  });

  it('looks at messages of a conversation, by day, once that may be written down', async () => {
    const ada = await registerUser(stack, 'ada');
    const room = await createGroup(stack, ada, [], 'Engine room');
    await sendMessage(stack, ada, { roomId: room.id, content: 'Steam is up' });
    const window = await openWindow(browser);
    const { page } = window;
    await logInThroughForm(window, stack.url, root);
    await page.goto(`${stack.url}/admin/messages?room=${room.id}`);
    await page.getByRole('button', { name: 'Look, and have it written down' }).click();
    await page.getByRole('cell', { name: 'Steam is up' }).waitFor();
    await page.getByLabel('To day').fill('2020-01-01');
    await page.getByText('No messages match').waitFor();
    expect(new URL(page.url()).searchParams.get('until')).toBe('2020-01-01');
    await page.getByLabel('To day').fill('');
    await page.getByRole('button', { name: 'Remove the filter “In Engine room”' }).click();
    await page.getByRole('cell', { name: 'Steam is up' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await close(window);
  });
});
