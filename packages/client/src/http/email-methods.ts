import type { Call } from './call.ts';
import type { Send } from './request.ts';

export function emailMethods(send: Send, call: Call) {
  return {
    /** With the token of the mail's link. Signs nobody in. */
    verify: (token: string) => send<undefined>('POST', '/auth/email/verify', { body: { token } }),
    /** Another mail with a link; one a minute. */
    resend: () => call<undefined>('POST', '/auth/email/resend'),
  };
}
