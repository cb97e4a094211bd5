import { useMemo } from 'react';
import { type NavigateOptions, useLocation, useNavigate, useSearchParams } from 'react-router';
import { isSamePanel, type Panel, readPanel, withPanel } from './panel-address.ts';

/** What had the focus before the first panel was opened: it gets it back. */
let opener: { element: Element | null; seq: string | null } = { element: null, seq: null };

function rememberOpener(panel: Panel): void {
  const element = document.activeElement;
  // A menu stands elsewhere in the document than the message that it belongs to; a thread names that message.
  const seq = panel.kind === 'thread' ? String(panel.seq) : element?.closest('[data-seq]')?.getAttribute('data-seq');
  opener = { element, seq: seq ?? null };
}

/** A menu and a message's own buttons are gone by the time that its thread is closed: then the message itself has the focus. */
function returnFocus(): void {
  const { element, seq } = opener;
  opener = { element: null, seq: null };
  requestAnimationFrame(() => {
    const fallback = seq === null ? null : document.querySelector(`[data-seq="${CSS.escape(seq)}"]`);
    const target = element?.isConnected && element !== document.body ? element : fallback;
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  });
}

export type PanelControl = {
  panel: Panel | null;
  /** There is a panel below this one. */
  isStacked: boolean;
  open(panel: Panel): void;
  toggle(panel: Panel): void;
  back(): void;
  close(): void;
  /** Of a message of the conversation; `keep`: the panel stays beside it. */
  addressOf(seq: number, keep: boolean): string;
  /** To one. */
  jumpTo(seq: number, keep: boolean): void;
};

/** The panel beside a conversation. The address carries it: a link, a reload and the browser's own way back keep it. */
export function usePanel(): PanelControl {
  const [parameters] = useSearchParams();
  const { pathname, state } = useLocation();
  const navigate = useNavigate();
  return useMemo(() => {
    const panel = readPanel(parameters);
    const isStacked = typeof state === 'object' && state !== null && 'isStacked' in state && state.isStacked === true;
    const go = (to: Panel | null, options: NavigateOptions) => void navigate({ pathname, search: withPanel(parameters, to) }, options);
    const control: PanelControl = {
      panel,
      isStacked,
      open(next) {
        if (isSamePanel(panel, next)) return;
        if (!panel) rememberOpener(next);
        go(next, { state: { isStacked: panel !== null } });
      },
      toggle: (next) => (isSamePanel(panel, next) ? control.close() : control.open(next)),
      back: () => void navigate(-1),
      close() {
        go(null, { replace: true });
        returnFocus();
      },
      addressOf: (seq, keep) => pathname + withPanel(parameters, keep ? panel : null, seq),
      jumpTo: (seq, keep) => void navigate(control.addressOf(seq, keep), keep ? { replace: true, state } : {}),
    };
    return control;
  }, [parameters, pathname, state, navigate]);
}
