import { Counter } from 'prom-client';

export const noticesAdded = new Counter({
  name: 'parley_notification_rows_total',
  help: 'Rows written because of events: one cause for each person and happening, one notice for each burst',
  labelNames: ['table'],
});

export const noticesSettled = new Counter({
  name: 'parley_notifications_total',
  help: 'Notices by what became of them when they were due: told, withdrawn',
  labelNames: ['outcome'],
});

export const pushesSent = new Counter({
  name: 'parley_pushes_total',
  help: 'Web pushes by outcome: sent, not_needed, retried, lost, gone (the subscription was removed)',
  labelNames: ['outcome'],
});
