import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { texts } from '../texts/texts.ts';

type Props = { title: string; lead: string; action?: ReactNode; toolbar?: ReactNode; children: ReactNode };

/** A page beside the list of conversations; on a phone it stands alone, with a way back. */
export function Page({ title, lead, action, toolbar, children }: Props) {
  return (
    <div className="flex h-full flex-col">
      <header className="border-b border-line">
        <div className="mx-auto flex min-h-15 w-full max-w-200 flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5 md:px-6">
          <Link
            to="/chat"
            aria-label={texts.common.back}
            className="-ms-1 flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover md:hidden"
          >
            <ChevronLeft className="size-5.5 rtl:-scale-x-100" aria-hidden="true" />
          </Link>
          <div className="min-w-0 flex-1">
            <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
            <p className="hidden text-sm text-ink-soft sm:block">{lead}</p>
          </div>
          {action}
        </div>
        {toolbar && <div className="mx-auto w-full max-w-200 px-3 pb-3 md:px-6">{toolbar}</div>}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-200 px-3 py-4 md:px-6">{children}</div>
      </div>
    </div>
  );
}
