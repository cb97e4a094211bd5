import type { LogEvent } from '@parley/contracts';
import type { PlacedLogEvent } from '../domain/log-event.ts';
import type { UserProfiles } from '../projections/users/user-profiles.ts';
import type { Reader, ReplyPreviews } from '../queries/reply-previews.ts';
import { peopleIn, toLogEvent } from './to-log-event.ts';

/** What publication needs to look up, for a whole batch at once. */
export type LogFrameSources = { profiles: UserProfiles; replies: ReplyPreviews };

/** Stored events of any rooms → what clients receive, in the same order. */
export async function toLogEvents(
  sources: LogFrameSources,
  events: readonly PlacedLogEvent[],
  reader: Reader = 'everyone',
): Promise<Array<LogEvent | undefined>> {
  const names = await sources.profiles.load(events.flatMap(peopleIn));
  const replies = await sources.replies.load(events.flatMap(replyIn), reader);
  return events.map((event) => {
    const target = event.type === 'MessagePosted' ? event.data.reply_to : null;
    return toLogEvent(event, names, target === null ? null : (replies.get(target) ?? null));
  });
}

function replyIn(event: PlacedLogEvent): Array<{ roomId: string; messageId: string }> {
  if (event.type !== 'MessagePosted' || event.data.reply_to === null) return [];
  return [{ roomId: event.roomId, messageId: event.data.reply_to }];
}
