import { ParleyError } from '@parley/client';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { useSession } from '../../realtime/use-session.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { AuthLayout } from './auth-layout.tsx';

/** Where the mail's link leads. A press of a button confirms: programs that look at links in mails shall not. */
export function VerifyPage() {
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';
  const session = useSession();
  const [state, setState] = useState<'waiting' | 'busy' | 'done'>('waiting');
  const [failure, setFailure] = useState<string>();
  const signedIn = session.status === 'signed_in';

  const verify = async () => {
    setFailure(undefined);
    setState('busy');
    try {
      await parley.email.verify(token);
      setState('done');
      // What the page shows of the account; that it is confirmed does not depend on it.
      if (signedIn) void parley.users.me().then(parley.session.setUser, () => undefined);
    } catch (error) {
      const unusable = error instanceof ParleyError && error.code === 'verification_token_invalid';
      setFailure(unusable ? texts.account.errors.verifyLink : describeError(error));
      setState('waiting');
    }
  };
  const onwards = (
    <Link to={signedIn ? '/chat' : '/login'} className="font-semibold text-accent hover:underline">
      {signedIn ? texts.errors.home : texts.account.login}
    </Link>
  );

  if (state === 'done') {
    return (
      <AuthLayout title={texts.account.verifyDone} lead={texts.account.verifyDoneLead} footer={null}>
        <p className="text-base">{onwards}</p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={texts.account.verifyTitle} lead={texts.account.verifyLead} footer={onwards}>
      <div className="flex flex-col gap-4">
        {failure && <Notice>{failure}</Notice>}
        <Button busy={state === 'busy'} onClick={verify} className="h-11">
          {texts.account.verifySubmit}
        </Button>
      </div>
    </AuthLayout>
  );
}
