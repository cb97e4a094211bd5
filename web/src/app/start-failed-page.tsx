import { CloudOff } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { StandalonePage } from '../ui/standalone-page.tsx';

export function StartFailedPage({ onRetry }: { onRetry(): void }) {
  return (
    <StandalonePage
      icon={<CloudOff className="size-6" />}
      title={texts.errors.startTitle}
      lead={texts.errors.startLead}
      action={<Button onClick={onRetry}>{texts.common.retry}</Button>}
    />
  );
}
