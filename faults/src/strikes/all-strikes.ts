import { clientStrikes } from './client-strikes.ts';
import { clockStrikes } from './clock-strikes.ts';
import { networkStrikes } from './network-strikes.ts';
import { processStrikes } from './process-strikes.ts';
import { serverStrikes } from './server-strikes.ts';
import type { Strike } from './strike.ts';

/** Every way to break things that is known here. */
export const allStrikes: readonly Strike[] = [...processStrikes, ...serverStrikes, ...networkStrikes, ...clockStrikes, ...clientStrikes];
