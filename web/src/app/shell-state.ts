import { create } from 'zustand';

export type OpenDialog = { kind: 'new-message' } | { kind: 'new-group' } | { kind: 'add-members'; roomId: string };

/** What is open on this page: nobody else's business, and gone with it. */
export const useShell = create<{
  dialog: OpenDialog | null;
  membersShown: boolean;
  open(dialog: OpenDialog): void;
  closeDialog(): void;
  showMembers(shown: boolean): void;
}>((set) => ({
  dialog: null,
  membersShown: false,
  open: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
  showMembers: (membersShown) => set({ membersShown }),
}));
