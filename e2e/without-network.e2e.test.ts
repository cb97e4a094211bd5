import { createGroup, sendMessage } from '@parley/testing';
import { expect, it } from 'vitest';
import { composer, conversation, hasListBeside, logInThroughForm, openWindow, say, type Window } from './src/browsers.ts';
import { stageForTwo } from './src/stage-for-two.ts';

const stage = stageForTwo();

/** The page itself can be had, as from a service worker; nothing of the server can. */
async function cutOff({ context, page }: Window): Promise<{ restore(): void }> {
  let isCut = true;
  await context.route('**/api/**', (route) => (isCut ? route.abort('internetdisconnected') : route.continue()));
  await context.routeWebSocket('**/ws', (socket) => {
    if (isCut) void socket.close({ code: 1012 });
    else socket.connectToServer();
  });
  return {
    restore() {
      isCut = false;
      void page.evaluate('window.dispatchEvent(new Event("online"))');
    },
  };
}

it('a reload without network shows what was read last, keeps the draft and what is sent, and catches up without a jump', async () => {
  const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Cellar');
  for (let nth = 1; nth <= 60; nth += 1) await sendMessage(stage.stack, stage.grace, { roomId: room.id, content: `Barrel ${nth}.` });
  const window = await openWindow(stage.browser);
  const { page } = window;
  await logInThroughForm(window, stage.stack.url, stage.ada);
  await page.goto(`${stage.stack.url}/chat/${room.id}`);
  await conversation(window).getByText('Barrel 60.').waitFor();
  await composer(window).fill('A draft in the dark');

  // What is on the screen is kept within a second or so; nobody reads sixty lines faster.
  await page.waitForTimeout(2_000);

  const network = await cutOff(window);
  await page.reload();
  await conversation(window).getByText('Barrel 60.').waitFor();
  if (hasListBeside(window)) await page.getByRole('link', { name: /Cellar/ }).waitFor();
  await page
    .getByText(/Next try in|Connecting/)
    .first()
    .waitFor({ timeout: 3_000 });
  expect(await composer(window).inputValue()).toBe('A draft in the dark');
  await say(window, 'Said without network');
  await conversation(window).getByRole('img', { name: 'Sending' }).waitFor();

  // Reading further up while the others go on: what comes then must not move what is read.
  await conversation(window).hover();
  await page.mouse.wheel(0, -600);
  const middle = conversation(window).locator('[data-seq]', { hasText: 'Barrel 45.' });
  await middle.waitFor();
  await sendMessage(stage.stack, stage.grace, { roomId: room.id, content: 'Said meanwhile.' });
  /** From the list's own upper edge: the line that says that the connection is lost goes away above it. */
  const placeOfMiddle = async () => ((await middle.boundingBox())?.y ?? 0) - ((await conversation(window).boundingBox())?.y ?? 0);
  const before = await placeOfMiddle();
  network.restore();
  await page.getByRole('button', { name: /new message|Latest/ }).waitFor();
  await expect.poll(() => page.getByText(/Next try in|Connecting|Connection lost/).count(), { timeout: 20_000 }).toBe(0);
  await expect.poll(() => page.getByRole('button', { name: /1 new message/ }).count(), { timeout: 20_000 }).toBe(1);
  expect(Math.abs((await placeOfMiddle()) - before)).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: /1 new message/ }).click();
  await conversation(window).getByText('Said meanwhile.').waitFor();
  expect(await conversation(window).getByText('Said without network').count()).toBe(1);
  await window.context.close();
  expect(window.faults).toEqual([]);
}, 90_000);

it('signing out in one tab signs out all of them, and leaves nothing readable behind', async () => {
  const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Two tabs');
  const first = await openWindow(stage.browser);
  await logInThroughForm(first, stage.stack.url, stage.ada);
  const second = await first.context.newPage();
  await second.goto(`${stage.stack.url}/chat/${room.id}`);
  await second.getByRole('textbox', { name: /^Message / }).waitFor();
  // Both use the one session, whose refresh token works once.
  await Promise.all([first.page.reload(), second.reload()]);
  await first.page.getByRole('button', { name: /Account and settings/ }).click();
  await first.page.getByRole('menuitem', { name: 'Log out' }).click();
  await first.page.getByRole('button', { name: 'Log in' }).waitFor();
  await second.getByRole('button', { name: 'Log in' }).waitFor({ timeout: 5_000 });
  expect(await second.evaluate('localStorage.getItem("parley.account")')).toBeNull();
  await first.context.close();
  expect(first.faults).toEqual([]);
});
