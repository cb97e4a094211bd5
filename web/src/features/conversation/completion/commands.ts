import type { OwnStatus } from '../../../realtime/own-status.ts';

export const commandNames = ['me', 'shrug', 'status', 'online', 'away', 'busy', 'invisible', 'mute', 'unmute'] as const;
export type CommandName = (typeof commandNames)[number];

/** What `/…` comes to: a message that says it otherwise, or something that is done. */
export type CommandOutcome =
  | { kind: 'say'; content: string }
  | { kind: 'status'; name: CommandName; status?: OwnStatus; text?: string }
  | { kind: 'mute'; name: CommandName; muted: boolean };

const written = /^\/([a-z]+)(?:\s+([\s\S]*))?$/;
/** As Markdown, so that each of its characters stands. */
const shrug = '¯\\\\\\_(ツ)\\_/¯';

/** Null for what is no command: paths and jokes begin with a stroke as well, and are said as they are. */
export function readCommand(text: string): CommandOutcome | null {
  const [, word, rest = ''] = written.exec(text.trim()) ?? [];
  const name = commandNames.find((known) => known === word);
  const argument = rest.trim();
  switch (name) {
    case undefined:
      return null;
    case 'me':
      return argument === '' ? null : { kind: 'say', content: `_${argument}_` };
    case 'shrug':
      return { kind: 'say', content: argument === '' ? shrug : `${argument} ${shrug}` };
    case 'status':
      return { kind: 'status', name, text: argument };
    case 'online':
    case 'away':
    case 'busy':
    case 'invisible':
      return { kind: 'status', name, status: name };
    case 'mute':
    case 'unmute':
      return { kind: 'mute', name, muted: name === 'mute' };
  }
}
