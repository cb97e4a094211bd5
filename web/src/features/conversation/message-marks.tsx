import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { Spinner } from '../../ui/spinner.tsx';
import type { RowActions } from './message-actions.tsx';
import { useRowTabIndex } from './row-focus.ts';
import type { MessageRowData, ShownMessage } from './timeline-rows.ts';

const VersionList = lazy(() => import('./version-list.tsx').then((module) => ({ default: module.VersionList })));
const PeopleList = lazy(() => import('./people-list.tsx').then((module) => ({ default: module.PeopleList })));

/** Where an own message is on its way: going out, committed, read. */
export function StateMark({
  row,
  isRead,
  isDirect,
  actions,
}: {
  row: MessageRowData;
  isRead: boolean;
  isDirect: boolean;
  actions: RowActions;
}) {
  const { state } = row.message;
  if (!isRead || state !== 'sent') return <StateIcon state={state} />;
  if (isDirect)
    return <CheckCheck className="size-3.5 text-accent" strokeWidth={2.5} role="img" aria-label={conversationTexts.reading.read} />;
  const readers = actions.readersOf(row);
  return (
    <Disclosed
      label={conversationTexts.reading.readBy(readers.length)}
      trigger={<CheckCheck className="size-3.5 text-accent" strokeWidth={2.5} aria-hidden="true" />}
    >
      <PeopleList title={conversationTexts.reading.readers} namesOf={() => readers.map(actions.nameOf)} />
    </Disclosed>
  );
}

function StateIcon({ state }: { state: ShownMessage['state'] }) {
  const props = { className: 'size-3', role: 'img' };
  if (state === 'sending') return <Clock {...props} aria-label={texts.conversation.sending} />;
  if (state === 'failed') return <CircleAlert {...props} aria-label={texts.conversation.failed} />;
  return <Check {...props} strokeWidth={2.5} aria-label={texts.conversation.sent} />;
}

/** What it said before is a press away. */
export function EditedMark({ roomId, messageId }: { roomId: string; messageId: string }) {
  return (
    <Disclosed label={conversationTexts.reading.showVersions} trigger={texts.conversation.edited} isNamedByTrigger>
      <VersionList roomId={roomId} messageId={messageId} />
    </Disclosed>
  );
}

type DisclosedProps = { label: string; trigger: React.ReactNode; isNamedByTrigger?: boolean; children: React.ReactNode };

/** A small mark that opens more about itself. What is inside loads when it is opened. */
function Disclosed({ label, trigger, isNamedByTrigger = false, children }: DisclosedProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const tabIndex = useRowTabIndex();
  return (
    <>
      <button
        ref={button}
        type="button"
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={isNamedByTrigger ? undefined : label}
        title={label}
        onClick={() => setIsOpen(true)}
        className="relative flex items-center rounded-sm underline-offset-2 before:absolute before:-inset-1.5 hover:underline"
      >
        {trigger}
      </button>
      <Popover
        triggerRef={button}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        placement="top"
        offset={6}
        className="max-h-80 w-72 max-w-[92vw] animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-3 shadow-raised"
      >
        <Dialog aria-label={label} className="outline-none">
          <Suspense fallback={<Spinner className="mx-auto size-5" />}>{children}</Suspense>
        </Dialog>
      </Popover>
    </>
  );
}
