import { texts } from '../texts/texts.ts';
import { Logo } from '../ui/logo.tsx';

/** While it is not yet known who is there. */
export function Splash() {
  return (
    <div role="status" aria-label={texts.common.loading} className="flex h-dvh items-center justify-center">
      <Logo className="size-12 animate-pulse-soft" />
    </div>
  );
}
