import { queryOptions } from '@tanstack/react-query';
import { parley } from '../../../realtime/parley.ts';

export const devicesQuery = queryOptions({ queryKey: ['security', 'devices'], queryFn: () => parley.auth.sessions() });
export const mfaQuery = queryOptions({ queryKey: ['security', 'mfa'], queryFn: () => parley.mfa.status() });
export const passkeysQuery = queryOptions({ queryKey: ['security', 'passkeys'], queryFn: () => parley.passkeys.list() });
