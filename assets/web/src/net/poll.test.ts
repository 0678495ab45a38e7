import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Poll } from "./poll";

describe("Poll", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks at once, then at its distance after each answer", async () => {
    let asked = 0;
    const poll = new Poll(
      async () => {
        asked += 1;
      },
      () => 1000,
    );
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toBe(3);
    poll.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toBe(3);
  });

  it("asks one question at a time", async () => {
    let asked = 0;
    let answer = () => {};
    const poll = new Poll(
      () => {
        asked += 1;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      () => 1000,
    );
    poll.now();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    poll.now();
    expect(asked).toBe(2);
    poll.close();
  });
});
