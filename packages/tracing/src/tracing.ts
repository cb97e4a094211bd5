import type { ToldSpan } from './told-span.ts';

/** Whether this process traces, and how what is left is sent before it ends. Set by `register.ts`, before anything else runs. */
export type Tracing = {
  readonly on: boolean;
  flush(): Promise<void>;
};
type Switched = Tracing & { tell(service: string, span: ToldSpan): void };

let current: Switched = { on: false, flush: async () => undefined, tell: () => undefined };

export const tracing: Tracing = {
  get on() {
    return current.on;
  },
  flush: () => current.flush(),
};

/** Passes on a span that `service` has made. */
export function tellSpan(service: string, span: ToldSpan): void {
  current.tell(service, span);
}

export function switchTracingOn(switched: Omit<Switched, 'on'>): void {
  current = { on: true, ...switched };
}
