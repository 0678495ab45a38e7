import { HISTORY_LENGTH } from "./history";

export const CHART_WIDTH = 120;
export const CHART_HEIGHT = 32;

/** So that a line at the very top or bottom is drawn whole. */
const MARGIN = 2;

export interface ChartPaths {
  readonly line: string;
  readonly area: string;
}

/**
 * The paths of a chart from zero to its greatest figure, or to `ceiling` if that is more. The newest
 * figure is at the right edge, so that the chart moves to the left as figures come in.
 */
export function chartPaths(values: readonly number[], ceiling = 0): ChartPaths | undefined {
  if (values.length < 2) return undefined;
  const top = Math.max(ceiling, ...values) || 1;
  const stride = CHART_WIDTH / (HISTORY_LENGTH - 1);
  const left = CHART_WIDTH - (values.length - 1) * stride;
  const points = values.map((value, index) => {
    const x = left + index * stride;
    const y = CHART_HEIGHT - MARGIN - (Math.max(0, value) / top) * (CHART_HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join("L")}`;
  return { line, area: `${line}V${CHART_HEIGHT}H${left.toFixed(1)}Z` };
}
