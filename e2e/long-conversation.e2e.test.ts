import { roomIdSchema, sendBatchRpc, userIdSchema } from '@parley/contracts';
import { connectNats, requestRpc } from '@parley/messaging';
import { createGroup, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { pino } from 'pino';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composer, conversation, launchBrowser, logInThroughForm, openWindow, say, type Window, webRoot } from './src/browsers.ts';
import { mainThreadMs, watchMainThread } from './src/main-thread.ts';

const messageCount = 10_000;
const perBatch = 100;
const driftMaxPx = 2;
/** A frame of a screen that shows 60 a second. */
const frameMs = 1_000 / 60;

let stack: Stack;
let browser: Browser;
let ada: TestUser;
let roomId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ webRoot }), launchBrowser()]);
  ada = await registerUser(stack, 'ada');
  const grace = await registerUser(stack, 'grace');
  ({ id: roomId } = await createGroup(stack, ada, [grace], 'Archive'));
  await fill(grace);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Of every length, as people write. */
function lineOf(nth: number): string {
  return `Line ${nth}. ${'All work is woven of threads. '.repeat(nth % 7 === 0 ? 8 : nth % 3)}`.trim();
}

async function fill(sender: TestUser): Promise<void> {
  const nats = await connectNats({ url: stack.nats.url, name: 'archive', log: pino({ level: 'silent' }) });
  for (let sent = 0; sent < messageCount; sent += perBatch) {
    const commands = Array.from({ length: perBatch }, (_, nth) => ({
      room_id: roomIdSchema.parse(roomId),
      sender_id: userIdSchema.parse(sender.id),
      client_id: crypto.randomUUID(),
      content: lineOf(sent + nth + 1),
    }));
    const outcomes = await requestRpc(nats, sendBatchRpc, sendBatchRpc.request.parse(commands), { timeoutMs: 20_000 });
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  }
  await nats.close();
}

async function openArchive(query = ''): Promise<Window & { session: CDPSession }> {
  const window = await openWindow(browser);
  await logInThroughForm(window, stack.url, ada);
  await window.page.goto(`${stack.url}/chat/${roomId}${query}`);
  await composer(window).waitFor();
  return { ...window, session: await watchMainThread(window) };
}

/** In the page: how far the row nearest to the middle moves while `frames` are drawn and nobody scrolls. */
const watchDrift = (frames: number) => `new Promise((resolve) => {
  const list = document.querySelector('[role="log"]');
  const middle = list.getBoundingClientRect().top + list.clientHeight / 2;
  const rows = [...list.querySelectorAll('[data-seq]')];
  const row = rows.reduce((best, next) =>
    Math.abs(next.getBoundingClientRect().top - middle) < Math.abs(best.getBoundingClientRect().top - middle) ? next : best);
  const seq = row.dataset.seq;
  const start = row.getBoundingClientRect().top;
  let drift = 0;
  let left = ${frames};
  const look = () => {
    const now = list.querySelector('[data-seq="' + seq + '"]');
    drift = Math.max(drift, now ? Math.abs(now.getBoundingClientRect().top - start) : Infinity);
    left -= 1;
    if (left > 0) requestAnimationFrame(look);
    else resolve(drift);
  };
  requestAnimationFrame(look);
})`;

describe(`a conversation of ${messageCount} messages`, () => {
  it('stays where it is read while older pages come in above, and while a row above grows', async ({ annotate }) => {
    const window = await openArchive();
    const { page } = window;
    await conversation(window).getByText(`Line ${messageCount}.`).waitFor();
    const drifts: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const height = await page.evaluate<number>('document.querySelector("[role=log]").scrollHeight');
      // So near to the top that the next page is asked for; its rows are not measured yet.
      await page.evaluate('document.querySelector("[role=log]").scrollTop = 500');
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      drifts.push(await page.evaluate<number>(watchDrift(60)));
      await expect.poll(() => page.evaluate<number>('document.querySelector("[role=log]").scrollHeight')).toBeGreaterThan(height);
    }
    await annotate(`drift in px: ${drifts.map((px) => px.toFixed(2)).join(', ')}`);
    expect(Math.max(...drifts)).toBeLessThanOrEqual(driftMaxPx);

    // The row just above the view grows by an edit: what is read stays.
    const above = await page.evaluate<string>(`(() => {
      const list = document.querySelector('[role="log"]');
      const top = list.getBoundingClientRect().top;
      return [...list.querySelectorAll('[data-seq]')].findLast((row) => row.getBoundingClientRect().bottom < top).dataset.seq;
    })()`);
    const { messages } = await mustCallApi<{ messages: { id: string; seq: number }[] }>(
      stack.url,
      `/rooms/${roomId}/messages?around=${above}&limit=2`,
      { token: ada.accessToken },
    );
    const grown = messages.find(({ seq }) => seq === Number(above));
    const watched = page.evaluate<number>(watchDrift(90));
    await mustCallApi(stack.url, `/rooms/${roomId}/messages/${grown?.id}/reactions/${encodeURIComponent('🎉')}`, {
      method: 'PUT',
      token: ada.accessToken,
    });
    expect(await watched).toBeLessThanOrEqual(driftMaxPx);
    await window.context.close();
    expect(window.faults).toEqual([]);
  }, 120_000);

  it('is jumped into with one page, goes on at both ends of it, stays current there, and is left for what is new', async () => {
    const window = await openArchive();
    const { page } = window;
    await conversation(window).getByText(`Line ${messageCount}.`).waitFor();
    const pages: string[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith(`/${roomId}/messages`))
        pages.push(['around', 'before', 'after'].find((place) => searchParams.has(place)) ?? 'newest');
    });
    const middle = messageCount / 2;
    await page.evaluate(`history.pushState(null, '', '/chat/${roomId}?at=${middle}'); dispatchEvent(new PopStateEvent('popstate'))`);
    const target = conversation(window).locator(`[data-seq="${middle}"]`);
    await target.waitFor();
    expect(await target.getAttribute('class')).toContain('bg-warn-soft');
    // Where it stands depends on heights that are only estimated until rows are drawn: in the middle half of the view.
    const [box, frame] = [await target.boundingBox(), await conversation(window).boundingBox()];
    const place = ((box?.y ?? 0) + (box?.height ?? 0) / 2 - (frame?.y ?? 0)) / (frame?.height ?? 1);
    expect(place).toBeGreaterThan(0.25);
    expect(place).toBeLessThan(0.75);
    expect(pages.filter((kind) => kind === 'around')).toHaveLength(1);
    expect(pages.length).toBeLessThanOrEqual(3);

    // What happens to a line far above is shown there, too.
    const { messages } = await mustCallApi<{ messages: { id: string; seq: number }[] }>(
      stack.url,
      `/rooms/${roomId}/messages?around=${middle}&limit=2`,
      { token: ada.accessToken },
    );
    const id = messages.find(({ seq }) => seq === middle)?.id;
    const reaction = `/rooms/${roomId}/messages/${id}/reactions/${encodeURIComponent('🦜')}`;
    await mustCallApi(stack.url, reaction, { method: 'PUT', token: ada.accessToken });
    await target.getByRole('button', { name: /🦜/ }).waitFor();

    for (const [towards, top] of [
      ['after', 'list.scrollHeight'],
      ['before', '0'],
    ] as const) {
      const asked = pages.filter((kind) => kind === towards).length;
      await page.evaluate(`(() => { const list = document.querySelector('[role="log"]'); list.scrollTop = ${top}; })()`);
      await expect.poll(() => pages.filter((kind) => kind === towards).length).toBeGreaterThan(asked);
    }
    expect(await conversation(window).getByText(`Line ${messageCount}.`).count()).toBe(0);

    await page.getByRole('button', { name: /Jump to the latest message/ }).click();
    await conversation(window).getByText(`Line ${messageCount}.`).waitFor();
    await page.evaluate(`history.pushState(null, '', '/chat/${roomId}?at=12'); dispatchEvent(new PopStateEvent('popstate'))`);
    await conversation(window).locator('[data-seq="12"]').waitFor();
    await say(window, 'Said from far above');
    await conversation(window).getByText('Said from far above').waitFor();
    await window.context.close();
    expect(window.faults).toEqual([]);
  }, 120_000);

  it('is read to its beginning, scrolls at 60 frames a second, and does not slow down typing', async ({ annotate }) => {
    const window = await openArchive();
    const { page, session } = window;
    await conversation(window).getByText(`Line ${messageCount}.`).waitFor();
    await page.evaluate(`new Promise((resolve) => {
      const list = document.querySelector('[role="log"]');
      const step = () => {
        list.scrollTop = 0;
        if (list.querySelector('[data-seq="5"]')) resolve();
        else requestAnimationFrame(step);
      };
      step();
    })`);

    const frames = 120;
    const before = await mainThreadMs(session);
    await page.evaluate(`new Promise((resolve) => {
      const list = document.querySelector('[role="log"]');
      let left = ${frames};
      const step = () => {
        list.scrollTop += 120;
        left -= 1;
        if (left > 0) requestAnimationFrame(step);
        else resolve();
      };
      step();
    })`);
    const perFrameMs = ((await mainThreadMs(session)) - before) / frames;

    const text = 'typing never waits for the list';
    await composer(window).focus();
    await composer(window).press('x');
    const beforeTyping = await mainThreadMs(session);
    await page.keyboard.type(text);
    const perKeyMs = ((await mainThreadMs(session)) - beforeTyping) / text.length;
    await annotate(`main thread: ${perFrameMs.toFixed(1)} ms a frame of scrolling, ${perKeyMs.toFixed(1)} ms a key`);
    expect(perFrameMs).toBeLessThanOrEqual(frameMs);
    expect(perKeyMs).toBeLessThanOrEqual(frameMs);
    await window.context.close();
    expect(window.faults).toEqual([]);
  }, 120_000);
});
