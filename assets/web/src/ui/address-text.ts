/** An address of the network for a person: IPv6 as RFC 5952 shortens it, and loopback by name. */
export function addressText(address: string): string {
  if (/^127\.|^(0:){7}1$|^::1$/.test(address)) return "this computer";
  const runs = address.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const [longest] = [...runs].sort((a, b) => b.length - a.length);
  if (longest === undefined) return address;
  const at = address.indexOf(longest);
  return `${address.slice(0, at)}::${address.slice(at + longest.length).replace(/^:/, "")}`;
}
