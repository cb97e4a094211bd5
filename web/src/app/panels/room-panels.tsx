import { useCallback } from 'react';
import { RoomPanel } from '../../features/members/room-panel.tsx';
import type { RenderBody } from '../../features/room-panels/message-card.tsx';
import { PinsPanel } from '../../features/room-panels/pins-panel.tsx';
import { ThreadPanel } from '../../features/room-panels/thread-panel.tsx';
import { RoomSearchPanel } from '../../features/search/room-search-panel.tsx';
import { useOpenDirect } from '../../realtime/use-open-direct.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { useShell } from '../shell-state.ts';
import { MessageBody } from './message-body.tsx';
import type { Panel } from './panel-address.ts';
import { ThreadComposer } from './thread-composer.tsx';
import type { PanelControl } from './use-panel.ts';

type Props = { room: KnownRoom; panel: Panel; control: PanelControl /** The conversation is seen beside it. */; isBeside: boolean };

const renderBody: RenderBody = (message) => <MessageBody message={message} />;

/** The panel that the address names. Its own chunk: a conversation is shown without it. */
export function RoomPanels({ room, panel, control, isBeside }: Props) {
  const open = useShell((shell) => shell.open);
  const openDirect = useOpenDirect();
  const onJump = useCallback((seq: number) => control.jumpTo(seq, isBeside), [control, isBeside]);
  const around = { room, onBack: control.isStacked ? control.back : undefined, onClose: control.close };
  switch (panel.kind) {
    case 'info':
      return (
        <RoomPanel
          {...around}
          onAdd={() => open({ kind: 'add-members', roomId: room.id })}
          onInvite={() => open({ kind: 'invites', roomId: room.id })}
          onEdit={() => open({ kind: 'room-settings', roomId: room.id })}
          onMessage={(userId) => openDirect.mutate(userId)}
          onShowProfile={(person) => open({ kind: 'profile', person })}
        />
      );
    case 'pins':
      return <PinsPanel {...around} renderBody={renderBody} onJump={onJump} />;
    case 'search':
      return <RoomSearchPanel {...around} addressOf={(seq) => control.addressOf(seq, isBeside)} />;
    case 'thread':
      return (
        <ThreadPanel
          {...around}
          key={panel.seq}
          seq={panel.seq}
          renderBody={renderBody}
          renderComposer={(parentId) => <ThreadComposer key={parentId} room={room} parentId={parentId} />}
          onJump={onJump}
        />
      );
  }
}
