import { memo } from 'react';
import { isEmojiOnly } from './is-emoji-only.ts';
import { MarkdownView } from './markdown/markdown-view.tsx';

/** What somebody wrote. Never HTML: React escapes every part of it. */
export const MessageText = memo(function MessageText({ content, viewerUsername }: { content: string; viewerUsername: string }) {
  if (isEmojiOnly(content)) return <span className="text-[2rem] leading-tight">{content}</span>;
  return <MarkdownView content={content} viewerUsername={viewerUsername} />;
});
