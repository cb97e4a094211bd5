import { useCallback, useEffect, useRef, useState } from 'react';
import { parley } from '../realtime/parley.ts';

/** Says that this browser was logged in, for the cookie itself is hidden from scripts. Strangers cause no refused request. */
const hintKey = 'parley.session';

/** After signing in elsewhere the server says so behind `#`; it is taken out of sight. */
function cameBackSignedIn(): boolean {
  if (location.hash !== '#signed-in') return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

/** Asks once whether the browser's cookie still holds a session. The answer is in the session's state. */
export function useRestoredSession(): { failed: boolean; retry(): void } {
  const [failed, setFailed] = useState(false);
  const isAsking = useRef(false);
  const ask = useCallback(() => {
    if (isAsking.current) return;
    if (localStorage.getItem(hintKey) === null && !cameBackSignedIn()) {
      parley.session.end();
      return;
    }
    isAsking.current = true;
    setFailed(false);
    parley.auth
      .restore()
      .catch(() => setFailed(true))
      .finally(() => {
        isAsking.current = false;
      });
  }, []);

  useEffect(() => {
    const unsubscribe = parley.session.state.subscribe(() => {
      const { status } = parley.session.state.getSnapshot();
      if (status === 'signed_in') localStorage.setItem(hintKey, '1');
      if (status === 'signed_out') localStorage.removeItem(hintKey);
    });
    // Signed out in another tab: also where this one has no connection that would tell of it.
    const hear = ({ key, newValue }: StorageEvent) => {
      if (key === hintKey && newValue === null && parley.session.state.getSnapshot().status === 'signed_in') parley.session.end(true);
    };
    window.addEventListener('storage', hear);
    ask();
    return () => {
      window.removeEventListener('storage', hear);
      unsubscribe();
    };
  }, [ask]);
  return { failed, retry: ask };
}
