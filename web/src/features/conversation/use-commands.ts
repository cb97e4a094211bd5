import { limits } from '@parley/contracts/limits';
import { useMutation } from '@tanstack/react-query';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { useOwnStatus } from '../../realtime/use-own-status.ts';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { type CommandOutcome, readCommand } from './completion/commands.ts';

/** Does what `/…` asks for. @returns what is to be sent; null when something was done instead */
export function useCommands(roomId: string): (text: string) => string | null {
  const { chat } = useChat();
  const own = useOwnStatus();
  const act = useMutation({
    mutationFn: async (outcome: Exclude<CommandOutcome, { kind: 'say' }>) => {
      if (outcome.kind === 'mute') {
        await (outcome.muted ? parley.rooms.mute(roomId) : parley.rooms.unmute(roomId));
        await chat.loadRoom(roomId);
      } else if (outcome.status) await own.choose(outcome.status);
      else await parley.users.updateMe({ status_text: outcome.text ? outcome.text.slice(0, limits.statusTextMax) : null });
    },
    onSuccess: (_done, { name }) => announce(conversationTexts.commands.done(name)),
    onError: () => announce(conversationTexts.composer.commandFailed),
  });
  return (text) => {
    const outcome = readCommand(text);
    if (outcome === null) return text;
    if (outcome.kind === 'say') return outcome.content;
    act.mutate(outcome);
    return null;
  };
}
