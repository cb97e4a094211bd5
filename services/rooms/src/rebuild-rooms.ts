import { type RebuildReport, rebuild } from '@parley/event-store';
import type { Logger } from 'pino';
import { projectRoomEvent } from './projections/rooms-read-model/project-room-event.ts';
import type { RoomsDatabase } from './rooms-database.ts';

/** Builds rooms, memberships, invitations and direct pairs from the events beside the live tables, compares them, and swaps on request. */
export function rebuildRooms(options: { ownerUrl: string; swap: boolean; log: Logger }): Promise<RebuildReport> {
  return rebuild<RoomsDatabase>({ ...options, tables: ['rooms', 'memberships', 'invites', 'direct_pairs'], project: projectRoomEvent });
}
