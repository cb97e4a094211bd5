import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

type Props = {
  children: ReactNode;
  /** A new value gives what failed another chance, e.g. the room's id. */
  resetKey?: string;
  /** Stands in for what failed, where an apology would be more than it is worth. */
  fallback?: ReactNode;
};

/** Keeps a fault in the part of the page where it happened. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.setState({ failed: false });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    if (this.props.fallback !== undefined) return this.props.fallback;
    return (
      <div role="alert" className="flex h-full items-center justify-center">
        <EmptyState
          icon={<TriangleAlert className="size-6" />}
          title={texts.errors.boundaryTitle}
          lead={texts.errors.boundaryLead}
          action={
            <>
              <Button look="secondary" onClick={() => this.setState({ failed: false })}>
                {texts.common.retry}
              </Button>
              <Button onClick={() => window.location.reload()}>{texts.errors.reload}</Button>
            </>
          }
        />
      </div>
    );
  }
}
