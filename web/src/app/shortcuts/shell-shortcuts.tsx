import { useNavigate } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import { useMarkAllRead } from '../../realtime/use-mark-all-read.ts';
import { isWaiting, neighbourOf, useShownRooms } from '../../realtime/use-shown-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { themeChoices, useTheme } from '../../ui/theme.ts';
import { usePanel } from '../panels/use-panel.ts';
import { useShell } from '../shell-state.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** What the keys do in the shell. Shows nothing: a component, so that the layout is not drawn anew with every message. */
export function ShellShortcuts({ roomId }: { roomId: string | undefined }) {
  const { chat } = useChat();
  const navigate = useNavigate();
  const rooms = useShownRooms();
  const { open } = useShell();
  const control = usePanel();
  const theme = useTheme();
  const markAllRead = useMarkAllRead();
  const goTo = (id: string | undefined) => {
    if (id !== undefined) void navigate(`/chat/${id}`);
  };
  useShortcuts({
    switch: () => open({ kind: 'switcher' }),
    help: () => open({ kind: 'shortcuts' }),
    search: () => void navigate('/search'),
    notifications: () => void navigate('/notifications'),
    'search-here': () => (roomId === undefined ? void navigate('/search') : control.open({ kind: 'search' })),
    'next-room': () => goTo(neighbourOf(rooms, roomId, 1)),
    'previous-room': () => goTo(neighbourOf(rooms, roomId, -1)),
    'next-unread': () => goTo(neighbourOf(rooms, roomId, 1, isWaiting)),
    'previous-unread': () => goTo(neighbourOf(rooms, roomId, -1, isWaiting)),
    'mark-read': () => {
      if (roomId === undefined) return;
      chat.markRead(roomId);
      announce(texts.shortcuts.markedRead);
    },
    'mark-all-read': markAllRead,
    panel: () => (control.panel ? control.close() : roomId !== undefined && control.open({ kind: 'info' })),
    theme() {
      const next = themeChoices[(themeChoices.indexOf(theme.choice) + 1) % themeChoices.length] ?? 'system';
      theme.choose(next);
      announce(`${texts.account.theme}: ${texts.account.themes[next]}`);
    },
  });
  return null;
}
