import { readFile } from 'node:fs/promises';
import { eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCode } from './src/app-code.ts';
import { launchBrowser, logInThroughForm, openWindow, type Window, webRoot } from './src/browsers.ts';
import { screens } from './src/screens.ts';

let stack: Stack;
let browser: Browser;
/** By name: browsers make no passkeys for an address. */
let url: string;

beforeAll(async () => {
  const serviceEnv = { auth: { PARLEY_EMAIL_VERIFICATION: 'optional' } };
  [stack, browser] = await Promise.all([startStack({ webRoot, serviceEnv }), launchBrowser()]);
  url = stack.url.replace('127.0.0.1', 'localhost');
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A device that asks its user for a fingerprint, as far as the browser can tell. */
async function addAuthenticator({ context, page }: Window): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function openSecurity({ page }: Window): Promise<void> {
  await page.getByRole('button', { name: /Account and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Security' }).click();
  await page.getByRole('heading', { name: 'Security' }).waitFor();
}

async function logOut({ page }: Window): Promise<void> {
  await page.goto(`${url}/chat`);
  await page.getByRole('button', { name: /Account and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
}

async function showPassword({ page }: Window, user: TestUser): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
}

const conversations = ({ page }: Window) => page.getByRole('navigation', { name: 'Conversations' }).waitFor();

/** Takes note of the recovery codes and closes their dialog. */
async function keepCodes({ page }: Window): Promise<string[]> {
  const items = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await items.first().waitFor();
  const codes = await items.allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return codes;
}

describe('a passkey', () => {
  it('is added on the security page, signs in without password, and is the second step after one', async () => {
    const user = await registerUser(stack, 'hedy');
    const window = await openWindow(browser);
    const { page } = window;
    await addAuthenticator(window);
    await logInThroughForm(window, url, user);
    await openSecurity(window);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name', { exact: true }).fill('My laptop');
    await page.getByRole('dialog').getByLabel('Current password', { exact: true }).fill(user.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    const [recovery = ''] = await keepCodes(window);
    await page.getByRole('region', { name: 'Passkeys' }).getByText('My laptop').waitFor();

    await logOut(window);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await conversations(window);

    await logOut(window);
    await showPassword(window, user);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await conversations(window);

    await logOut(window);
    await showPassword(window, user);
    await page.getByLabel('Recovery code').fill(recovery);
    await page.getByRole('button', { name: 'Log in' }).click();
    await conversations(window);
    await openSecurity(window);
    await page.getByText('9 codes are left.').waitFor();

    await page.getByRole('button', { name: 'Remove My laptop' }).click();
    await page.getByRole('dialog').getByLabel('Current password', { exact: true }).fill(user.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No passkeys yet.').waitFor();
    await logOut(window);
    await logInThroughForm(window, url, user);
    expect(window.faults).toEqual([]);
    await window.context.close();
  });
});

describe('an authenticator app', () => {
  it('is set up on the security page, and its codes are asked for at the log-in', async () => {
    const user = await registerUser(stack, 'grace');
    const window = await openWindow(browser);
    const { page } = window;
    await logInThroughForm(window, url, user);
    await openSecurity(window);
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await page.getByRole('dialog').getByLabel('Current password', { exact: true }).fill('Wrong-Horse-7');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The password is not right.').waitFor();
    await page.getByRole('dialog').getByLabel('Current password', { exact: true }).fill(user.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('img', { name: /Picture to scan/ }).waitFor();
    const secret = (await page.locator('code').textContent()) ?? '';
    await page.getByLabel('Code from your app').fill(appCode(secret, -1));
    await page.getByRole('button', { name: 'Confirm' }).click();
    expect(await keepCodes(window)).toHaveLength(10);
    await page.getByText('An app protects your account.').waitFor();

    await logOut(window);
    await showPassword(window, user);
    await page.getByLabel('Code from your app').fill('000000');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This code is wrong, or was used already.').waitFor();
    await page.getByLabel('Code from your app').fill(appCode(secret));
    await page.getByRole('button', { name: 'Log in' }).click();
    await conversations(window);
    expect(window.faults).toEqual([]);
    await window.context.close();
  });
});

describe('the security page', () => {
  it('confirms the address, changes the password, and ends other devices', async () => {
    const user = await registerUser(stack, 'ada');
    const window = await openWindow(browser, screens['phone-dark']);
    const { page } = window;
    await logInThroughForm(window, url, user);
    await openSecurity(window);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.getByText('Not confirmed yet').waitFor();
    await page.goto(`${url}/verify#token=${await verificationToken(user)}`);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your address is confirmed').waitFor();
    await page.goto(`${url}/settings/security`);
    await page.getByText('Confirmed', { exact: true }).waitFor();

    const devices = page.getByRole('region', { name: 'Devices' });
    await devices.getByText('This device').waitFor();
    expect(await devices.getByRole('listitem').count()).toBe(2);
    await devices.getByRole('button', { name: /^Log out node/ }).click();
    await expect.poll(() => devices.getByRole('listitem').count()).toBe(1);

    const password = page.getByRole('region', { name: 'Password' });
    await password.getByLabel('Current password', { exact: true }).fill(user.password);
    await password.getByLabel('New password', { exact: true }).fill('Battery-Staple-8');
    await password.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Log out everywhere' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    // Back in, one is where one was.
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill('Battery-Staple-8');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Security' }).waitFor();
    expect(window.faults).toEqual([]);
    await window.context.close();
  });
});

function verificationToken(user: TestUser): Promise<string> {
  return eventually('the mail with the link is in the outbox', async () => {
    for (const [, path = ''] of (await stack.logs('auth')).matchAll(/"path":"([^"]+\.txt)"/g)) {
      const mail = await readFile(path, 'utf8');
      const token = /\/verify#token=([\w-]+)/.exec(mail)?.[1];
      if (token !== undefined && mail.includes(user.email)) return token;
    }
    return undefined;
  });
}
