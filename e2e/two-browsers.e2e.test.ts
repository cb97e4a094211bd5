import { createGroup, eventually, mustCallApi, registerUser, sendMessage, type TestUser, testPassword } from '@parley/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composer, conversation, launchBrowser, logInThroughForm, openWindow, say, type Window } from './src/browsers.ts';
import { type Installation, startInstallation } from './src/installation.ts';
import { screens } from './src/screens.ts';

let stack: Installation;
let browser: Browser;
let ada: TestUser;
let grace: TestUser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function openRoom(window: Window, user: TestUser, roomId: string): Promise<void> {
  await logInThroughForm(window, stack.url, user);
  await window.page.goto(`${stack.url}/chat/${roomId}`);
  await composer(window).waitFor();
}

async function close(...windows: Window[]): Promise<void> {
  const faults = windows.flatMap((window) => window.faults);
  await Promise.all(windows.map((window) => window.context.close()));
  expect(faults).toEqual([]);
}

describe('signing up and in', () => {
  it('takes a new person through the form into an empty list of conversations, and back in after logging out', async () => {
    const window = await openWindow(browser);
    const { page } = window;
    await page.goto(stack.url);
    await page
      .getByRole('link', { name: 'Create account' })
      .or(page.getByRole('link', { name: /new here/i }))
      .first()
      .click();
    await page.getByLabel('Your name').fill('Mary Somerville');
    await page.getByLabel('Username').fill(`mary_${Date.now()}`);
    const email = `mary${Date.now()}@example.org`;
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('No conversations yet').waitFor();

    await page.getByRole('button', { name: /Account and settings/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await logInThroughForm(window, stack.url, { email, password: testPassword });
    await page.reload();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await close(window);
  });

  it('says what is wrong with a wrong password, and nothing more', async () => {
    const window = await openWindow(browser);
    const { page } = window;
    await page.goto(`${stack.url}/login`);
    await page.getByLabel('Email').fill(ada.email);
    await page.getByLabel('Password', { exact: true }).fill('Wrong-Horse-7');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Email or password is not right.').waitFor();
    await close(window);
  });
});

describe('a forgotten password', () => {
  it('is replaced through the link of a mail, and the old one is of no use any more', async () => {
    const person = await registerUser(stack, 'katherine');
    const window = await openWindow(browser);
    const { page } = window;
    await page.goto(`${stack.url}/login`);
    await page.getByLabel('Email').fill(person.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    // The log-in page stays until this one has arrived: its field has the same name.
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(person.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('a mail is on its way').waitFor();
    const token = await eventually('the mail is in the outbox', async () => {
      // Not the only mail: signing in with a new browser is told, too.
      const mails = [...(await stack.logs('auth')).matchAll(/"path":"([^"]+\.txt)"/g)].map(([, path = '']) => path);
      for (const mail of mails.reverse()) {
        const found = /\/reset#token=([\w-]+)/.exec(await stack.readMail(mail))?.[1];
        if (found !== undefined) return found;
      }
      return undefined;
    });
    await page.goto(`${stack.url}/reset#token=${token}`);
    await page.getByLabel('New password', { exact: true }).fill('Battery-Staple-8');
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await logInThroughForm(window, stack.url, { email: person.email, password: 'Battery-Staple-8' });
    await close(window);
  });
});

describe('two people in two browsers', () => {
  it('find each other, talk, and see each other type', async () => {
    const [left, right] = await Promise.all([openWindow(browser), openWindow(browser)]);
    await Promise.all([logInThroughForm(left, stack.url, ada), logInThroughForm(right, stack.url, grace)]);
    await left.page.getByRole('button', { name: 'New conversation' }).click();
    await left.page.getByRole('menuitem', { name: 'New message' }).click();
    await left.page.getByLabel('Search people').fill(grace.username);
    await left.page.getByRole('option', { name: new RegExp(grace.username) }).click();
    await composer(left).waitFor();

    await say(left, 'Hello Grace.');
    await conversation(left).getByText('Hello Grace').waitFor();
    await conversation(left).getByRole('img', { name: 'Sent' }).first().waitFor();
    await right.page.getByRole('link', { name: /Ada.*1 unread message/ }).click();
    await conversation(right).getByText('Hello Grace').waitFor();

    await composer(right).pressSequentially('Hello yourself.');
    await left.page.getByRole('region', { name: 'Conversation with Grace' }).getByText('Grace is typing…').waitFor();
    await composer(right).press('Enter');
    await conversation(left)
      .getByText(/^Hello yourself\./)
      .waitFor();
    await left.page.getByRole('img', { name: 'Online' }).first().waitFor();
    await close(left, right);
  });

  it('make a group, in which membership changes show at once', async () => {
    const [left, right] = await Promise.all([openWindow(browser), openWindow(browser)]);
    await Promise.all([logInThroughForm(left, stack.url, ada), logInThroughForm(right, stack.url, grace)]);
    await left.page.getByRole('button', { name: 'New conversation' }).click();
    await left.page.getByRole('menuitem', { name: 'New group' }).click();
    await left.page.getByLabel('Group name').fill('Analytical engines');
    await left.page.getByLabel('Search people').fill(grace.username);
    await left.page.getByRole('option', { name: new RegExp(grace.username) }).click();
    await left.page.getByRole('button', { name: 'Create group' }).click();
    await composer(left).waitFor();
    await right.page.getByRole('link', { name: /Analytical engines/ }).click();
    await say(left, 'Welcome');
    await conversation(right).getByText('Welcome').waitFor();

    const roomId = new URL(left.page.url()).pathname.split('/').at(-1) ?? '';
    await mustCallApi(stack.url, `/rooms/${roomId}/members/${grace.id}`, { method: 'DELETE', token: ada.accessToken });
    await right.page.getByText('This conversation is not here').waitFor();
    await conversation(left)
      .getByText(/You removed Grace/)
      .waitFor();
    await close(left, right);
  });

  it('lose the gateway, say so, go on writing, and are current again without a reload', async () => {
    const room = await createGroup(stack, ada, [grace], 'Weathered');
    const [left, right] = await Promise.all([openWindow(browser), openWindow(browser)]);
    await Promise.all([openRoom(left, ada, room.id), openRoom(right, grace, room.id)]);
    await say(left, 'Before the storm');
    await conversation(right).getByText('Before the storm').waitFor();

    await stack.kill('gateway');
    await left.page
      .getByText(/Reconnecting|Trying again|offline|No connection|Connection lost/i)
      .first()
      .waitFor();
    await say(left, 'Said in the dark');
    await conversation(left).getByRole('img', { name: 'Sending' }).first().waitFor();
    await composer(right).fill('A draft that must survive');
    await stack.restart('gateway');

    await conversation(right).getByText('Said in the dark').waitFor();
    expect(await conversation(right).getByText('Said in the dark').count()).toBe(1);
    expect(await composer(right).inputValue()).toBe('A draft that must survive');
    await close(left, right);
  });

  it('who comes back after a reload finds what was said meanwhile, unread and in order', async () => {
    const room = await createGroup(stack, ada, [grace], 'Left alone');
    const window = await openWindow(browser);
    await openRoom(window, grace, room.id);
    await window.page.goto('about:blank');
    for (const nth of ['first', 'second', 'third'])
      await sendMessage(stack, ada, { roomId: room.id, content: `While you were away: ${nth}.` });
    await window.page.goto(stack.url);
    await window.page.getByRole('link', { name: /Left alone.*3 unread messages/ }).click();
    await conversation(window).getByText('While you were away: third.').waitFor();
    const texts = await conversation(window)
      .getByText(/While you were away/)
      .allTextContents();
    expect(texts.map((text) => /: (\w+)\./.exec(text)?.[1])).toEqual(['first', 'second', 'third']);
    await close(window);
  });
});

describe('a long conversation', () => {
  it('loads older messages when scrolled up, to its very beginning', async () => {
    const room = await createGroup(stack, ada, [grace], 'Long');
    for (let nth = 1; nth <= 130; nth += 1) await sendMessage(stack, ada, { roomId: room.id, content: `Line ${nth}.` });
    const window = await openWindow(browser);
    await openRoom(window, grace, room.id);
    await conversation(window)
      .getByText(/^Line 130\./)
      .waitFor();
    await conversation(window).hover();
    await expect
      .poll(
        async () => {
          await window.page.mouse.wheel(0, -3_000);
          return conversation(window)
            .getByText(/This is the beginning of/)
            .count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await conversation(window)
      .getByText(/^Line 1\./)
      .waitFor();
    await close(window);
  });
});

describe('on a phone', () => {
  it.each(['phone-light', 'phone-dark'] as const)('%s: list and conversation take turns, and nothing sticks out', async (screen) => {
    const room = await createGroup(stack, ada, [grace], 'Pocket');
    await sendMessage(stack, ada, {
      roomId: room.id,
      content: 'A longer line of text that has to be broken to fit into a narrow window of a phone',
    });
    const window = await openWindow(browser, screens[screen]);
    await logInThroughForm(window, stack.url, grace);
    await window.page
      .getByRole('link', { name: /Pocket/ })
      .first()
      .click();
    await conversation(window)
      .getByText(/A longer line/)
      .first()
      .waitFor();
    expect(await window.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await window.page
      .getByRole('link', { name: 'Back to conversations' })
      .or(window.page.getByRole('button', { name: 'Back to conversations' }))
      .first()
      .click();
    await window.page
      .getByRole('link', { name: /Pocket/ })
      .first()
      .waitFor();
    await close(window);
  });
});

describe("the API's documentation", () => {
  it.each(['/docs', '/redoc'])('%s shows every service without a network', async (path) => {
    const window = await openWindow(browser, screens['desk-light']);
    const foreign: string[] = [];
    window.page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== stack.url) foreign.push(request.url());
    });
    await window.page.goto(`${stack.url}${path}`);
    for (const text of ['/api/v1/auth/login', '/api/v1/rooms/{id}/messages']) await window.page.getByText(text).first().waitFor();
    expect(foreign).toEqual([]);
    await window.context.close();
  });
});
