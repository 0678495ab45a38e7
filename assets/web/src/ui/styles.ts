import { css } from "lit";

/** What every component begins with. */
export const base = css`
  :host {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h1,
  h2,
  h3 {
    letter-spacing: -0.018em;
    line-height: 1.2;
    text-wrap: balance;
  }
  a {
    color: var(--link);
    text-underline-offset: 0.18em;
  }
  svg {
    display: block;
    flex: none;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  /* What only a slow answer lets be seen: a quick one would make it flash. */
  .late {
    animation: late 150ms 350ms backwards;
  }
  @keyframes late {
    from {
      opacity: 0;
    }
  }
`;

export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 2.5rem;
    padding: 0 var(--space-4);
    border: 1px solid transparent;
    border-radius: var(--radius-m);
    font: inherit;
    font-size: var(--text-s);
    font-weight: 600;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
    transition:
      background-color 120ms,
      border-color 120ms;
  }
  .button svg {
    width: 1.125rem;
    height: 1.125rem;
  }
  .primary {
    background: var(--action);
    color: var(--action-text);
  }
  .primary:hover {
    background: var(--action-hover);
  }
  .secondary {
    border-color: var(--button-line);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow-s);
  }
  .secondary:hover {
    border-color: var(--control-line);
  }
  .danger {
    background: var(--danger);
    color: var(--action-text);
  }
  .danger:hover {
    background: var(--danger-hover);
  }
  .quiet {
    padding: 0 var(--space-3);
    background: none;
    color: var(--text-muted);
  }
  .quiet:hover {
    background: var(--surface-sunken);
    color: var(--text);
  }
  /* Fingers are wider than pointers. */
  @media (pointer: coarse) {
    .button {
      min-height: 2.75rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .button {
      transition: none;
    }
  }
`;
