import { Check, MessageSquareText } from 'lucide-react';
import { useChat } from '../../realtime/chat-context.tsx';
import { ownStatuses } from '../../realtime/own-status.ts';
import { useOwnStatus } from '../../realtime/use-own-status.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { MenuItem, MenuSection } from '../../ui/menu.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';

/** What others see of the person being here. */
export function StatusSection({ onEditText }: { onEditText(): void }) {
  const { viewer } = useChat();
  const { status, choose } = useOwnStatus();
  return (
    <MenuSection title={texts.status.title}>
      {ownStatuses.map((choice) => (
        <MenuItem
          key={choice}
          icon={
            <span className="flex items-center justify-center">
              <PresenceDot status={choice === 'invisible' ? 'offline' : choice} />
            </span>
          }
          trailing={choice === status && <Check className="size-4 text-accent" aria-label="✓" />}
          onAction={() => void choose(choice).catch(() => announce(texts.status.failed))}
        >
          {texts.status.choices[choice]}
        </MenuItem>
      ))}
      <MenuItem icon={<MessageSquareText />} onAction={onEditText}>
        {viewer.status_text ?? texts.status.setText}
      </MenuItem>
    </MenuSection>
  );
}
