import type { History } from './history.ts';

/** A promise to people, and how a history breaks it: one sentence per breach. */
export type Property = (history: History) => string[];
