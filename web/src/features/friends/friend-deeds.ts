import type { Profile } from '@parley/contracts';

/** What is done in dialogs, which the page does not own. */
export type FriendDeeds = {
  onAdd(): void;
  onShowProfile(person: Profile): void;
  onRemove(person: Profile): void;
  onBlock(person: Profile): void;
};
