import { createGroup } from '@parley/testing';
import { describe, expect, it } from 'vitest';
import { composer, conversation, logInThroughForm, openWindow, say, type Window } from './src/browsers.ts';
import { stageForTwo } from './src/stage-for-two.ts';

const stage = stageForTwo();

const row = (window: Window, text: string) => conversation(window).locator('[data-seq]', { hasText: text }).first();
async function choose(window: Window, text: string, action: string): Promise<void> {
  await row(window, text).hover();
  await row(window, text).getByRole('button', { name: 'More actions' }).click();
  await window.page.getByRole('menuitem', { name: action }).click();
}
/** One pixel, as a picture that is uploaded. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('two people and their messages', () => {
  it('reply, edit, react, pin, attach, mention and delete, and the other one sees it', async () => {
    const room = await createGroup(stage.stack, stage.ada, [stage.grace], 'Workshop');
    const [left, right] = await Promise.all([openWindow(stage.browser), openWindow(stage.browser)]);
    await Promise.all([logInThroughForm(left, stage.stack.url, stage.ada), logInThroughForm(right, stage.stack.url, stage.grace)]);
    await left.page.goto(`${stage.stack.url}/chat/${room.id}`);
    await say(left, `@${stage.grace.username} the **engine** weaves`);
    await right.page.getByRole('link', { name: /Workshop.*mentions you/ }).click();
    await conversation(right).locator('strong', { hasText: 'engine' }).waitFor();

    await row(right, 'weaves').hover();
    await row(right, 'weaves').getByRole('button', { name: 'React with 👍' }).click();
    await row(left, 'weaves')
      .getByRole('button', { name: /^👍 1:/ })
      .waitFor();
    await row(right, 'weaves').getByRole('button', { name: 'Reply' }).click();
    await say(right, 'Patterns, surely');
    await row(left, 'Patterns')
      .getByRole('button', { name: /Go to the message of/ })
      .click();

    await choose(left, 'weaves', 'Pin');
    await row(right, 'weaves').getByRole('img', { name: 'Pinned' }).waitFor();
    await composer(right).press('ArrowUp');
    await say(right, 'Patterns indeed');
    await row(left, 'Patterns indeed').getByText('edited').waitFor();

    await right.page.locator('input[type=file]').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: pixel });
    await right.page.getByRole('button', { name: 'Send' }).click();
    await conversation(left).getByRole('img', { name: 'pixel.png' }).waitFor();

    await choose(right, 'Patterns indeed', 'Delete message');
    await right.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await conversation(left).getByText('This message was deleted').waitFor();
    const faults = [...left.faults, ...right.faults];
    await Promise.all([left.context.close(), right.context.close()]);
    expect(faults).toEqual([]);
  });
});
