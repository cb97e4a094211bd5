import { roomChangeTexts } from '../../texts/room-change-texts.ts';

/** Stands where one would write, in a conversation that is closed for writing. A draft waits for better times. */
export function ClosedComposer() {
  return (
    <div className="mx-auto w-full max-w-[56rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5 sm:pb-4">
      <p role="status" className="rounded-xl border border-line bg-sunken px-4 py-3 text-center text-sm text-balance text-ink-soft">
        {roomChangeTexts.cannotWrite}
      </p>
    </div>
  );
}
