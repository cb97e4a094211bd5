import { join } from 'node:path';
import { ensureChromium, repositoryRoot } from '@parley/backing';
import type { TestUser } from '@parley/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** What `npm test` has built before it starts the browser tests. */
export const webRoot = join(repositoryRoot, 'web/dist');

/** Chromium's own errands are switched off: a test talks to the machine it runs on and to nothing else. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium refuses to keep these out of the console; the test that causes them expects them. */
const networkErrors = /net::ERR_|WebSocket connection to|status of (401|409|503)/;

export async function launchBrowser(): Promise<Browser> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  return chromium.launch({ executablePath: await ensureChromium({ log }), args: quiet });
}

export type Window = { page: Page; context: BrowserContext /** What went wrong in the page, network failures aside. */; faults: string[] };

/** `keepsShell`: with the worker, which most tests can do without. */
type WindowOptions = { width?: number; height?: number; dark?: boolean; keepsShell?: boolean };

/** Another person's browser: its own cookies, its own storage. */
export async function openWindow(browser: Browser, options: WindowOptions = {}): Promise<Window> {
  const { width = 1280, height = 800, dark = false, keepsShell = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    serviceWorkers: keepsShell ? 'allow' : 'block',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !networkErrors.test(message.text())) faults.push(message.text());
  });
  return { page, context, faults };
}

export async function logInThroughForm({ page }: Window, url: string, user: Pick<TestUser, 'email' | 'password'>): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
}

export const conversation = ({ page }: Window) => page.getByRole('log', { name: 'Messages' });
export const composer = ({ page }: Window) => page.getByRole('textbox', { name: /^Message / });

export async function say(window: Window, text: string): Promise<void> {
  await composer(window).fill(text);
  await composer(window).press('Enter');
}
