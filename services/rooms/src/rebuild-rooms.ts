import { type RebuildReport, rebuild } from '@parley/event-store';
import type { Logger } from 'pino';
import { projectStoredEvent } from './projections/project-stored-event.ts';
import type { RoomsDatabase } from './rooms-database.ts';

const readModel = ['rooms', 'memberships', 'invites', 'direct_pairs', 'friendships', 'friends', 'friend_requests', 'blocks'];

/** Builds rooms, memberships, invitations, direct pairs and relationships from the events beside the live tables, compares them, and swaps on request. */
export function rebuildRooms(options: { ownerUrl: string; swap: boolean; log: Logger }): Promise<RebuildReport> {
  return rebuild<RoomsDatabase>({ ...options, tables: [...readModel], project: projectStoredEvent });
}
