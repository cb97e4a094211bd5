import { useNavigate, useParams } from 'react-router';
import { StatusTextDialog } from '../features/account/status-text-dialog.tsx';
import { InvitesDialog } from '../features/invites/invites-dialog.tsx';
import { LeaveDialog } from '../features/members/leave-dialog.tsx';
import { RoomSettingsDialog } from '../features/members/room-settings-dialog.tsx';
import { AddFriendDialog } from '../features/people/add-friend-dialog.tsx';
import { AddMembersDialog } from '../features/people/add-members-dialog.tsx';
import { NewMessageDialog } from '../features/people/new-message-dialog.tsx';
import { NewRoomDialog } from '../features/people/new-room-dialog.tsx';
import { ProfileDialog } from '../features/people/profile-dialog.tsx';
import { BlockDialog, RemoveFriendDialog } from '../features/people/relationship-dialogs.tsx';
import { SwitcherDialog } from '../features/switcher/switcher-dialog.tsx';
import { isKnown, type KnownRoom, useRoom } from '../realtime/use-rooms.ts';
import { type OpenDialog, useShell } from './shell-state.ts';
import { ShortcutsDialog } from './shortcuts/shortcuts-dialog.tsx';

/** Its own chunk: a page is shown without it. */
export function Dialogs({ dialog }: { dialog: OpenDialog }) {
  const { open, closeDialog } = useShell();
  const navigate = useNavigate();
  const { roomId: currentRoom } = useParams();
  const goTo = (roomId: string) => {
    closeDialog();
    void navigate(`/chat/${roomId}`);
  };
  switch (dialog.kind) {
    case 'new-message':
      return <NewMessageDialog onOpen={goTo} onClose={closeDialog} />;
    case 'new-group':
      return <NewRoomDialog type="group" onOpen={goTo} onClose={closeDialog} />;
    case 'new-channel':
      return <NewRoomDialog type="channel" onOpen={goTo} onClose={closeDialog} />;
    case 'add-members':
      return <AddMembersDialog roomId={dialog.roomId} onClose={closeDialog} />;
    case 'invites':
      return <OfRoom roomId={dialog.roomId} dialog={InvitesDialog} />;
    case 'leave':
      return <OfRoom roomId={dialog.roomId} dialog={LeaveDialog} />;
    case 'room-settings':
      return <OfRoom roomId={dialog.roomId} dialog={RoomSettingsDialog} />;
    case 'profile':
      return <ProfileDialog person={dialog.person} onBlock={() => open({ kind: 'block', person: dialog.person })} onClose={closeDialog} />;
    case 'block':
      return <BlockDialog person={dialog.person} onClose={closeDialog} />;
    case 'remove-friend':
      return <RemoveFriendDialog person={dialog.person} onClose={closeDialog} />;
    case 'add-friend':
      return <AddFriendDialog onClose={closeDialog} />;
    case 'switcher':
      return <SwitcherDialog currentRoom={currentRoom} onOpen={goTo} onClose={closeDialog} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={closeDialog} />;
    case 'status-text':
      return <StatusTextDialog onClose={closeDialog} />;
  }
}

/** A room that goes away takes the dialog about it along. */
function OfRoom({ roomId, dialog: Dialog }: { roomId: string; dialog: React.ComponentType<{ room: KnownRoom; onClose(): void }> }) {
  const closeDialog = useShell((shell) => shell.closeDialog);
  const room = useRoom(roomId);
  return isKnown(room) ? <Dialog room={room} onClose={closeDialog} /> : null;
}
