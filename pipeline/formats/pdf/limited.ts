/** `work`, of which at most so many calls run at the same time; the others wait their turn, first come, first served. */
export function limited<A, R>(most: number, work: (argument: A) => Promise<R>): (argument: A) => Promise<R> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (argument) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work(argument);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Waits until all have ended, then throws what the first that failed threw: nothing goes on behind a run that stops. */
export async function everyOne<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
