import { get } from 'node:http';
import { createGroup, createRoom, registerUser, type Stack, sendMessage, startStack, type TestUser } from '@parley/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministrator } from './src/administrators.ts';
import { composer, conversation, launchBrowser, logInThroughForm, openWindow, type Window, webRoot } from './src/browsers.ts';
import { axeFindings, readVitals, settled, stickingOut, type Vitals } from './src/page-checks.ts';
import { untranslatedTexts } from './src/untranslated.ts';

let stack: Stack;
let browser: Browser;
let root: TestUser;
let roomId: string;
/** What people wrote and are called, and the names of devices in the list of them: no language changes it. */
let data: string[];

const roomName = 'A conversation with a name that hardly fits anywhere';
/** In the pieces that the page shows it in. */
const said = ['Have you seen ', 'https://example.org/a/very/long/address/that/does/not/break/anywhere', ' and ', '`code`?'];
const guestPages = ['/login', '/register', '/forgot', '/reset?token=none', '/verify?token=none', '/invite/none', '/nowhere'];
const memberPages = () => [
  '/chat',
  `/chat/${roomId}`,
  '/discover',
  '/friends',
  '/settings/account',
  '/settings/security',
  '/admin',
  '/admin/rooms',
  '/admin/messages',
  '/admin/audit',
];

const namesOf = ({ account, email }: TestUser) => [account.display_name, account.username, email];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ webRoot }), launchBrowser()]);
  root = await createAdministrator(stack, 'root_admin');
  const grace = await registerUser(stack, 'grace');
  const room = await createGroup(stack, root, [grace], roomName);
  roomId = room.id;
  await createRoom(stack, grace, { type: 'channel', name: 'Announcements', slug: 'announcements' });
  await sendMessage(stack, root, { roomId, content: 'Good morning' });
  await sendMessage(stack, grace, { roomId, content: said.join('') });
  const written = [roomName, ...said, 'Good morning', 'Announcements', 'announcements', ...[root, grace].flatMap(namesOf)];
  const preview = said.join('').replaceAll('`', '');
  data = [...written, preview, 'Chrome on Linux', 'node'];
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** One after the other, so that what is wrong says where; a page of its own request to another host is a fault like any other. */
async function visit({ page }: Window, paths: readonly string[], look: (path: string) => Promise<string[]>): Promise<string[]> {
  const faults: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== stack.url) faults.push(`asked ${origin}`);
  });
  for (const path of paths) {
    await page.goto(stack.url + path);
    await settled(page);
    faults.push(...(await look(path)).map((fault) => `${path}: ${fault}`));
  }
  return faults;
}

async function speak({ page }: Window, language: string): Promise<void> {
  await page.goto(`${stack.url}/login`);
  await page.evaluate((id) => localStorage.setItem('parley.language', id), language);
}

const narrow = { width: 320, height: 640 };

describe.each([
  ['a guest', () => guestPages, async () => undefined],
  ['a member', memberPages, (window: Window) => logInThroughForm(window, stack.url, root)],
] as const)('every page of %s', (_who, pages, enter) => {
  it('has no finding of axe in either theme, and nothing sticks out at 320 px', async () => {
    const window = await openWindow(browser);
    await enter(window);
    const faults = await visit(window, pages(), async () => {
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await window.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        found.push(...(await axeFindings(window.page)).map((finding) => `${colorScheme}: ${finding}`));
      }
      await window.page.setViewportSize(narrow);
      found.push(...(await stickingOut(window.page)));
      await window.page.setViewportSize({ width: 1280, height: 800 });
      return found;
    });
    expect([...faults, ...window.faults]).toEqual([]);
    await window.context.close();
  });

  it('has no word outside of the catalogue, and room for words that are longer', async () => {
    const window = await openWindow(browser);
    await enter(window);
    await speak(window, 'en-XA');
    const faults = await visit(window, pages(), async () => {
      const found = await untranslatedTexts(window.page, data);
      await window.page.setViewportSize(narrow);
      return [...found.map((text) => `untranslated: ${text}`), ...(await stickingOut(window.page))];
    });
    expect([...faults, ...window.faults]).toEqual([]);
    await window.context.close();
  });

  it('runs from right to left where the language does', async () => {
    const window = await openWindow(browser, { width: narrow.width, height: narrow.height });
    await enter(window);
    await speak(window, 'ar-XB');
    const faults = await visit(window, pages(), async () => {
      const direction = await window.page.evaluate(() => getComputedStyle(document.body).direction);
      return [...(direction === 'rtl' ? [] : [direction]), ...(await stickingOut(window.page))];
    });
    expect([...faults, ...window.faults]).toEqual([]);
    await window.context.close();
  });
});

describe('the first screen', () => {
  /** Another process may have had the processor: what counts is what the page can do. */
  async function best(page: Page, open: () => Promise<unknown>): Promise<Vitals> {
    const tries: Vitals[] = [];
    while (tries.length < 3 && !tries.some(({ paintMs, slowestInteractionMs }) => paintMs < 1_500 && slowestInteractionMs <= 200)) {
      await open();
      tries.push(await readVitals(page));
    }
    return {
      paintMs: Math.min(...tries.map(({ paintMs }) => paintMs)),
      shift: Math.max(...tries.map(({ shift }) => shift)),
      slowestInteractionMs: Math.min(...tries.map(({ slowestInteractionMs }) => slowestInteractionMs)),
    };
  }

  it('is there within 1.5 s, does not shift, and answers within 200 ms', async () => {
    const window = await openWindow(browser);
    const { page } = window;
    const login = await best(page, async () => {
      await page.goto(`${stack.url}/login`);
      await page.getByLabel('Email').pressSequentially('somebody@example.org');
    });
    await logInThroughForm(window, stack.url, root);
    const chat = await best(page, async () => {
      await page.goto(`${stack.url}/chat/${roomId}`);
      await page.getByText('Good morning').last().waitFor();
      await composer(window).pressSequentially('As quick as one types');
    });
    for (const vitals of [login, chat]) {
      expect(vitals.paintMs).toBeGreaterThan(0);
      expect(vitals.paintMs).toBeLessThan(1_500);
      expect(vitals.shift).toBeLessThanOrEqual(0.1);
      expect(vitals.slowestInteractionMs).toBeLessThanOrEqual(200);
    }
    await window.context.close();
  });
});

describe('the installed application', () => {
  it('starts without a network', async () => {
    const window = await openWindow(browser, { keepsShell: true });
    const { page, context } = window;
    await logInThroughForm(window, stack.url, root);
    await page.goto(`${stack.url}/chat/${roomId}`);
    await page.evaluate('navigator.serviceWorker.ready');
    // Parts that were loaded before the worker was there are not kept by it yet.
    await page.reload();
    await conversation(window).getByText('Good morning').waitFor();
    await page.waitForTimeout(2_000);
    await context.setOffline(true);
    await page.reload();
    await conversation(window).getByText('Good morning').waitFor();
    await context.close();
  });

  it('begins anew when it turns out to be old, and asks first once somebody is at work', async () => {
    const window = await openWindow(browser);
    const { page, context } = window;
    await context.route('**/build.json', (route) => route.fulfill({ json: { build: 'newer' } }));
    await page.goto(`${stack.url}/login`);
    await page.getByText('A new version is ready.').waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('parley.reloaded-for'))).toBe('newer');
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Use it now' }).click()]);
    await context.close();
  });

  it('comes compressed, and is asked for again only where it can have changed', async () => {
    const page = await headersOf('/');
    expect(page['cache-control']).toBe('no-cache');
    expect(page.etag).toBeTruthy();
    expect((await headersOf('/', { 'if-none-match': String(page.etag) })).status).toBe('304');
    expect((await headersOf('/service-worker.js'))['cache-control']).toBe('no-cache');
    expect((await headersOf('/manifest.webmanifest'))['content-type']).toContain('manifest');
    const entry = /src="(\/assets\/[^"]+\.js)"/.exec(await (await fetch(stack.url)).text())?.[1] ?? '';
    for (const encoding of ['br', 'gzip']) {
      const asset = await headersOf(entry, { 'accept-encoding': encoding });
      expect(asset).toMatchObject({ 'content-encoding': encoding, 'cache-control': 'public, max-age=31536000, immutable' });
      expect(asset.vary).toMatch(/accept-encoding/i);
    }
  });
});

/** As they come: `fetch` unpacks what it gets. */
function headersOf(path: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    get(stack.url + path, { headers }, (answer) => {
      answer.resume();
      resolve({ ...answer.headers, status: String(answer.statusCode) });
    }).on('error', reject);
  });
}
