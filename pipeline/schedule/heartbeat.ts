import { replaceFile } from '../publish/replace-file.ts';

/** Milliseconds that a web address is given to answer. */
const patience = 10_000;

/**
 * Gives a sign of life after a look that went well: writes a file (one line: the instant, and `well` or `attention`), or calls a web
 * address with GET. @throws Error where the file cannot be written, or the address does not answer with a success.
 */
export async function beat(
  place: string,
  sign: { readonly at: string; readonly isWell: boolean },
  waits: number = patience,
): Promise<void> {
  if (!/^https?:\/\//.test(place)) {
    await replaceFile(place, `${sign.at} ${sign.isWell ? 'well' : 'attention'}\n`);
    return;
  }
  const answer = await fetch(place, { signal: AbortSignal.timeout(waits) }).catch((error: unknown) => {
    throw new Error(`the address does not answer (${reasonOf(error, waits)})`, { cause: error });
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the heartbeat was answered with ${answer.status}`);
}

/** `fetch` alone says that it failed; what failed is its cause, or a cause of that. */
function reasonOf(error: unknown, waits: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `not within ${waits / 1000} s`;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : reasonOf(error.cause, waits);
}
