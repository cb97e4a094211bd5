import { useTypists } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';

/** Keeps its place when nobody types, so that nothing moves. */
export function TypingLine({ roomId, nameOf }: { roomId: string; nameOf(userId: string, username: string): string }) {
  const typists = useTypists(roomId);
  const [first, second] = typists;
  const { one, two, many } = texts.conversation.typing;
  const name = (typist: { userId: string; username: string }) => nameOf(typist.userId, typist.username);
  const text = typists.length > 2 ? many(typists.length) : first && second ? two(name(first), name(second)) : first ? one(name(first)) : '';
  return (
    <p
      role="status"
      className="mx-auto flex h-6 w-full max-w-[56rem] shrink-0 items-center gap-2 truncate px-4 text-xs text-ink-faint sm:px-6"
    >
      {first && (
        <span aria-hidden="true" className="flex gap-0.5">
          <span className="size-1 animate-typing rounded-full bg-current" />
          <span className="size-1 animate-typing rounded-full bg-current [animation-delay:150ms]" />
          <span className="size-1 animate-typing rounded-full bg-current [animation-delay:300ms]" />
        </span>
      )}
      {text}
    </p>
  );
}
