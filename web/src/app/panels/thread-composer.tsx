import { useMemo } from 'react';
import { Composer } from '../../features/conversation/composer.tsx';
import { useCompletionSources } from '../../features/conversation/use-completion-sources.ts';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';

/** The conversation's own composer, whose messages answer one of its messages. Its draft is its own. */
export function ThreadComposer({ room, parentId }: { room: KnownRoom; parentId: string }) {
  const { chat } = useChat();
  const key = `${room.id}/${parentId}`;
  const draft = useStore(useMemo(() => chat.drafts.of(key), [chat, key]));
  const sources = useCompletionSources(room);
  return (
    <Composer
      uploadKey={key}
      name={room.info.name}
      label={texts.thread.reply}
      draft={draft?.text ?? ''}
      onDraft={(text) => chat.drafts.write(key, { text })}
      mode={null}
      sources={sources}
      hasCommands={false}
      onLeaveMode={() => undefined}
      onEditLast={() => undefined}
      onSend={(content, attachmentIds) => {
        chat.drafts.discard(key);
        void chat.send(room.id, content, { replyTo: parentId, ...(attachmentIds.length > 0 ? { attachmentIds } : {}) });
      }}
      onTyping={() => chat.startTyping(room.id)}
      onStop={() => chat.stopTyping(room.id)}
    />
  );
}
