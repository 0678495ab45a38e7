import { css, html, LitElement } from "lit";
import { serverFields } from "./server-fields";
import { base } from "./styles";

/** How a broadcaster goes live, step by step. */
export class NexusGoLive extends LitElement {
  static override properties = {
    servers: { attribute: false },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ol {
        display: grid;
        gap: var(--space-5);
        list-style: none;
        counter-reset: step;
      }
      li {
        display: grid;
        grid-template-columns: 1.75rem minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        counter-increment: step;
      }
      li::before {
        content: counter(step);
        display: grid;
        place-items: center;
        grid-row: span 3;
        width: 1.75rem;
        height: 1.75rem;
        border-radius: 50%;
        background: var(--tint);
        color: var(--link);
        font-size: var(--text-s);
        font-weight: 700;
      }
      h3 {
        padding-top: 0.2rem;
        font-size: var(--text-m);
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      p {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      nexus-copy-field {
        margin-top: var(--space-2);
      }
      @media (max-width: 30rem) {
        nexus-copy-field {
          grid-column: 1 / -1;
        }
      }
      b {
        color: var(--text);
        font-weight: 600;
      }
    `,
  ];

  /** Where encoders publish, the best first; empty until it is known. */
  declare servers: readonly string[];

  constructor() {
    super();
    this.servers = [];
  }

  override render() {
    return html`<ol>
      <li>
        <h3>Set the server</h3>
        <p>In OBS, open <b>Settings → Stream</b> and choose the service <b>Custom…</b></p>
        ${serverFields(this.servers)}
      </li>
      <li>
        <h3>Enter your stream key</h3>
        <p>
          Your channel has one, on the page <a href="/creator">Creator</a>; that of a channel in the
          configuration is printed when the server starts. Show it to nobody.
        </p>
      </li>
      <li>
        <h3>Set the keyframe interval to 2 s</h3>
        <p>
          In <b>Settings → Output → Streaming</b>, so that viewers join at once. Then choose
          <b>Start Streaming</b>.
        </p>
      </li>
    </ol>`;
  }
}

customElements.define("nexus-go-live", NexusGoLive);
