import { useCallback, useEffect, useRef, useState } from 'react';
import { parley } from '../realtime/parley.ts';

/** Asks once whether the browser's cookie still holds a session. The answer is in the session's state. */
export function useRestoredSession(): { failed: boolean; retry(): void } {
  const [failed, setFailed] = useState(false);
  const isAsking = useRef(false);
  const ask = useCallback(() => {
    if (isAsking.current) return;
    isAsking.current = true;
    setFailed(false);
    parley.auth
      .restore()
      .catch(() => setFailed(true))
      .finally(() => {
        isAsking.current = false;
      });
  }, []);
  useEffect(ask, [ask]);
  return { failed, retry: ask };
}
