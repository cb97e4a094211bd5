import type { Message } from '@parley/contracts';
import { Attachments } from '../../features/conversation/attachments.tsx';
import { MessageText } from '../../features/conversation/message-text.tsx';
import { useChat } from '../../realtime/chat-context.tsx';

/** What somebody wrote, as the conversation shows it. */
export function MessageBody({ message }: { message: Pick<Message, 'content' | 'attachments'> }) {
  const { viewer } = useChat();
  return (
    <>
      {message.attachments.length > 0 && <Attachments files={message.attachments} />}
      {message.content !== '' && <MessageText content={message.content} viewerUsername={viewer.username} />}
    </>
  );
}
