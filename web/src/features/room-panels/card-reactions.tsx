import type { Message } from '@parley/contracts';
import { useChat } from '../../realtime/chat-context.tsx';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';

/** Given and taken back with a click. Pressed: one's own. */
export function CardReactions({ message }: { message: Message }) {
  const { chat, viewer } = useChat();
  if (message.reactions.length === 0) return null;
  const toggle = (emoji: string, isOn: boolean) => {
    const done = isOn ? chat.unreact(message.room_id, message.id, emoji) : chat.react(message.room_id, message.id, emoji);
    done.catch(() => announce(texts.messages.changeFailed));
  };
  return (
    <ul aria-label={texts.conversation.reactions} className="mt-1.5 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, count, user_ids }) => {
        const isOn = user_ids.includes(viewer.id);
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={isOn}
              aria-label={texts.panels.reacted(emoji, count)}
              onClick={() => toggle(emoji, isOn)}
              className="flex h-6.5 items-center gap-1 rounded-full border border-line bg-sunken px-2 text-xs text-ink tabular-nums hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft"
            >
              <span className="text-sm">{emoji}</span> {count}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
