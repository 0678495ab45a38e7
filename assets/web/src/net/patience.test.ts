import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PAUSES_MS, patiently } from "./patience";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function answers(...statuses: readonly number[]) {
  let asked = 0;
  const ask = async () => {
    const status = statuses[Math.min(asked, statuses.length - 1)];
    asked++;
    return new Response(null, { status: status ?? 500 });
  };
  return { ask, asked: () => asked };
}

describe("patiently", () => {
  it.each([200, 401, 404, 500])("takes %i at once", async (status) => {
    const { ask, asked } = answers(status);
    expect((await patiently(ask, new AbortController().signal)).status).toBe(status);
    expect(asked()).toBe(1);
  });

  it("asks a server that starts again, until it is ready", async () => {
    const { ask, asked } = answers(503, 503, 200);
    const answer = patiently(ask, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(PAUSES_MS[0] - 1);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(1 + PAUSES_MS[1]);
    expect((await answer).status).toBe(200);
    expect(asked()).toBe(3);
  });

  it("takes 503 for an answer in the end", async () => {
    const { ask, asked } = answers(503);
    const answer = patiently(ask, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(PAUSES_MS.reduce((sum, pauseMs) => sum + pauseMs, 0));
    expect((await answer).status).toBe(503);
    expect(asked()).toBe(PAUSES_MS.length + 1);
  });

  it("stops when nobody waits for it any more", async () => {
    const { ask, asked } = answers(503);
    const closed = new AbortController();
    const answer = patiently(ask, closed.signal);
    const refused = expect(answer).rejects.toBe("closed");
    await vi.advanceTimersByTimeAsync(1);
    closed.abort("closed");
    await refused;
    await vi.runAllTimersAsync();
    expect(asked()).toBe(1);
  });
});
