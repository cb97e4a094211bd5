import { basename, join } from 'node:path';
import { ensureChromium, repositoryRoot } from '@parley/backing';
import type { TestUser } from '@parley/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Screen, screenOf } from './screens.ts';

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

export type Window = {
  page: Page;
  context: BrowserContext;
  screen: Screen;
  /** What went wrong in the page, network failures aside. */
  faults: string[];
};

/** The one that the run is for, or the one of the test's file. */
function screenOfTest(): Screen {
  return screenOf(process.env.PARLEY_SCREEN, basename(expect.getState().testPath ?? '', '.e2e.test.ts'));
}

/** In place of what the test's screen has. `keepsShell`: with the worker, which most tests can do without. */
export type WindowOptions = Partial<Screen> & { keepsShell?: boolean };

/** Another person's browser: its own cookies, its own storage. */
export async function openWindow(browser: Browser, options: WindowOptions = {}): Promise<Window> {
  const { keepsShell = false, ...wanted } = options;
  const screen = { ...screenOfTest(), ...wanted };
  const { width, height, dark, isTouch } = screen;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: isTouch,
    isMobile: isTouch,
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
  return { page, context, screen, faults };
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

/** Where there is room for one thing at a time, the list of conversations is a page of its own. */
export const hasListBeside = ({ screen }: Window) => screen.width >= 768;

/** Out of the conversation, where the list does not stand beside it. */
export async function goToList(window: Window): Promise<void> {
  if (!hasListBeside(window)) await window.page.getByRole('link', { name: 'Back to conversations' }).click();
}

export async function say(window: Window, text: string): Promise<void> {
  await composer(window).fill(text);
  await composer(window).press('Enter');
}
