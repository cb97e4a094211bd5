import type { RoomSummary } from '@parley/contracts';
import {
  createGroup,
  createRoom,
  eventually,
  mustCallApi,
  registerUser,
  type Stack,
  sendMessage,
  startStack,
  type TestUser,
} from '@parley/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  composer,
  goToList,
  launchBrowser,
  logInThroughForm,
  openWindow,
  say,
  type Window,
  type WindowOptions,
  webRoot,
} from './src/browsers.ts';
import { type PushService, startPushService, type TestBrowser } from './src/push-service.ts';
import { choose, row } from './src/rows.ts';
import { screens } from './src/screens.ts';

let stack: Stack;
let browser: Browser;
let pushes: PushService;
let ada: TestUser;
let grace: TestUser;
let workshop: RoomSummary;

beforeAll(async () => {
  pushes = await startPushService();
  const notifications = { PARLEY_PUSH_ORIGINS: pushes.origin };
  [stack, browser] = await Promise.all([startStack({ webRoot, serviceEnv: { notifications } }), launchBrowser()]);
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  workshop = await createGroup(stack, ada, [grace], 'Workshop');
  await createGroup(stack, ada, [grace], 'Reading circle');
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await pushes?.close();
});

async function closeAll(...windows: Window[]): Promise<void> {
  await Promise.all(windows.map(({ context }) => context.close()));
  expect(windows.flatMap(({ faults }) => faults)).toEqual([]);
}

const panel = ({ page }: Window, name: string) => page.getByRole('region', { name, exact: true });
async function enterWorkshop(user: TestUser, options?: WindowOptions): Promise<Window> {
  const window = await openWindow(browser, options);
  await logInThroughForm(window, stack.url, user);
  await window.page.goto(`${stack.url}/chat/${workshop.id}`);
  await composer(window).waitFor();
  return window;
}

/** By its button in the header where there is room for one, by the header's menu everywhere. */
async function openPins({ page, screen }: Window): Promise<void> {
  if (screen.width >= 640) return page.getByRole('button', { name: 'Pinned messages' }).click();
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Pinned messages' }).click();
}

describe('beside a conversation', () => {
  it('a thread is answered in its panel, live, named by the address, and gives the focus back', async () => {
    const [left, right] = await Promise.all([enterWorkshop(ada), enterWorkshop(grace)]);
    await say(left, 'Shall we ship on Friday?');
    await choose(right, 'Shall we ship', 'Open thread');
    const thread = panel(right, 'Thread');
    const field = thread.getByRole('textbox', { name: 'Reply in thread' });
    await field.fill('Yes, on Friday');
    await field.press('Enter');
    await row(left, 'Shall we ship').getByRole('button', { name: '1 reply' }).click();
    await panel(left, 'Thread').getByRole('list', { name: 'Replies' }).getByText('Yes, on Friday').waitFor();
    await panel(left, 'Thread').getByRole('textbox').fill('Agreed');
    await panel(left, 'Thread').getByRole('textbox').press('Enter');
    await thread.getByText('Agreed').waitFor();
    await thread.getByText('2 replies').waitFor();

    await left.page.reload();
    await panel(left, 'Thread').getByText('Agreed').waitFor();
    await panel(left, 'Thread').press('Escape');
    await panel(left, 'Thread').waitFor({ state: 'detached' });
    expect(new URL(left.page.url()).search).toBe('');
    await right.page.keyboard.press('Escape');
    await eventually('the message has the focus again', async () =>
      (await right.page.evaluate(() => document.activeElement?.closest('[data-seq]') !== null)) ? true : undefined,
    );
    await closeAll(left, right);
  });

  it('pins come and go live, and lead to their message; on a phone the panel is a page', async () => {
    const [left, phone] = await Promise.all([enterWorkshop(ada), enterWorkshop(grace, screens['phone-light'])]);
    await say(left, 'The address of the mill');
    await openPins(phone);
    const pins = panel(phone, 'Pinned messages');
    await pins.getByText('Nothing is pinned').waitFor();
    await choose(left, 'The address of the mill', 'Pin');
    await pins.getByText('The address of the mill').waitFor();
    await pins.getByRole('button', { name: 'Show in conversation' }).click();
    await pins.waitFor({ state: 'detached' });
    await row(phone, 'The address of the mill').waitFor();

    await openPins(left);
    await panel(left, 'Pinned messages')
      .getByRole('button', { name: /^Unpin/ })
      .click();
    await panel(left, 'Pinned messages').getByText('Nothing is pinned').waitFor();
    await closeAll(left, phone);
  });

  it('search finds over all conversations, narrows down, and leads to the place', async () => {
    const window = await openWindow(browser);
    await logInThroughForm(window, stack.url, grace);
    await sendMessage(stack, ada, { roomId: workshop.id, content: 'The analytical engine weaves patterns, see https://example.org' });
    await sendMessage(stack, grace, { roomId: workshop.id, content: 'An engine of my own' });
    const { page } = window;
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    const results = page.getByRole('list', { name: 'Messages found' });
    await eventually('both are found', async () => {
      await page.getByRole('textbox', { name: 'Search messages' }).fill('');
      await page.getByRole('textbox', { name: 'Search messages' }).fill('engin');
      await results.getByRole('listitem').nth(1).waitFor({ timeout: 2_000 });
      return true;
    });
    expect(await results.locator('mark').allTextContents()).toEqual(['engin', 'engin']);
    await page.getByRole('button', { name: 'Has a link' }).click();
    await eventually('one is left', async () => ((await results.getByRole('listitem').count()) === 1 ? true : undefined));
    expect(new URL(page.url()).search).toBe('?q=engin&has=link');
    await results.getByRole('link').click();
    await row(window, 'analytical engine weaves').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/chat/${workshop.id}`);
    await page.goBack();
    await results.getByRole('listitem').waitFor();
    await closeAll(window);
  });
});

it('the keyboard alone goes to a conversation, to a person, and shows its shortcuts', async () => {
  const window = await openWindow(browser, { isTouch: false });
  await logInThroughForm(window, stack.url, ada);
  const { page } = window;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Conversation or person' }).waitFor();
  await page.keyboard.type('reci');
  await page.getByRole('option', { name: /Reading circle/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Reading circle', level: 1 }).waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('heading', { name: 'Workshop', level: 1 }).waitFor();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(grace.username);
  await page.getByRole('option', { name: new RegExp(`@${grace.username}`), selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /^Conversation with/ }).waitFor();
  await page.getByText(/beginning of your conversation/).waitFor();

  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Next unread conversation').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await panel(window, 'Members').waitFor();
  await closeAll(window);
});

describe('notifications', () => {
  it('come live with a count, lead to their cause, and are answered where they are told', async () => {
    const hedy = await registerUser(stack, 'hedy');
    const room = await createGroup(stack, ada, [hedy], 'Frequencies');
    const window = await openWindow(browser);
    await logInThroughForm(window, stack.url, hedy);
    const { page } = window;
    const bell = page.getByRole('link', { name: 'Notifications', exact: true });
    await bell.click();
    await page.getByText(/added you to Frequencies/).waitFor();
    await mustCallApi(stack.url, '/friends/requests', { token: ada.accessToken, body: { user_id: hedy.id } });
    await sendMessage(stack, ada, { roomId: room.id, content: `@${hedy.username} hop!` });
    const called = page.getByRole('listitem').filter({ hasText: 'mentioned you in Frequencies' });
    await called.getByText('hop!').waitFor();
    await expect.poll(() => page.locator('link[rel=icon]').getAttribute('href')).toMatch(/^data:image\/svg/);

    await page.getByRole('button', { name: /^Accept:/ }).click();
    await page.getByRole('button', { name: /^Accept:/ }).waitFor({ state: 'detached' });
    await called.getByRole('link').click();
    await row(window, 'hop!').waitFor();
    await goToList(window);
    await bell.click();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('button', { name: 'Unread' }).click();
    await page.getByText('You have seen everything').waitFor();
    await closeAll(window);
  });

  it('follow what is set: of a room, of hours, of this device', async () => {
    const window = await openWindow(browser);
    await logInThroughForm(window, stack.url, grace);
    const { page } = window;
    await page.goto(`${stack.url}/chat/${workshop.id}?panel=info`);
    await page.getByLabel('Notify me of').selectOption('none');
    await page.goto(`${stack.url}/settings/notifications`);
    await page.getByLabel('Workshop', { exact: true }).waitFor();
    await page.getByRole('switch', { name: 'Hours of rest' }).click();
    await page.getByLabel('From', { exact: true }).fill('21:30');
    await page.getByRole('switch', { name: 'Reactions to your messages' }).click();
    await page.getByLabel('Mail about what is unread').selectOption('60');
    const set = () => mustCallApi<object>(stack.url, '/notifications/preferences', { token: grace.accessToken });
    await expect.poll(set).toMatchObject({
      reactions: true,
      digest_after_minutes: 60,
      do_not_disturb: { from: '21:30', to: '07:00' },
      room_levels: [{ room_id: workshop.id, level: 'none' }],
    });
    await page.getByRole('link', { name: 'Appearance' }).click();
    await page.getByText('Larger', { exact: true }).click();
    await page.reload();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.text)).toBe('larger');
    await closeAll(window);
  });

  it('are pushed to a browser that is not there, and open their cause', async () => {
    const [ann, bob] = await Promise.all([registerUser(stack, 'ann'), registerUser(stack, 'bob')]);
    const direct = await createRoom(stack, ann, { type: 'direct', member_ids: [bob.id] });
    const away = pushes.browser('/bob');
    const window = await openWindow(browser, { keepsShell: true });
    const { page, context } = window;
    await context.grantPermissions(['notifications'], { origin: stack.url });
    await pretendToSubscribe(window, away);
    await logInThroughForm(window, stack.url, bob);
    await page.goto(`${stack.url}/settings/notifications`);
    await page.getByRole('switch', { name: 'Push to this device' }).click();
    await page.getByRole('switch', { name: 'Push to this device', checked: true }).waitFor();

    const worker = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      worker.on(
        'ServiceWorker.workerRegistrationUpdated',
        ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId),
      ),
    );
    await worker.send('ServiceWorker.enable');
    const registrationId = await registered;
    // No page of theirs is open: the connection is gone, and what comes is pushed.
    await page.goto('about:blank');
    await sendMessage(stack, ann, { roomId: direct.id, content: 'Are you there?' });
    const push = await eventually('it is pushed', async () => pushes.to(away)[0]);
    const payload = away.open(push);
    expect(payload.notification).toMatchObject({ kind: 'direct_message', room: { id: direct.id } });

    await page.goto(`${stack.url}/settings/notifications`);
    await worker.send('ServiceWorker.deliverPushMessage', { origin: `${stack.url}/`, registrationId, data: JSON.stringify(payload) });
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data }));
      });
    await expect.poll(shown).toEqual([
      {
        title: expect.stringContaining('sent you a message'),
        body: 'Are you there?',
        data: expect.stringContaining(`/chat/${direct.id}?at=`),
      },
    ]);
    await closeAll(window);
  });
});

/** A headless Chromium has no push service behind it: what the browser gives comes from the test's own, everything else is the page's. */
async function pretendToSubscribe({ page }: Window, { endpoint, keys }: TestBrowser): Promise<void> {
  await page.addInitScript(
    ({ endpoint: address, keys: pair }) => {
      let isSubscribed = false;
      const subscription = {
        endpoint: address,
        options: { applicationServerKey: null },
        toJSON: () => ({ endpoint: address, keys: pair }),
        unsubscribe: async () => {
          isSubscribed = false;
          return true;
        },
      };
      const replace = (name: string, value: () => Promise<unknown>) => Object.defineProperty(PushManager.prototype, name, { value });
      replace('getSubscription', async () => (isSubscribed ? subscription : null));
      replace('subscribe', async () => {
        isSubscribed = true;
        return subscription;
      });
    },
    { endpoint, keys },
  );
}
