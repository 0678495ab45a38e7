/** The systems whose way to trust an authority the page knows. */
export type System = "ios" | "android" | "mac" | "windows" | "linux" | "firefox";

/** The system that a browser says it runs on; its own store of authorities makes Firefox one. */
export function systemOf(agent: string, touchPoints: number): System {
  // An iPad says that it is a Mac, but no Mac is touched.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return "ios";
  if (/Android/.test(agent)) return "android";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Macintosh/.test(agent)) return "mac";
  if (/Windows/.test(agent)) return "windows";
  return "linux";
}
