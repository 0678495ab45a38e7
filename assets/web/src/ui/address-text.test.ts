import { expect, it } from "vitest";
import { addressText } from "./address-text";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["127.0.0.1", "this computer"],
  ["0:0:0:0:0:0:0:1", "this computer"],
  ["2001:db8:0:0:0:0:0:7", "2001:db8::7"],
  ["2001:db8:0:0:1:0:0:0", "2001:db8:0:0:1::"],
  ["2001:db8:1:0:1:1:1:1", "2001:db8:1:0:1:1:1:1"],
  ["0:0:0:0:0:0:0:0", "::"],
  ["fe80:0:0:0:0:0:0:10", "fe80::10"],
  ["unknown", "unknown"],
])("shows %s as %s", (address, text) => {
  expect(addressText(address)).toBe(text);
});
