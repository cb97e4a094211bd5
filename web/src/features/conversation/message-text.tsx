import { memo } from 'react';
import { isEmojiOnly, splitLinks } from './split-links.ts';

/** What somebody wrote, as they wrote it. Never markup: React escapes it, and only web addresses become links. */
export const MessageText = memo(function MessageText({ content }: { content: string }) {
  if (isEmojiOnly(content)) return <span className="text-[2rem] leading-tight">{content}</span>;
  return splitLinks(content).map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: a message's parts never change their order
        key={index}
        href={part.href}
        target="_blank"
        rel="noopener noreferrer"
        className="break-all underline decoration-current/40 underline-offset-2 hover:decoration-current"
      >
        {part.text}
      </a>
    ),
  );
});
