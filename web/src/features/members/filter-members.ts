import type { Member } from '@parley/contracts';

/** Members whose name or username contains what is typed, as the server filters too. */
export function filterMembers(members: readonly Member[], filter: string): readonly Member[] {
  const wanted = filter.trim().toLocaleLowerCase();
  if (wanted === '') return members;
  return members.filter(
    ({ display_name, username }) => display_name.toLocaleLowerCase().includes(wanted) || username.toLocaleLowerCase().includes(wanted),
  );
}
