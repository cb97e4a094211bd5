import { createGroup, mustCallApi, sendMessage } from '@parley/testing';
import { describe, expect, it } from 'vitest';
import { composer, conversation, logInThroughForm, openWindow, type Window } from './src/browsers.ts';
import { row } from './src/rows.ts';
import { stageForTwo } from './src/stage-for-two.ts';

const stage = stageForTwo();

const focused = ({ page }: Window) => page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""');

/** From where one writes back into the conversation: as many presses as there are controls between. */
async function tabToMessages({ page }: Window): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Shift+Tab');
    if (await page.evaluate('document.activeElement?.matches("[data-row]") ?? false')) return;
  }
  throw new Error('no message took the focus');
}

describe('with the keyboard alone', () => {
  it('one mentions, sends, walks over the messages, reacts, replies, edits and deletes', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Keys');
    for (const nth of ['first', 'second', 'third'])
      await sendMessage(stage.stack, stage.grace, { roomId: room.id, content: `The ${nth} of Grace` });
    const window = await openWindow(stage.browser, { isTouch: false });
    const { page } = window;
    await logInThroughForm(window, stage.stack.url, stage.ada);
    await page.goto(`${stage.stack.url}/chat/${room.id}`);
    await composer(window).waitFor();
    await conversation(window).getByText('The third of Grace').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA');

    await page.keyboard.type('Hello @gra');
    await page.getByRole('option', { name: new RegExp(stage.grace.username) }).waitFor();
    expect(await composer(window).getAttribute('aria-activedescendant')).toBeTruthy();
    await page.keyboard.press('Enter');
    await page.keyboard.type(':rocket');
    await page.getByRole('option', { name: ':rocket:' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await composer(window).inputValue()).toBe(`Hello @${stage.grace.username} 🚀 `);
    await page.keyboard.press('Enter');
    await row(window, 'Hello')
      .getByRole('img', { name: 'Sent' })
      .or(row(window, 'Hello').getByRole('button', { name: /Read by/ }))
      .first()
      .waitFor();

    // The whole conversation is one tab stop; arrow keys go from message to message.
    await tabToMessages(window);
    expect(await focused(window)).toMatch(/^You, .*Hello/);
    await page.keyboard.press('ArrowUp');
    expect(await focused(window)).toContain('The third of Grace');
    await page.keyboard.press('ArrowUp');
    expect(await focused(window)).toContain('The second of Grace');

    await page.keyboard.press('+');
    await page.getByPlaceholder('Search emoji').fill('rocket');
    await page.getByRole('gridcell', { name: 'Rocket' }).waitFor();
    await page.keyboard.press('Enter');
    await row(window, 'The second').getByRole('list', { name: 'Reactions' }).waitFor();

    await row(window, 'The second').focus();
    await page.keyboard.press('r');
    await page.getByText('Replying to').waitFor();
    await page.keyboard.type('An answer');
    await page.keyboard.press('Enter');
    await row(window, 'An answer')
      .getByRole('button', { name: /Go to the message of/ })
      .waitFor();

    await page.keyboard.press('ArrowUp');
    await page.getByText('Editing your message').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('A better answer');
    await page.keyboard.press('Enter');
    await row(window, 'A better answer').getByRole('button', { name: 'edited' }).waitFor();

    await tabToMessages(window);
    expect(await focused(window)).toContain('A better answer');
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await conversation(window).getByText('This message was deleted').waitFor();
    await window.context.close();
    expect(window.faults).toEqual([]);
  });

  it('one sees what was said before an edit, and who has read', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Marks');
    await mustCallApi(stage.stack.url, `/rooms/${room.id}`, {
      method: 'PATCH',
      token: stage.ada.accessToken,
      body: { shows_receipts: true },
    });
    const [left, right] = await Promise.all([openWindow(stage.browser), openWindow(stage.browser)]);
    await Promise.all([logInThroughForm(left, stage.stack.url, stage.ada), logInThroughForm(right, stage.stack.url, stage.grace)]);
    await left.page.goto(`${stage.stack.url}/chat/${room.id}`);
    await composer(left).fill('It wave');
    await composer(left).press('Enter');
    await row(left, 'It wave').getByRole('img', { name: 'Sent' }).waitFor();
    await composer(left).press('ArrowUp');
    await composer(left).fill('It weaves');
    await composer(left).press('Enter');

    await right.page.goto(`${stage.stack.url}/chat/${room.id}`);
    await right.page.bringToFront();
    await row(right, 'It weaves').getByRole('button', { name: 'edited' }).click();
    await right.page.getByRole('dialog').getByText('It wave', { exact: true }).waitFor();
    await right.page.keyboard.press('Escape');

    await row(left, 'It weaves').getByRole('button', { name: 'Read by 1 person' }).click();
    await left.page.getByRole('dialog').getByText(stage.grace.account.display_name).waitFor();
    await Promise.all([left.context.close(), right.context.close()]);
    expect([...left.faults, ...right.faults]).toEqual([]);
  });
});
