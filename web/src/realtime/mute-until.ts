export const muteChoices = ['hour', 'evening', 'week', 'ever'] as const;
export type MuteChoice = (typeof muteChoices)[number];

const hourMs = 3_600_000;
const spansMs: Record<Exclude<MuteChoice, 'ever'>, number> = { hour: hourMs, evening: 8 * hourMs, week: 7 * 24 * hourMs };

/** When muting ends by itself; null: for good. */
export function muteUntil(choice: MuteChoice, now: Date): string | null {
  return choice === 'ever' ? null : new Date(now.getTime() + spansMs[choice]).toISOString();
}
