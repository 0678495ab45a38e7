/** Between questions; a server that starts is asked so often, and answers within a second. */
export const PAUSES_MS = [100, 200, 300, 400] as const;

const NOT_READY = 503;

/**
 * Asks again where the server says that it is not ready: its ports open a moment before all that
 * stands behind them. For questions alone, which change nothing.
 */
export async function patiently(
  ask: () => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  for (const pauseMs of PAUSES_MS) {
    const response = await ask();
    if (response.status !== NOT_READY) return response;
    await pause(pauseMs, signal);
  }
  return ask();
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, durationMs);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}
