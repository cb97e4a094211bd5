/** Typed events for programs: handlers run in the order in which they were added, synchronously. */
export type Emitter<Events extends Record<string, unknown>> = {
  on<Name extends keyof Events>(name: Name, handler: (value: Events[Name]) => void): () => void;
  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void;
};

export function createEmitter<Events extends Record<string, unknown>>(): Emitter<Events> {
  const handlers: { [Name in keyof Events]?: Set<(value: Events[Name]) => void> } = {};
  return {
    on(name, handler) {
      let added = handlers[name];
      if (!added) {
        added = new Set();
        handlers[name] = added;
      }
      added.add(handler);
      return () => added.delete(handler);
    },
    emit(name, value) {
      for (const handler of [...(handlers[name] ?? [])]) {
        try {
          handler(value);
        } catch (error) {
          // One program's fault must not stop the log for its neighbours: it surfaces as an uncaught error of its own.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
