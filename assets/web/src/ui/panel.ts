import { css } from "lit";

/** A titled block of a page of settings, and the rows of a list in it. */
export const panels = css`
  section {
    padding: clamp(var(--space-4), 3vw, var(--space-5));
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow-s);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 650;
  }
  .about {
    margin-top: var(--space-1);
    color: var(--text-muted);
    font-size: var(--text-s);
  }
  .rows {
    margin-top: var(--space-3);
    list-style: none;
  }
  .rows:empty {
    margin-top: 0;
  }
  .rows > :last-child {
    padding-bottom: 0;
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-4);
    padding: var(--space-3) 0;
    border-top: 1px solid var(--line);
  }
  .row > div {
    min-width: 0;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-2);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .detail {
    color: var(--text-muted);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }
  .tag {
    padding: 0 var(--space-2);
    border-radius: var(--radius-full);
    background: var(--tint);
    color: var(--link);
    font-size: var(--text-xs);
    font-weight: 600;
  }
  code {
    color: var(--text-muted);
    font-family: var(--font-mono);
    font-size: var(--text-s);
    font-weight: 400;
  }
  section form {
    margin-top: var(--space-4);
  }
  @media (min-width: 40rem) {
    section form > .button {
      justify-self: start;
    }
  }
`;
