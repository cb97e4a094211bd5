import type { ClientFrameType, ServerFrame } from '@parley/contracts';

/** What each frame is for, in a sentence: a new type does not compile without one. */
export const clientFrameSummaries: Record<ClientFrameType, string> = {
  hello: 'The access token, where the upgrade request could not carry it. First, within 5 seconds.',
  'message.send':
    'Says something. Answered with `{id, seq, created_at}` once it is committed; the same `client_id` again is the same message.',
  'message.edit': "Another text for a message of one's own. Answered with `{seq}` of the edit in the log.",
  'message.delete': "Takes a message away for good, content and all: one's own, or as owner or admin of the room. Answered with `{seq}`.",
  'reaction.add': 'Reacts to a message. Again is no news. Answered with `{seq}`.',
  'reaction.remove': 'Takes a reaction back. Answered with `{seq}`.',
  'room.read':
    'The person has read up to `seq`; never moves back. Answered with `{last_read_seq, unread_count, mention_count, counted_seq}`.',
  'room.sync': "The room's log after a `seq`. Answered with `{events, head, has_more}`, or `{reset, head}` when it reaches too far back.",
  'typing.start': 'The person is typing; expires by itself after 3 seconds. Not answered.',
  'typing.stop': 'The person has stopped typing. Not answered.',
  'presence.set': 'What the person wants to be shown as.',
  'auth.refresh': 'A newer access token of the same session: the socket lives as long as that. Answered with `{expires_at}`.',
  ping: 'Answered with `pong`.',
  heartbeat: "The answer to the server's heartbeat, for clients that cannot answer WebSocket pings.",
};

export const serverFrameSummaries: Record<ServerFrame['type'], string> = {
  ready: 'The socket is authenticated: who it belongs to and where each of their rooms stands.',
  ok: 'A command with this `id` was carried out.',
  error: 'A command was refused; the codes are those of the HTTP API.',
  pong: 'The answer to `ping`.',
  heartbeat:
    'Sent every `heartbeat_ms` with the heads of rooms that changed since the last one. Must be answered, by WebSocket pong or a frame.',
  'room.added': 'The person came into a room: it goes on from `head`.',
  'room.removed': 'The person is out of a room: nothing of it follows.',
  'room.gap': 'Something was left out for this socket: `room.sync` from your own position.',
  'read.updated': 'Somebody has read up to a place: the person on another device, or a member of a room that shows receipts.',
  'room.muted': 'The person muted a room on another device, or ended that.',
  'typing.started': 'Somebody is typing.',
  'typing.stopped': 'Somebody has stopped typing.',
  'presence.changed': 'Somebody with whom the person shares a room or a friendship came, went or changed their status.',
  notification: 'Something for the person: a new notification, or one that stands for more now.',
  'notification.read': 'The person has read notifications (all, where none is named) on some device.',
  'notification.withdrawn': 'Notifications are gone: what they told of was read, deleted, or is no longer theirs to see.',
  'relationships.changed': 'Friends, friend requests or blocks of the person have changed, on whatever side: read them again.',
  'session.ended': 'The session is over; the socket closes.',
  'server.draining': 'This server goes away; come back after the delay.',
  'message.posted': 'A message, in its place of the room.',
  'message.edited': 'A message has another text. `message_seq` is its place, `seq` the place of the edit.',
  'message.deleted': 'A message is gone for good.',
  'message.pinned': 'A message was pinned.',
  'message.unpinned': 'A message is pinned no more.',
  'reaction.added': 'Somebody reacted to a message.',
  'reaction.removed': 'Somebody took a reaction back.',
  'member.joined': 'Somebody came into the room.',
  'member.left': 'Somebody left the room or was removed.',
  'member.role_changed': 'Somebody has another role now.',
  'room.updated': 'The name, description, picture or rules of the room changed.',
};
