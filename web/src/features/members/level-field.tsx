import type { NotificationLevel } from '@parley/contracts';
import { useRoomLevel } from '../../realtime/use-notification-preferences.ts';
import { texts } from '../../texts/texts.ts';
import { SelectField } from '../../ui/select-field.tsx';

const levels = ['all', 'mentions', 'none'] as const;

/** Of what in this room one is told. One's own affair: nobody else sees it. */
export function LevelField({ roomId }: { roomId: string }) {
  const { level, isKnown, error, choose } = useRoomLevel(roomId);
  if (!isKnown) return null;
  return (
    <div className="w-full border-b border-line px-4 py-4">
      <SelectField<NotificationLevel | 'usual'>
        label={texts.telling.roomLevel}
        value={level ?? 'usual'}
        options={[
          { value: 'usual', label: texts.telling.asUsual },
          ...levels.map((value) => ({ value, label: texts.telling.levels[value] })),
        ]}
        onChange={(next) => choose(next === 'usual' ? null : next)}
      />
      {error && (
        <p role="alert" className="mt-1.5 text-xs text-danger">
          {texts.telling.notSaved}
        </p>
      )}
    </div>
  );
}
