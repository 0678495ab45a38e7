import { css } from "lit";

export const playerStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    background: var(--stage);
    color: var(--stage-text);
    --focus: var(--stage-focus);
  }
  .stage {
    position: relative;
    width: 100%;
    height: 100%;
    background: var(--stage);
    overflow: hidden;
  }
  media-controller {
    display: block;
    width: 100%;
    height: 100%;
    font-family: var(--font);
    --media-font-family: var(--font);
    --media-font-size: 0.875rem;
    --media-font-weight: 600;
    --media-primary-color: #fff;
    --media-icon-color: #fff;
    --media-secondary-color: transparent;
    --media-control-background: transparent;
    --media-control-hover-background: rgb(255 255 255 / 14%);
    --media-control-padding: 0.625rem;
    --media-control-height: 1.5rem;
    --media-background-color: var(--stage);
    --media-focus-box-shadow: inset 0 0 0 2px var(--stage-focus);
    --media-range-bar-color: #fff;
    --media-range-track-background: rgb(255 255 255 / 34%);
    --media-range-track-height: 0.25rem;
    --media-range-track-border-radius: 2px;
    --media-range-thumb-width: 0.75rem;
    --media-range-thumb-height: 0.75rem;
    --media-tooltip-background: rgb(12 18 34 / 96%);
    --media-tooltip-border-radius: var(--radius-s);
  }
  video {
    width: 100%;
    height: 100%;
    background: var(--stage);
    object-fit: contain;
  }
  media-controller:not([userinactive]) video::-webkit-media-text-track-container {
    translate: 0 -3.5rem;
  }
  media-control-bar {
    align-items: center;
    width: 100%;
    padding: 2.5rem var(--space-2) var(--space-2);
    background: linear-gradient(to top, rgb(4 8 18 / 86%), transparent);
  }
  media-play-button,
  media-mute-button,
  media-pip-button,
  media-fullscreen-button {
    border-radius: var(--radius-m);
  }
  media-volume-range {
    width: 5.5rem;
    padding-inline: 0 var(--space-2);
    border-radius: var(--radius-m);
  }
  media-volume-range:focus-within {
    box-shadow: var(--media-focus-box-shadow);
  }
  media-pip-button[mediapipunavailable],
  media-fullscreen-button[mediafullscreenunavailable],
  media-volume-range[mediavolumeunavailable] {
    display: none;
  }
  .fill {
    flex: 1;
  }
  .live {
    position: relative;
    display: inline-flex;
    line-height: 1;
    align-items: center;
    gap: 0.4375rem;
    min-height: 2.75rem;
    margin-left: var(--space-1);
    padding: 0 var(--space-3);
    border: 0;
    border-radius: var(--radius-m);
    background: none;
    color: #fff;
    font: inherit;
    font-size: var(--text-s);
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }
  .live:hover {
    background: rgb(255 255 255 / 14%);
  }
  .live i {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
    background: #ff4d5e;
  }
  .live.behind i {
    background: var(--stage-muted);
  }
  .live .delay {
    color: var(--stage-muted);
    font-weight: 500;
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    width: 100%;
    padding: var(--space-1) var(--space-4) 2.5rem;
    line-height: 1.5;
    background: linear-gradient(to bottom, rgb(4 8 18 / 80%), transparent);
  }
  .top a {
    padding-block: var(--space-2);
    overflow: hidden;
    color: #fff;
    font-size: var(--text-m);
    font-weight: 600;
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .top a:hover {
    text-decoration: underline;
  }
  .prompt {
    position: absolute;
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2.75rem;
    padding: 0 1.125rem;
    border: 0;
    border-radius: var(--radius-full);
    background: #fff;
    color: #0d1526;
    font: inherit;
    font-size: var(--text-m);
    font-weight: 650;
    box-shadow: 0 6px 24px rgb(0 0 0 / 45%);
    cursor: pointer;
  }
  .prompt:hover {
    background: #e5eeff;
  }
  .prompt:focus-visible {
    outline: 3px solid var(--stage-focus);
  }
  .unmute {
    top: var(--space-4);
    left: 50%;
    translate: -50%;
  }
  .begin {
    top: 50%;
    left: 50%;
    translate: -50% -50%;
  }
  @container (max-width: 34rem) {
    media-volume-range {
      display: none;
    }
    media-control-bar {
      padding-inline: 0;
    }
    .live {
      margin-left: 0;
      padding: 0 var(--space-2);
    }
  }
`;
