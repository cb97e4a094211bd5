import { type Chat, connect, indexedDbPersistence } from '@parley/client';
import type { Account } from '@parley/contracts';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { parley } from './parley.ts';

type ChatOfViewer = { chat: Chat; viewer: Account };
const ChatContext = createContext<ChatOfViewer | null>(null);

/** More missed events than this, and a room is loaded afresh: faster than replaying what nobody scrolls through. */
const replayMax = 1_000;

/** Keeps one connection for as long as someone is logged in. */
export function ChatProvider({ viewer, fallback, children }: { viewer: Account; fallback: ReactNode; children: ReactNode }) {
  const [chat, setChat] = useState<Chat>();
  const viewerId = viewer.id;

  useEffect(() => {
    const persistence = indexedDbPersistence(`parley-${viewerId}`);
    const opened = connect({ url: '', token: parley.session, parley, persistence, replayMax });
    setChat(opened);
    const stopWatching = watchSurroundings(opened);
    return () => {
      stopWatching();
      void opened.close();
      setChat(undefined);
    };
  }, [viewerId]);

  if (!chat) return fallback;
  return <ChatContext value={{ chat, viewer }}>{children}</ChatContext>;
}

export function useChat(): ChatOfViewer {
  const value = useContext(ChatContext);
  if (!value) throw new Error('useChat outside of ChatProvider');
  return value;
}

const sessionOver: ReadonlySet<number> = new Set([4401, 4409]);

/** What the browser knows about the network, and what the connection knows about the session. */
function watchSurroundings(chat: Chat): () => void {
  const nudge = () => chat.nudge();
  const nudgeWhenShown = () => {
    if (document.visibilityState === 'visible') chat.nudge();
  };
  window.addEventListener('online', nudge);
  window.addEventListener('offline', nudge);
  document.addEventListener('visibilitychange', nudgeWhenShown);
  const unsubscribe = chat.connection.subscribe(() => {
    const state = chat.connection.getSnapshot();
    // Logged out elsewhere: this tab must not go on showing what it has.
    if (state.phase === 'closed' && sessionOver.has(state.code)) parley.session.end(true);
  });
  const stopHearing = chat.on('ready', ({ user }) => {
    const session = parley.session.state.getSnapshot();
    // A new role closes the socket, and the next one tells of it.
    if (session.status !== 'signed_in' || !session.user || session.user.role === user.role) return;
    void parley.users.me().then(parley.session.setUser, () => undefined);
  });
  return () => {
    stopHearing();
    window.removeEventListener('online', nudge);
    window.removeEventListener('offline', nudge);
    document.removeEventListener('visibilitychange', nudgeWhenShown);
    unsubscribe();
  };
}
