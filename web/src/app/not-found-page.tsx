import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { texts } from '../texts/texts.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export function NotFoundPage() {
  return (
    <main className="flex h-dvh items-center justify-center">
      <EmptyState
        isPage
        icon={<Compass className="size-6" />}
        title={texts.errors.notFoundTitle}
        lead={texts.errors.notFoundLead}
        action={
          <Link to="/chat" className="font-semibold text-accent hover:underline">
            {texts.errors.home}
          </Link>
        }
      />
    </main>
  );
}
