import type { KeyboardEvent } from 'react';

/** For a toolbar, which is one tab stop: the arrow keys, Home and End move the focus between its buttons. */
export function moveWithin(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')].filter(
    (button) => button.offsetParent !== null,
  );
  const focused = buttons.find((button) => button === document.activeElement);
  if (!focused) return;
  const at = buttons.indexOf(focused);
  const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
  const [next, previous] = isRightToLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const to = { [next]: at + 1, [previous]: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[(to + buttons.length) % buttons.length]?.focus();
}
