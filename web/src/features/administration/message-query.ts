import { readDay, startOfDay } from '../../ui/calendar-day.ts';

/** Of whose messages, where, and when; days are as `2026-11-21`. */
export type MessageFilters = {
  room?: string | undefined;
  sender?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
};

export function readMessageFilters(parameters: URLSearchParams): MessageFilters {
  return {
    room: parameters.get('room') ?? undefined,
    sender: parameters.get('sender') ?? undefined,
    since: readDay(parameters.get('since')),
    until: readDay(parameters.get('until')),
  };
}

export function writeMessageFilters(filters: MessageFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) parameters.set(name, value);
  return parameters;
}

/** As the server takes them. Both days are part of what is shown. */
export function messageQuery({ room, sender, since, until }: MessageFilters) {
  const start = since && startOfDay(since);
  const end = until && startOfDay(until, 1);
  return {
    ...(room && { room_id: room }),
    ...(sender && { sender_id: sender }),
    ...(start && { since: start }),
    ...(end && { until: end }),
  };
}
