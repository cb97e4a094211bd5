import { collect } from '@parley/client';
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useChat } from './chat-context.tsx';
import { parley } from './parley.ts';
import type { Relationships } from './relationships.ts';

const queryKey = ['relationships'] as const;

async function readRelationships(): Promise<Relationships> {
  const [friends, requests, blocks] = await Promise.all([
    collect((page) => parley.friends.list(page)),
    collect((page) => parley.friends.requests(page)),
    collect((page) => parley.friends.blocks(page)),
  ]);
  return { friends, requests, blocks };
}

/** Friends, requests and blocks, as `useRelationshipNews` keeps them. */
export function useRelationships() {
  return useQuery({ queryKey, queryFn: readRelationships, staleTime: Number.POSITIVE_INFINITY });
}

/** Once for the whole page: the socket says that they have changed; what it said while it was away shows on coming back. */
export function useRelationshipNews(): void {
  const { chat } = useChat();
  const queries = useQueryClient();
  useEffect(() => {
    const readAgain = () => void queries.invalidateQueries({ queryKey });
    const stopHearing = chat.on('control', ({ type }) => {
      if (type === 'relationships.changed') readAgain();
    });
    const stopWaiting = chat.on('ready', readAgain);
    return () => {
      stopHearing();
      stopWaiting();
    };
  }, [chat, queries]);
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
