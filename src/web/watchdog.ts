/** In bytes; whoever sends less in the whole of its time sends nothing worth waiting for. */
const least = 1024;

export interface Watchdog {
  /** Aborted when the time was over, or with the signal that it was made of. */
  readonly signal: AbortSignal;
  readonly wasSlow: () => boolean;
  /** So many bytes have come. */
  came(bytes: number): void;
  end(): void;
}

/** Watches that something comes in each `time`, in milliseconds. */
export function watchdog(time: number, signal: AbortSignal | undefined): Watchdog {
  const slow = new AbortController();
  let count = 0;
  const timer = setInterval(() => {
    if (count < least) slow.abort();
    count = 0;
  }, time);
  return {
    signal: signal ? AbortSignal.any([signal, slow.signal]) : slow.signal,
    wasSlow: () => slow.signal.aborted,
    came(bytes) {
      count += bytes;
    },
    end: () => clearInterval(timer),
  };
}
