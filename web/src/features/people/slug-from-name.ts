import { limits, slugPattern } from '@parley/contracts/limits';

/** A channel's address as its name suggests it: "Tea & Cake" is `tea-cake`. Empty where nothing of the name can stand in one. */
export function slugFromName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, limits.slugMax)
    .replaceAll(/^-+|-+$/g, '');
}

export function isSlug(text: string): boolean {
  return text.length <= limits.slugMax && slugPattern.test(text);
}
