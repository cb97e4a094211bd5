/** A small team that might be anybody's. The first is who looks. */
export const people = [
  { username: 'mara', display_name: 'Mara Lindqvist', status_text: 'Shipping the spring release' },
  { username: 'jonas', display_name: 'Jonas Weber' },
  { username: 'amina', display_name: 'Amina Diallo' },
  { username: 'tomas', display_name: 'Tomás Herrera' },
  { username: 'yuki', display_name: 'Yuki Tanaka' },
] as const;

export type Name = (typeof people)[number]['username'];

type Said = { by: Name; text: string; reactions?: ReadonlyArray<readonly [emoji: string, by: Name]>; replyTo?: number; file?: string };

/** `replyTo`: the index of what is answered. */
export const releaseTalk: readonly Said[] = [
  { by: 'jonas', text: 'Morning! The build of last night is on staging: https://staging.example.org' },
  { by: 'amina', text: 'Looked through the sign-up with a screen reader. **Two findings**, both small. I will mend them before lunch.' },
  {
    by: 'yuki',
    text: 'New cover for the release notes, tell me what you think',
    file: 'cover.png',
    reactions: [
      ['❤️', 'mara'],
      ['❤️', 'amina'],
      ['🎉', 'jonas'],
    ],
  },
  { by: 'tomas', text: 'Lovely. Could the hills be a touch darker?', replyTo: 2 },
  {
    by: 'jonas',
    text: 'The migration was slow because it rewrote the table. This does not:\n```ts\nawait db.schema\n  .alterTable("messages")\n  .addColumn("edited_at", "timestamptz")\n  .execute();\n```',
    reactions: [
      ['👍', 'tomas'],
      ['👍', 'mara'],
      ['🚀', 'yuki'],
    ],
  },
  { by: 'mara', text: 'Nice, from nine minutes to nothing. Let us freeze at 16:00 and release tomorrow morning.' },
  { by: 'amina', text: 'Works for me. @mara the changelog is in the file, would you read it once more?', file: 'changelog.txt' },
  { by: 'mara', text: 'Reading it now.' },
];

export const otherRooms = [
  { type: 'channel', name: 'Announcements', slug: 'announcements', by: 'tomas', text: 'The office is closed on Friday.' },
  { type: 'group', name: 'Design review', by: 'yuki', text: 'Icons of the new toolbar are up for comments' },
  { type: 'group', name: 'On call', by: 'jonas', text: 'Quiet night: no pages.' },
  { type: 'channel', name: 'Books', slug: 'books', by: 'amina', text: 'Next up: The Mezzanine. Who is in?' },
] as const;

export const directTalks: ReadonlyArray<{ by: Name; text: string }> = [
  { by: 'amina', text: 'Coffee at three?' },
  { by: 'yuki', text: 'Sent you the drawings' },
];
