import { CloudOff } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export function StartFailedPage({ onRetry }: { onRetry(): void }) {
  return (
    <main className="flex h-dvh items-center justify-center">
      <EmptyState
        isPage
        icon={<CloudOff className="size-6" />}
        title={texts.errors.startTitle}
        lead={texts.errors.startLead}
        action={<Button onClick={onRetry}>{texts.common.retry}</Button>}
      />
    </main>
  );
}
