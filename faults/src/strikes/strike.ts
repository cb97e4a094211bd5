import type { Crowd } from '../crowd/crowd.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';

export type Scene = { world: World; crowd: Crowd; random: Random };

/** One way to break things. Resolves when everything that it broke is whole again, though perhaps not yet recovered. */
export type Strike = {
  name: string;
  /** False where this machine cannot do it. */
  possible?(world: World): boolean;
  /** @returns what exactly was done, for the record */
  run(scene: Scene): Promise<string>;
};
