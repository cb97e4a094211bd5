import type { Property } from '../property.ts';

/** Faults delay; nobody has to type their password for them. */
export const nobodyIsLoggedOut: Property = ({ people }) =>
  people.filter(({ isLoggedOut }) => isLoggedOut).map(({ personId }) => `${personId} is logged out`);
