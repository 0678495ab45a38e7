import { css } from "lit";

/** Pages for those who work with the platform: a wide column of panels. */
export const desks = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-5);
    max-width: 88rem;
    margin: 0 auto;
    padding: var(--space-5) clamp(var(--space-4), 3vw, var(--space-6)) var(--space-7);
  }
  h1 {
    font-size: var(--text-2xl);
    font-weight: 700;
  }
  .lead {
    margin-top: var(--space-1);
    color: var(--text-muted);
  }
`;
