import { type Chat, connect, until } from '@parley/client';
import type { Account } from '@parley/contracts';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { device, parley } from './parley.ts';

type ChatOfViewer = { chat: Chat; viewer: Account };
const ChatContext = createContext<ChatOfViewer | null>(null);

/** More missed events than this, and a room is loaded afresh: faster than replaying what nobody scrolls through. */
const replayMax = 1_000;

/** Keeps one connection for as long as someone is logged in. Begins with what this browser has kept. */
export function ChatProvider({ viewer, fallback, children }: { viewer: Account; fallback: ReactNode; children: ReactNode }) {
  const [chat, setChat] = useState<Chat>();
  const viewerId = viewer.id;

  useEffect(() => {
    const persistence = device.persistence(viewerId);
    const opened = connect({ url: '', token: parley.session, parley, persistence, cache: true, replayMax });
    let current = true;
    // Milliseconds: then rooms, lines and drafts of the last time are there, and the first paint has them.
    void until(opened.restored, Boolean).then(() => current && setChat(opened));
    const stopWatching = watchSurroundings(opened);
    return () => {
      current = false;
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
  const flush = () => void chat.flush();
  window.addEventListener('pagehide', flush);
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
    window.removeEventListener('pagehide', flush);
    window.removeEventListener('online', nudge);
    window.removeEventListener('offline', nudge);
    document.removeEventListener('visibilitychange', nudgeWhenShown);
    unsubscribe();
  };
}
