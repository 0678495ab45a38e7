import { describe, expect, it } from "vitest";
import { type Fetch, StreamsClient } from "./client";

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const demo = { name: "demo", state: "live" };

function clientWith(answer: () => Response) {
  const asked: string[] = [];
  const fetch: Fetch = async (path) => {
    asked.push(path);
    return answer();
  };
  return { client: new StreamsClient(fetch), asked };
}

describe("StreamsClient", () => {
  it("finds a stream, its name encoded", async () => {
    const { client, asked } = clientWith(() => json(demo));
    expect(await client.find("a b/ü")).toMatchObject({ kind: "found", stream: { name: "demo" } });
    expect(asked).toEqual(["/api/streams/a%20b%2F%C3%BC"]);
  });

  it("lists streams", async () => {
    const { client, asked } = clientWith(() => json({ streams: [demo] }));
    expect(await client.list()).toMatchObject({ kind: "listed", streams: [{ name: "demo" }] });
    expect(asked).toEqual(["/api/streams"]);
  });

  it.each([
    [401, "", "sign-in"],
    [403, "", "forbidden"],
    [404, "", "unknown"],
    [404, "1.a", "expired"],
  ])("takes %i with the pass %j for %s", async (status, pass, kind) => {
    const { client, asked } = clientWith(() => json({}, status));
    expect(await client.find("x", pass)).toEqual({ kind });
    expect(asked).toEqual([pass === "" ? "/api/streams/x" : "/api/streams/x?pass=1.a"]);
  });

  it.each(["channels", "events"])("knows that no channel is called %s", async (name) => {
    const { client, asked } = clientWith(() => json(demo));
    expect(await client.find(name)).toEqual({ kind: "unknown" });
    expect(asked).toEqual([]);
  });

  it("waits for a server that starts", async () => {
    const answers = [json({}, 503), json({ streams: [demo] })];
    const { client, asked } = clientWith(() => answers.shift() ?? json({}, 500));
    expect(await client.list()).toMatchObject({ kind: "listed" });
    expect(asked).toHaveLength(2);
  });

  it("takes 404 for an unknown stream", async () => {
    const { client } = clientWith(() => json({ title: "Not Found", status: 404 }, 404));
    expect(await client.find("x")).toEqual({ kind: "unknown" });
  });

  it.each([
    ["an error status", () => json({}, 500), "status 500"],
    ["no JSON", () => new Response("<html>"), "no connection"],
    [
      "another shape",
      () => json({ name: "demo" }),
      "stream.state: undefined (expected: live, slate, waiting, offline)",
    ],
  ])("takes %s for an unreachable server", async (_what, answer, reason) => {
    const { client } = clientWith(answer);
    expect(await client.find("demo")).toEqual({ kind: "unreachable", reason });
  });

  it("takes a refused connection for an unreachable server", async () => {
    const client = new StreamsClient(() => Promise.reject(new TypeError("refused")));
    expect(await client.list()).toEqual({ kind: "unreachable", reason: "no connection" });
  });

  it("says when no answer came in time", async () => {
    const late = new DOMException("late", "TimeoutError");
    const client = new StreamsClient(() => Promise.reject(late));
    expect(await client.find("demo")).toEqual({
      kind: "unreachable",
      reason: "no answer in time",
    });
  });

  it("ends its questions when closed", async () => {
    const client = new StreamsClient(
      (_path, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    );
    const answer = client.find("demo");
    client.close();
    expect(await answer).toMatchObject({ kind: "unreachable" });
  });
});
