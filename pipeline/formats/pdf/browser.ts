import { PipelineError } from '../../errors.ts';
import { type BrowserChoice, findBrowser } from './find-browser.ts';
import { limited } from './limited.ts';
import { type PrintingSession, startSession } from './printing-session.ts';

/** How to open a browser. */
export interface BrowserOptions extends BrowserChoice {
  /** Pages that print at the same time; two use two cores, more are no faster. */
  readonly pagesAtOnce?: number;
  /** Milliseconds after which one printing is given up and the browser replaced. */
  readonly deadline?: number;
}

/** A browser that prints pages, until it is disposed of. */
export interface PrintingBrowser extends AsyncDisposable {
  /** `HeadlessChrome/153.0.8010.0`: the same version prints the same page to the same bytes, after repair. */
  readonly version: string;
  /**
   * Prints a whole HTML page as tagged PDF with an outline; no script runs, and nothing but `data:` is loaded. Throws
   * PipelineError `render` where the page asks for more, or where the browser fails three times.
   */
  readonly print: (html: string) => Promise<Uint8Array>;
}

const attempts = 3;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Finds and launches a browser. Throws PipelineError where there is none, or none that runs. */
export async function openBrowser(options: BrowserOptions = {}): Promise<PrintingBrowser> {
  const { pagesAtOnce = 2, deadline = 60_000 } = options;
  const found = await findBrowser(options);
  const sessions = replaceable(() => startSession(found));
  const { version } = await sessions.current();
  const unwatch = onDeath(sessions.kill);
  let isOpen = true;
  const print = async (html: string): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt += 1) {
      if (!isOpen) throw new PipelineError('internal', 'the browser is closed', 'report this as a defect of report287');
      const session = await sessions.current();
      try {
        return await withDeadline(deadline, session.print(html));
      } catch (error) {
        if (error instanceof PipelineError) throw error;
        // Hung, crashed or killed: whatever it was, a fresh browser has none of it.
        sessions.replace(session);
        if (isOpen && attempt === attempts) throw givenUp(error);
      }
    }
  };
  return {
    version,
    print: limited(pagesAtOnce, print),
    [Symbol.asyncDispose]: async () => {
      isOpen = false;
      await sessions.close();
      unwatch();
    },
  };
}

interface Sessions {
  /** The running browser; launches one where there is none. */
  readonly current: () => Promise<PrintingSession>;
  /** Kills a browser that failed, so that the next printing launches another. */
  readonly replace: (failed: PrintingSession) => void;
  /** Kills at once, without waiting for anything. */
  readonly kill: () => void;
  readonly close: () => Promise<void>;
}

function replaceable(start: () => Promise<PrintingSession>): Sessions {
  let starting: Promise<PrintingSession> | null = null;
  let running: PrintingSession | null = null;
  const launch = async () => {
    try {
      running = await start();
      return running;
    } catch (error) {
      starting = null;
      throw error;
    }
  };
  return {
    current: () => {
      starting ??= launch();
      return starting;
    },
    replace: (failed) => {
      failed.kill();
      if (running !== failed) return;
      running = null;
      starting = null;
    },
    kill: () => running?.kill(),
    close: async () => {
      await starting?.catch(() => undefined);
      await running?.close();
    },
  };
}

/** Rejects when the time is over. Puppeteer's own limits do not hold where the browser itself has stopped. */
async function withDeadline<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs `kill` when this process exits or a signal is about to end it; returns what stops that. Where somebody else listens for the
 * signal, ending is theirs, and with it the disposal of the browser.
 */
function onDeath(kill: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return;
    kill();
    unwatch();
    process.kill(process.pid, signal);
  };
  const unwatch = () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('exit', kill);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('exit', kill);
  return unwatch;
}

function givenUp(cause: unknown): PipelineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(
    'render',
    `a page could not be printed: ${reason.split('\n')[0]}`,
    `the browser was started anew ${attempts - 1} times; look for a page that is too large, or for too little memory`,
    { cause },
  );
}
