import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { texts } from '../texts/texts.ts';
import { StandalonePage } from '../ui/standalone-page.tsx';

export function NotFoundPage() {
  return (
    <StandalonePage
      icon={<Compass className="size-6" />}
      title={texts.errors.notFoundTitle}
      lead={texts.errors.notFoundLead}
      action={
        <Link
          to="/chat"
          className="inline-flex h-10 items-center rounded-md bg-accent px-4 text-sm font-semibold text-on-accent hover:bg-accent-strong"
        >
          {texts.errors.home}
        </Link>
      }
    />
  );
}
