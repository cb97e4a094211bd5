import type { NotificationLevel, NotificationPreferences } from '@parley/contracts';
import { useChat } from '../../realtime/chat-context.tsx';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { PageSection } from '../../ui/page-layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';

const levels = ['all', 'mentions', 'none'] as const;

type Props = {
  levels: NotificationPreferences['room_levels'];
  onChange(change: { room_id: string; level: NotificationLevel | null }): void;
};

/** Conversations that are told of in another way than the rest. */
export function RoomLevels({ levels: own, onChange }: Props) {
  const { chat } = useChat();
  const rooms = useStore(chat.rooms);
  const words = texts.telling;
  return (
    <PageSection title={words.perRoom}>
      {own.length === 0 ? (
        <p className="text-sm text-ink-faint">{words.perRoomNone}</p>
      ) : (
        <ul className="flex flex-col gap-4">
          {own.map(({ room_id, level }) => (
            <li key={room_id}>
              <SelectField<NotificationLevel | 'usual'>
                label={rooms.get(room_id)?.info?.name ?? words.unknownRoom}
                value={level}
                options={[...levels.map((value) => ({ value, label: words.levels[value] })), { value: 'usual', label: words.asUsual }]}
                onChange={(next) => onChange({ room_id, level: next === 'usual' ? null : next })}
              />
            </li>
          ))}
        </ul>
      )}
    </PageSection>
  );
}
