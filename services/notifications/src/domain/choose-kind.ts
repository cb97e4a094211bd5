import type { NotificationLevel } from '@parley/contracts';

/** What a message is to one person. */
export type Calls = { direct: boolean; repliedTo: boolean; mentioned: boolean };
export type MessageNoticeKind = 'direct_message' | 'reply' | 'mention' | 'message';

/** One message is told once, as the most personal thing that it is; undefined: not at all. */
export function chooseKind({ direct, repliedTo, mentioned }: Calls, level: NotificationLevel): MessageNoticeKind | undefined {
  if (level === 'none') return undefined;
  const personal = repliedTo || mentioned;
  if (level === 'mentions' && !personal) return undefined;
  if (direct) return 'direct_message';
  if (repliedTo) return 'reply';
  return mentioned ? 'mention' : 'message';
}
