import type { NotificationLevel, NotificationPreferences, NotificationPreferencesBody } from '@parley/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { parley } from './parley.ts';

const queryKey = ['notification-preferences'] as const;

/** How the person wants to be told, on all devices. A change is shown at once, and taken back when it is refused. */
export function useNotificationPreferences() {
  const queries = useQueryClient();
  const reading = useQuery({ queryKey, queryFn: () => parley.notifications.preferences(), staleTime: 60_000 });
  const change = useMutation({
    mutationFn: (body: NotificationPreferencesBody) => parley.notifications.changePreferences(body),
    // One after the other: the last choice is the last to arrive.
    scope: { id: 'notification-preferences' },
    onMutate: async ({ room_levels: _rooms, ...general }) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<NotificationPreferences>(queryKey);
      if (before) queries.setQueryData<NotificationPreferences>(queryKey, { ...before, ...withoutUndefined(general) });
      return before;
    },
    onError: (_error, _body, before) => queries.setQueryData(queryKey, before),
    onSuccess: (saved) => queries.setQueryData(queryKey, saved),
  });
  return { preferences: reading.data, isError: reading.isError, retry: () => void reading.refetch(), change };
}

/** The level of one room; null: it has none of its own. */
export function useRoomLevel(roomId: string) {
  const { preferences, change } = useNotificationPreferences();
  const level = preferences?.room_levels.find((one) => one.room_id === roomId)?.level ?? null;
  return {
    level,
    isKnown: preferences !== undefined,
    error: change.error,
    choose: (next: NotificationLevel | null) => change.mutate({ room_levels: [{ room_id: roomId, level: next }] }),
  };
}

function withoutUndefined<Value extends object>(value: Value): Partial<Value> {
  const kept: Partial<Value> = { ...value };
  for (const key of Object.keys(kept)) if (Reflect.get(kept, key) === undefined) Reflect.deleteProperty(kept, key);
  return kept;
}
