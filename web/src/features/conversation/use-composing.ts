import { useCallback, useMemo, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { useStore } from '../../realtime/use-store.ts';
import type { ComposerMode } from './composer.tsx';
import { messageOf } from './timeline-rows.ts';

export type Composing = {
  draft: string;
  write(text: string): void;
  mode: ComposerMode | null;
  setMode(mode: ComposerMode | null): void;
  /** Nothing is written any more: it has been sent. */
  clear(): void;
};

/** What is written in a room and not sent, with the message that it answers: kept across rooms, reloads and failures. */
export function useComposing(room: KnownRoom): Composing {
  const { chat } = useChat();
  const drafts = useMemo(() => chat.drafts.of(room.id), [chat, room.id]);
  const draft = useStore(drafts);
  const [edited, setEdited] = useState<ComposerMode | null>(null);
  const replyTo = draft?.replyTo ?? null;
  const answered = useMemo(() => {
    const entry = replyTo === null ? undefined : room.timeline.findLast((line) => line.kind === 'message' && line.message.id === replyTo);
    return entry?.kind === 'message' ? messageOf(entry) : undefined;
  }, [replyTo, room.timeline]);

  const setMode = useCallback(
    (mode: ComposerMode | null) => {
      setEdited(mode?.kind === 'edit' ? mode : null);
      if (mode?.kind === 'edit') return;
      const { text = '' } = chat.drafts.of(room.id).getSnapshot() ?? {};
      chat.drafts.write(room.id, { text, replyTo: mode?.message.id ?? null });
    },
    [chat, room.id],
  );
  return {
    draft: draft?.text ?? '',
    write: (text) => chat.drafts.write(room.id, { text, replyTo }),
    mode: edited ?? (answered ? { kind: 'reply', message: answered } : null),
    setMode,
    clear: () => chat.drafts.discard(room.id),
  };
}
