import { Counter } from 'prom-client';

/** `retried` counts every failed try but the last; a mail that is `lost` was given up. */
export const mails = new Counter({
  name: 'parley_mails_total',
  help: 'Mails by what became of them: sent, not_needed (no such account, or enough were sent), retried, lost',
  labelNames: ['kind', 'outcome'],
});
