import type { Profile } from '@parley/contracts';
import { LogOut, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { LevelField } from './level-field.tsx';
import { MemberSection } from './member-section.tsx';
import { DeleteRoomDialog } from './membership-dialogs.tsx';
import { RoomSummaryCard } from './room-summary-card.tsx';

export type RoomPanelProps = {
  room: KnownRoom;
  onAdd(): void;
  onInvite(): void;
  onEdit(): void;
  onMessage(userId: string): void;
  onShowProfile(person: Profile): void;
  onBack?: (() => void) | undefined;
  onClose(): void;
};

/** What the conversation is, who is in it, and what one may do about both. */
export function RoomPanel({ room, onAdd, onInvite, onEdit, onMessage, onShowProfile, onBack, onClose }: RoomPanelProps) {
  const [asking, setAsking] = useState<'leave' | 'delete' | null>(null);
  const isDirect = room.type === 'direct';
  return (
    <>
      <PanelFrame
        title={texts.room.title}
        label={texts.members.title}
        onBack={onBack}
        onClose={onClose}
        footer={
          !isDirect && (
            <footer className="flex gap-1 border-t border-line p-2">
              <Button look="quietDanger" className="flex-1 px-2" onClick={() => setAsking('leave')}>
                <LogOut className="size-4 rtl:-scale-x-100" aria-hidden="true" />
                {room.type === 'channel' ? texts.members.leaveChannel : texts.members.leave}
              </Button>
              {room.info.role === 'owner' && (
                <Button look="quietDanger" className="flex-1 px-2" aria-label={texts.room.delete} onClick={() => setAsking('delete')}>
                  <Trash2 className="size-4" aria-hidden="true" />
                  {texts.room.deleteWord}
                </Button>
              )}
            </footer>
          )
        }
      >
        <RoomSummaryCard room={room} onEdit={onEdit} onInvite={onInvite} onShowProfile={onShowProfile} />
        <LevelField roomId={room.id} />
        <MemberSection room={room} onAdd={onAdd} onMessage={onMessage} onShowProfile={onShowProfile} />
      </PanelFrame>
      {asking === 'leave' && <LeaveDialog room={room} onClose={() => setAsking(null)} />}
      {asking === 'delete' && <DeleteRoomDialog room={room} onClose={() => setAsking(null)} />}
    </>
  );
}
