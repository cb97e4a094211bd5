import { createGroup } from '@parley/testing';
import { describe, expect, it } from 'vitest';
import { conversation, logInThroughForm, openWindow, say } from './src/browsers.ts';
import { choose, reachFor, row } from './src/rows.ts';
import { stageForTwo } from './src/stage-for-two.ts';

const stage = stageForTwo();

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

    await (await reachFor(right, 'weaves')).getByRole('button', { name: 'React with 👍' }).click();
    await row(left, 'weaves')
      .getByRole('button', { name: /^👍 1:/ })
      .waitFor();
    await (await reachFor(right, 'weaves')).getByRole('button', { name: 'Reply' }).click();
    await say(right, 'Patterns, surely');
    await row(left, 'Patterns')
      .getByRole('button', { name: /Go to the message of/ })
      .click();

    await choose(left, 'weaves', 'Pin');
    await row(right, 'weaves').getByRole('img', { name: 'Pinned' }).waitFor();
    await choose(right, 'Patterns, surely', 'Edit');
    await say(right, 'Patterns indeed');
    await row(left, 'Patterns indeed').getByText('edited').waitFor();

    await right.page.locator('input[type=file]').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: pixel });
    await right.page.getByRole('button', { name: 'Send' }).click();
    // On both sides: until it stands, what is reached for next would move away from under the finger.
    for (const side of [left, right]) await conversation(side).getByRole('img', { name: 'pixel.png' }).waitFor();

    await choose(right, 'Patterns indeed', 'Delete message');
    await right.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await conversation(left).getByText('This message was deleted').waitFor();
    const faults = [...left.faults, ...right.faults];
    await Promise.all([left.context.close(), right.context.close()]);
    expect(faults).toEqual([]);
  });
});
