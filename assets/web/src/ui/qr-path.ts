/** The dark modules of a QR code as one SVG path, a unit a module: a bar for each run in a row. */
export function qrPath(modules: readonly (readonly boolean[])[]): string {
  const bars: string[] = [];
  modules.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= row.length; x++) {
      const dark = row[x] === true;
      if (dark && start < 0) start = x;
      if (!dark && start >= 0) {
        bars.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
        start = -1;
      }
    }
  });
  return bars.join("");
}
