import { Composer } from '../../features/conversation/composer.tsx';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';

/** The conversation's own composer, whose messages answer one of its messages. Its draft is its own. */
export function ThreadComposer({ room, parentId }: { room: KnownRoom; parentId: string }) {
  const { chat, viewer } = useChat();
  return (
    <Composer
      draftKey={`${viewer.id}/${room.id}/${parentId}`}
      name={room.info.name}
      label={texts.thread.reply}
      mode={null}
      onLeaveMode={() => undefined}
      onEditLast={() => undefined}
      onSend={(content, attachmentIds) =>
        void chat.send(room.id, content, { replyTo: parentId, ...(attachmentIds.length > 0 ? { attachmentIds } : {}) })
      }
      onTyping={() => chat.startTyping(room.id)}
      onStop={() => chat.stopTyping(room.id)}
    />
  );
}
