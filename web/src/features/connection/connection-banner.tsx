import type { ConnectionState } from '@parley/client';
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { Spinner } from '../../ui/spinner.tsx';

/** A first connection that comes at once needs no words, and neither does one that is back in a blink. */
const silentAtFirstMs = 1_500;
const silentMs = 300;

/** Says that the connection is gone, what happens next, and that nothing written is lost. Nothing while all is well. */
export function ConnectionBanner() {
  const { chat } = useChat();
  const connection = useStore(chat.connection);
  const waiting = useStore(chat.outbox).filter((item) => item.state === 'sending').length;
  const [wasOnline, setWasOnline] = useState(false);
  if (connection.phase === 'online' && !wasOnline) setWasOnline(true);
  const isShown = useLasting(connection.phase !== 'online', wasOnline ? silentMs : silentAtFirstMs);
  if (!isShown) return null;
  const isClosed = connection.phase === 'closed';
  return (
    <div role="status" className="flex shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1 bg-warn-soft px-4 py-2 text-sm text-warn">
      {connection.phase === 'connecting' ? <Spinner className="size-4" /> : <CloudOff className="size-4 shrink-0" aria-hidden="true" />}
      <span className="flex-1">
        <StateText connection={connection} /> {waiting > 0 && texts.connection.waiting(waiting)}
      </span>
      {connection.phase !== 'connecting' && (
        <button
          type="button"
          onClick={() => (isClosed ? window.location.reload() : chat.nudge())}
          className="rounded-sm px-1.5 py-0.5 font-semibold underline underline-offset-2 outline-warn"
        >
          {isClosed ? texts.connection.reload : texts.connection.now}
        </button>
      )}
    </div>
  );
}

function StateText({ connection }: { connection: ConnectionState }) {
  if (connection.phase === 'closed') return texts.connection.closed;
  const what = navigator.onLine ? texts.connection.lost : texts.connection.offline;
  if (connection.phase !== 'waiting') return `${what} ${texts.connection.connecting}`;
  return (
    <>
      {what} <Countdown until={connection.retryAt} />
    </>
  );
}

/** Seconds to go, for the eye: a screen reader would read every one of them. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden="true" className="tabular-nums">
      {texts.connection.retryIn(Math.max(1, Math.ceil((until - now) / 1_000)))}
    </span>
  );
}

/** True once `condition` has held for a while; false as soon as it doesn't. */
function useLasting(condition: boolean, forMs: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setLasted(true), forMs);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [condition, forMs]);
  return condition && lasted;
}
