import { html, svg, type TemplateResult } from "lit";

function icon(shape: TemplateResult): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.9"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>`;
}

export const viewersIcon =
  icon(svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/>
  <circle cx="12" cy="12" r="2.8"/>`);

export const shareIcon = icon(svg`<path d="M12 15V3.5m0 0L7.5 8M12 3.5 16.5 8"/>
  <path d="M5 12.5v5A2.5 2.5 0 0 0 7.5 20h9a2.5 2.5 0 0 0 2.5-2.5v-5"/>`);

export const copyIcon = icon(svg`<rect x="9" y="9" width="11" height="11" rx="2.5"/>
  <path d="M5.5 15A1.5 1.5 0 0 1 4 13.5v-7A2.5 2.5 0 0 1 6.5 4h7A1.5 1.5 0 0 1 15 5.5"/>`);

export const checkIcon = icon(svg`<path d="m5 12.5 4.5 4.500L19 7.5"/>`);

export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);

export const broadcastIcon = icon(svg`<circle cx="12" cy="12" r="2.2"/>
  <path d="M7.8 16.200a6 6 0 0 1 0-8.400m8.4 0a6 6 0 0 1 0 8.400M4.9 19.100a10 10 0 0 1 0-14.200m14.2 0a10 10 0 0 1 0 14.2"/>`);

export const mutedIcon =
  icon(svg`<path d="M11 5.5 6.5 9H4a1 1 0 0 0-1 1v4a1 1 0 0 0 1 1h2.500L11 18.500Z"/>
  <path d="m15.5 9.5 5 5m0-5-5 5"/>`);

export const qualityIcon = icon(svg`<path d="M4 7h9m5 0h2M4 17h2m5 0h9"/>
  <circle cx="15.5" cy="7" r="2.3"/><circle cx="8.5" cy="17" r="2.3"/>`);

export const captionsIcon = icon(svg`<rect x="3" y="5" width="18" height="14" rx="3"/>
  <path d="M10.5 10.500a2 2 0 1 0 0 3m6-3a2 2 0 1 0 0 3"/>`);

export const backIcon = icon(svg`<path d="M19 12H5m0 0 6-6m-6 6 6 6"/>`);

export const chevronIcon = icon(svg`<path d="m7 10 5 5 5-5"/>`);

export const disconnectedIcon =
  icon(svg`<path d="M3 3l18 18M8.5 15.500a5 5 0 0 1 5.3-1.100M5.5 12.300a9.5 9.5 0 0 1 3.6-2.200m4.6-.5a9.5 9.5 0 0 1 4.8 2.700M2.5 9a14 14 0 0 1 3.7-2.500m5-1.300A14 14 0 0 1 21.5 9"/>
  <path d="M12 19h.01"/>`);

export const playIcon = icon(svg`<path d="M8 5.8v12.4L18.5 12Z" fill="currentColor"/>`);
