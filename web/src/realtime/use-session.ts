import type { SessionState } from '@parley/client';
import { parley } from './parley.ts';
import { useStore } from './use-store.ts';

export function useSession(): SessionState {
  return useStore(parley.session.state);
}
