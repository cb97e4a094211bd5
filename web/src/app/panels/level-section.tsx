import { Check } from 'lucide-react';
import { useRoomLevel } from '../../realtime/use-notification-preferences.ts';
import { texts } from '../../texts/texts.ts';
import { MenuItem, MenuSection } from '../../ui/menu.tsx';

const levels = ['all', 'mentions', 'none'] as const;

/** Of what in this room one is told: as everywhere, or as it is set here. */
export function LevelSection({ roomId }: { roomId: string }) {
  const { level, choose } = useRoomLevel(roomId);
  const chosen = <Check className="size-4 text-accent" aria-label="✓" />;
  return (
    <MenuSection title={texts.telling.roomLevel}>
      <MenuItem trailing={level === null && chosen} onAction={() => choose(null)}>
        {texts.telling.asUsual}
      </MenuItem>
      {levels.map((one) => (
        <MenuItem key={one} trailing={level === one && chosen} onAction={() => choose(one)}>
          {texts.telling.levels[one]}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
