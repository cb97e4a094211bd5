import { Sparkles } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { applyUpdate, useUpdate } from './updates.ts';

/** Says that there is a new version and leaves the moment to the reader: what is written stays on this device. */
export function UpdatePrompt() {
  const isReady = useUpdate((update) => update.isReady);
  if (!isReady) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-3 bottom-3 z-30 mx-auto flex max-w-100 animate-appear items-center gap-3 rounded-lg border border-line bg-raised py-2 ps-4 pe-2 text-sm shadow-overlay"
    >
      <Sparkles className="size-4 shrink-0 text-accent" aria-hidden="true" />
      <span className="min-w-0 flex-1">{texts.update.ready}</span>
      <Button className="h-9 px-3" onClick={applyUpdate}>
        {texts.update.reload}
      </Button>
    </div>
  );
}
