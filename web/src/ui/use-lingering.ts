import { useEffect, useState } from 'react';

/** True while `value` is, and for so long after. */
export function useLingering(value: boolean, ms: number): boolean {
  const [lingers, setLingers] = useState(value);
  useEffect(() => {
    if (value) {
      setLingers(true);
      return;
    }
    const timer = setTimeout(() => setLingers(false), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return value || lingers;
}
