export const messageKeyIds = ['reply', 'thread', 'react', 'edit', 'pin', 'remove'] as const;
export type MessageKeyId = (typeof messageKeyIds)[number];

/** What single keys do with the message that has the focus, as `KeyboardEvent.key`: what is shown, and what they do, come from here alone. */
export const messageKeys: Readonly<Record<MessageKeyId, readonly string[]>> = {
  reply: ['r'],
  thread: ['t'],
  react: ['+'],
  edit: ['e'],
  pin: ['p'],
  remove: ['Delete', 'Backspace'],
};

export function messageKeyOf(key: string): MessageKeyId | undefined {
  return messageKeyIds.find((id) => messageKeys[id].includes(key));
}

/** As `aria-keyshortcuts` writes them, where a plus sign joins keys. */
export const messageAriaKeys = messageKeyIds
  .flatMap((id) => messageKeys[id])
  .join(' ')
  .replace('+', 'Plus');
