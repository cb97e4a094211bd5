import { conversation, type Window } from './browsers.ts';

/** The line of a conversation that says this. */
export const row = (window: Window, text: string) => conversation(window).locator('[data-seq]', { hasText: text }).first();

/** As the device has it: the pointer over the line, or a finger on it. @returns the line, with its tools */
export async function reachFor(window: Window, text: string) {
  const line = row(window, text);
  await (window.screen.isTouch ? line.locator('time').tap() : line.hover());
  return line;
}

/** An item of the line's menu. */
export async function choose(window: Window, text: string, action: string): Promise<void> {
  const line = await reachFor(window, text);
  await line.getByRole('button', { name: 'More actions' }).click();
  await window.page.getByRole('menuitem', { name: action }).click();
}
