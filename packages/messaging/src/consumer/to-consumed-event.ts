import type { eventsAfterRpc, PublishingService } from '@parley/contracts';
import type { z } from 'zod';
import { readPosition } from '../event-headers.ts';
import type { ConsumedEvent } from './consumed-event.ts';

type PageEvent = z.output<ReturnType<typeof eventsAfterRpc>['reply']>['events'][number];

/** From the owner's page. */
export function toConsumedEvent(service: PublishingService, epoch: string, event: PageEvent): ConsumedEvent {
  return { ...event, service, epoch, position: readPosition(event.position), previous: readPosition(event.previous) };
}
