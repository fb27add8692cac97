import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees what is no longer used, now. Left alone, the engine lets the garbage of a long load pile up to several times what is
 * in use, because the machine has the memory; a load of any length must not need more than a short one.
 */
export const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();
