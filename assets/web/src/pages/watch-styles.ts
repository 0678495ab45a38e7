import { css } from "lit";

export const watchStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 20rem;
    gap: var(--space-5);
    max-width: 88rem;
    margin: 0 auto;
    padding: var(--space-5) clamp(var(--space-4), 3vw, var(--space-6)) var(--space-7);
  }
  main.alone {
    grid-template-columns: minmax(0, 72rem);
    justify-content: center;
  }
  .main {
    /* The text under the picture is seen without scrolling. */
    --picture-width: min(100%, (100dvh - 13rem) * 16 / 9);
  }
  main nexus-player {
    width: var(--picture-width);
    aspect-ratio: 16 / 9;
    clip-path: inset(0 round var(--radius-l));
  }
  main.alone .main {
    width: var(--picture-width);
    margin-inline: auto;
  }
  nexus-channel-text {
    margin-top: var(--space-4);
  }
  main.bare {
    position: fixed;
    inset: 0;
    display: block;
    max-width: none;
    padding: 0;
  }
  main.bare nexus-player {
    width: 100%;
    height: 100%;
    margin: 0;
    aspect-ratio: auto;
    clip-path: none;
  }
  [hidden] {
    display: none;
  }
  aside:not([hidden]) {
    display: flex;
    flex-direction: column;
    gap: var(--space-3);
  }
  .meters {
    display: grid;
    gap: var(--space-3);
  }
  @media (max-width: 60rem) {
    main,
    main.alone {
      grid-template-columns: minmax(0, 1fr);
      padding-top: 0;
    }
    .main,
    main.alone .main {
      --picture-width: auto;
      margin-inline: 0;
    }
    main nexus-player {
      margin: 0 calc(-1 * clamp(var(--space-4), 3vw, var(--space-6)));
      height: min(100vw * 9 / 16, 100dvh);
      aspect-ratio: auto;
      clip-path: none;
    }
    .meters {
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: var(--space-2);
    }
  }
`;
