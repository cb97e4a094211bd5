/** Commands of one socket that wait for an earlier one of the same lane. */
const maxWaiting = 256;

export type CommandLanes = {
  /** Runs `task` after every earlier task of the lane has ended. False when too many wait already. */
  run(lane: string, task: () => Promise<void>): boolean;
};

/**
 * One command at a time per room: what a client sends first has the smaller `seq`, whichever replica stores it.
 * Different rooms do not wait for each other.
 */
export function commandLanes(): CommandLanes {
  const lanes = new Map<string, Array<() => Promise<void>>>();
  let waiting = 0;

  async function drain(lane: string, queue: Array<() => Promise<void>>): Promise<void> {
    for (let task = queue[0]; task; task = queue[0]) {
      await task().catch(() => undefined);
      queue.shift();
      waiting -= 1;
    }
    lanes.delete(lane);
  }

  return {
    run(lane, task) {
      if (waiting >= maxWaiting) return false;
      waiting += 1;
      const queue = lanes.get(lane);
      if (queue) {
        queue.push(task);
        return true;
      }
      const fresh = [task];
      lanes.set(lane, fresh);
      void drain(lane, fresh);
      return true;
    },
  };
}
