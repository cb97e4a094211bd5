import type { ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Button,
  Header,
  type MenuItemProps,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import { classNames } from './class-names.ts';

type Props = {
  label: string;
  trigger: ReactNode;
  /** The trigger has words of its own. */
  isNamedByTrigger?: boolean;
  triggerClassName?: string;
  header?: ReactNode;
  children: ReactNode;
  /** Opened by something else as well, such as a click of the other button. */
  isOpen?: boolean;
  onOpenChange?(open: boolean): void;
};

/** A button that opens a list of actions. Arrow keys, type-ahead and Esc work as in any menu. */
export function Menu({
  label,
  trigger,
  isNamedByTrigger = false,
  triggerClassName,
  header,
  children,
  isOpen,
  onOpenChange = () => undefined,
}: Props) {
  return (
    <MenuTrigger {...(isOpen === undefined ? {} : { isOpen })} onOpenChange={onOpenChange}>
      <Button className={classNames('cursor-pointer data-pressed:opacity-80', triggerClassName)}>
        {trigger}
        {!isNamedByTrigger && <span className="sr-only">{label}</span>}
      </Button>
      <Popover
        className="min-w-56 animate-appear rounded-lg border border-line bg-raised p-1.5 shadow-raised"
        offset={6}
        placement="bottom end"
      >
        {header}
        <AriaMenu aria-label={label} className="outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <AriaMenuSection className="border-line not-first:mt-1 not-first:border-t not-first:pt-1" aria-label={title}>
      {title && <Header className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}

type ItemProps = Omit<MenuItemProps, 'children'> & { icon?: ReactNode; trailing?: ReactNode; tone?: 'danger'; children: string };

export function MenuItem({ icon, trailing, tone, children, ...rest }: ItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      textValue={children}
      className={classNames(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none focus:bg-hover',
        tone === 'danger' && 'text-danger',
      )}
    >
      {icon && (
        <span className={classNames('flex *:size-4.5', tone === 'danger' ? 'text-danger' : 'text-ink-faint')} aria-hidden="true">
          {icon}
        </span>
      )}
      <span className="flex-1">{children}</span>
      {trailing}
    </AriaMenuItem>
  );
}
