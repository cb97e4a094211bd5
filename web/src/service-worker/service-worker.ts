import { handlePushes, type PushScope } from './push-handlers.ts';

/** What runs while no page is open. It caches nothing: an old page never meets a new API. */
declare const self: PushScope;

handlePushes(self);
