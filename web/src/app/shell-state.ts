import type { Profile } from '@parley/contracts';
import { create } from 'zustand';

export type OpenDialog =
  | { kind: 'new-message' }
  | { kind: 'new-group' }
  | { kind: 'new-channel' }
  | { kind: 'add-friend' }
  | { kind: 'status-text' }
  | { kind: 'switcher' }
  | { kind: 'shortcuts' }
  | { kind: 'add-members' | 'invites' | 'room-settings' | 'leave'; roomId: string }
  | { kind: 'profile' | 'block' | 'remove-friend'; person: Profile };

/** What is open on this page: nobody else's business, and gone with it. */
export const useShell = create<{
  dialog: OpenDialog | null;
  /** On a tablet, where the list is pictures alone otherwise. */
  isListWide: boolean;
  open(dialog: OpenDialog): void;
  toggleList(): void;
  closeDialog(): void;
}>((set) => ({
  dialog: null,
  isListWide: false,
  open: (dialog) => set({ dialog }),
  toggleList: () => set(({ isListWide }) => ({ isListWide: !isListWide })),
  closeDialog: () => set({ dialog: null }),
}));
