import type { LogEvent } from '@parley/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CornerUpRight, Pin, PinOff } from 'lucide-react';
import { useCallback } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { sinceText } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { CardReactions } from './card-reactions.tsx';
import { MessageCard, type RenderBody } from './message-card.tsx';
import { useRoomChanges } from './use-room-changes.ts';

type Props = {
  room: KnownRoom;
  renderBody: RenderBody;
  onJump(seq: number): void;
  onBack?: (() => void) | undefined;
  onClose(): void;
};

const changesPins = ({ type }: LogEvent) => type === 'message.pinned' || type === 'message.unpinned' || type === 'message.deleted';

/** What a room wants to find again, newest pin first. */
export function PinsPanel({ room, renderBody, onJump, onBack, onClose }: Props) {
  const { chat } = useChat();
  const now = useNow();
  const queries = useQueryClient();
  const pins = useQuery({ queryKey: ['pins', room.id], queryFn: () => parley.messages.pins(room.id) });
  const readAgain = useCallback(() => void queries.invalidateQueries({ queryKey: ['pins', room.id] }), [queries, room.id]);
  useRoomChanges(room.id, changesPins, readAgain);
  const unpin = useMutation({ mutationFn: (messageId: string) => chat.unpin(room.id, messageId) });
  const mayUnpin = room.isWritable && (room.type !== 'channel' || room.info.role !== 'member');
  return (
    <PanelFrame title={texts.pins.title} lead={room.info.name} onBack={onBack} onClose={onClose}>
      {unpin.isError && (
        <div className="px-4 pt-3">
          <Notice>{texts.pins.failed}</Notice>
        </div>
      )}
      {pins.data ? (
        pins.data.pins.length === 0 ? (
          <EmptyState icon={<Pin className="size-6" />} title={texts.pins.empty} lead={texts.pins.emptyLead} className="flex-1" />
        ) : (
          <ul aria-label={texts.pins.list} className="space-y-2 p-3">
            {pins.data.pins.map(({ message, pinned_at, pinned_by }) => (
              <li key={message.id} className="rounded-lg border border-line bg-surface px-3 py-3">
                <MessageCard
                  message={message}
                  renderBody={renderBody}
                  note={
                    <p className="mb-1 text-xs text-ink-faint">
                      {texts.pins.by(pinned_by.display_name, sinceText(new Date(pinned_at), now))}
                    </p>
                  }
                >
                  <CardReactions message={message} />
                  <div className="mt-2 -ms-2 flex items-center gap-1">
                    <Button look="quiet" className="h-8 px-2" onClick={() => onJump(message.seq)}>
                      <CornerUpRight className="size-4" aria-hidden="true" />
                      {texts.panels.showInConversation}
                    </Button>
                    {mayUnpin && (
                      <IconButton
                        label={texts.pins.unpinOf(message.sender.display_name)}
                        icon={PinOff}
                        className="ms-auto size-8"
                        disabled={unpin.isPending && unpin.variables === message.id}
                        onClick={() => unpin.mutate(message.id)}
                      />
                    )}
                  </div>
                </MessageCard>
              </li>
            ))}
          </ul>
        )
      ) : pins.isError ? (
        <EmptyState
          title={texts.panels.failed}
          action={
            <Button look="secondary" busy={pins.isFetching} onClick={() => void pins.refetch()}>
              {texts.common.retry}
            </Button>
          }
        />
      ) : (
        <RowsSkeleton rows={4} className="p-2" />
      )}
    </PanelFrame>
  );
}
