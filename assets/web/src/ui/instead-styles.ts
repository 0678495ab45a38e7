import { css } from "lit";

/** What stands in the place of a page that cannot be shown: why, and where to go. */
export const instead = css`
  :host {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: var(--space-3);
    min-height: 55vh;
    text-align: center;
  }
  .code {
    color: var(--link);
    font-size: var(--text-s);
    font-weight: 700;
    letter-spacing: 0.08em;
  }
  h1 {
    font-size: var(--text-2xl);
    font-weight: 700;
  }
  p {
    max-width: 30rem;
    color: var(--text-muted);
    text-wrap: pretty;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--space-2);
    margin-top: var(--space-3);
  }
`;
