import { collect } from '@parley/client';
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useChat } from './chat-context.tsx';
import { parley } from './parley.ts';
import type { Relationships } from './relationships.ts';

const queryKey = ['relationships'] as const;
/** Nothing on the socket tells of them: they are asked for again while somebody looks. */
const rereadMs = 5_000;
const rereadInBackgroundMs = 60_000;

async function readRelationships(): Promise<Relationships> {
  const [friends, requests, blocks] = await Promise.all([
    collect((page) => parley.friends.list(page)),
    collect((page) => parley.friends.requests(page)),
    collect((page) => parley.friends.blocks(page)),
  ]);
  return { friends, requests, blocks };
}

/** Friends, requests and blocks. `isWatched`: they are what somebody looks at. */
export function useRelationships({ isWatched = false }: { isWatched?: boolean } = {}) {
  const { chat } = useChat();
  const queries = useQueryClient();
  const relationships = useQuery({
    queryKey,
    queryFn: readRelationships,
    staleTime: 2_000,
    refetchOnWindowFocus: true,
    refetchInterval: isWatched ? rereadMs : rereadInBackgroundMs,
  });
  // A block or its end closes or opens the room of the two, which is told at once.
  useEffect(
    () =>
      chat.on('event', ({ type }) => {
        if (type === 'room.updated') void queries.invalidateQueries({ queryKey });
      }),
    [chat, queries],
  );
  return relationships;
}

/** Something done to a relationship: what is shown follows as soon as the server has said yes. */
export function useRelationshipAction<Target>(
  act: (target: Target) => Promise<unknown>,
  onDone?: () => void,
): UseMutationResult<unknown, Error, Target> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey });
      onDone?.();
    },
    // Somebody else was faster (withdrawn, accepted elsewhere): the list tells.
    onError: () => queries.invalidateQueries({ queryKey }),
  });
}
