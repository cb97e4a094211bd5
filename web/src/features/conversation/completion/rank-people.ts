import type { Profile } from '@parley/contracts';

/** Those whose name or username begins so, or one of whose names does; `people` is in the order of preference. */
export function rankPeople(people: readonly Profile[], query: string, count: number): Profile[] {
  const wanted = fold(query);
  if (wanted === '') return people.slice(0, count);
  const first: Profile[] = [];
  const later: Profile[] = [];
  for (const person of people) {
    const [username, name] = [fold(person.username), fold(person.display_name)];
    if (username.startsWith(wanted) || name.startsWith(wanted)) first.push(person);
    else if (name.split(/[\s_-]+/).some((part) => part.startsWith(wanted))) later.push(person);
  }
  return [...first, ...later].slice(0, count);
}

/** Émilie is found by "emi". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
