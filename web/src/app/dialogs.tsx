import { useNavigate } from 'react-router';
import { AddMembersDialog } from '../features/people/add-members-dialog.tsx';
import { NewGroupDialog } from '../features/people/new-group-dialog.tsx';
import { NewMessageDialog } from '../features/people/new-message-dialog.tsx';
import { useShell } from './shell-state.ts';

export function Dialogs() {
  const { dialog, closeDialog } = useShell();
  const navigate = useNavigate();
  const goTo = (roomId: string) => {
    closeDialog();
    void navigate(`/chat/${roomId}`);
  };
  switch (dialog?.kind) {
    case 'new-message':
      return <NewMessageDialog onOpen={goTo} onClose={closeDialog} />;
    case 'new-group':
      return <NewGroupDialog onOpen={goTo} onClose={closeDialog} />;
    case 'add-members':
      return <AddMembersDialog roomId={dialog.roomId} onClose={closeDialog} />;
    default:
      return null;
  }
}
