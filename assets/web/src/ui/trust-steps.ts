import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "./styles";
import type { System } from "./system";

interface Way {
  readonly system: System;
  readonly title: string;
  readonly steps: readonly TemplateResult[];
}

const ways: readonly Way[] = [
  {
    system: "ios",
    title: "iPhone and iPad",
    steps: [
      html`Open this page in <b>Safari</b> and download the certificate. Choose <b>Allow</b>.`,
      html`Open <b>Settings → Profile Downloaded</b> and choose <b>Install</b>.`,
      html`Open <b>Settings → General → About → Certificate Trust Settings</b> and switch the
        authority on.`,
    ],
  },
  {
    system: "android",
    title: "Android",
    steps: [
      html`Download the certificate.`,
      html`Open <b>Settings</b> and search for <b>CA certificate</b>. It is under <b>Security →
        Encryption &amp; credentials → Install a certificate</b>.`,
      html`Choose <b>Install anyway</b>, then the file in your downloads.`,
    ],
  },
  {
    system: "mac",
    title: "macOS",
    steps: [
      html`Download the certificate and open it: <b>Keychain Access</b> takes it in.`,
      html`Double-click the authority there, open <b>Trust</b>, and choose <b>Always Trust</b>.`,
    ],
  },
  {
    system: "windows",
    title: "Windows",
    steps: [
      html`Download the certificate, open it, and choose <b>Install Certificate…</b>`,
      html`Choose <b>Current User</b>, then <b>Place all certificates in the following store</b>:
        <b>Trusted Root Certification Authorities</b>.`,
    ],
  },
  {
    system: "linux",
    title: "Linux, with Chromium or Chrome",
    steps: [
      html`Download the certificate.`,
      html`Open <code>chrome://certificate-manager</code>, choose <b>Installed by you</b>, and import
        the file under <b>Trusted certificates</b>.`,
    ],
  },
  {
    system: "firefox",
    title: "Firefox, on any computer",
    steps: [
      html`Download the certificate.`,
      html`Open <b>Settings → Privacy &amp; Security → View Certificates… → Authorities</b>, choose
        <b>Import…</b>, and let it identify websites.`,
    ],
  },
];

/** How each system learns to trust the authority; that of this device is unfolded. */
export class NexusTrustSteps extends LitElement {
  static override properties = {
    system: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      details {
        border-top: 1px solid var(--line);
      }
      details:last-of-type {
        border-bottom: 1px solid var(--line);
      }
      summary {
        padding: var(--space-3) 0;
        border-radius: var(--radius-s);
        font-weight: 600;
        cursor: pointer;
      }
      ol {
        display: grid;
        gap: var(--space-2);
        padding: 0 0 var(--space-4) 1.5rem;
        color: var(--text-muted);
      }
      b,
      code {
        color: var(--text);
      }
      b {
        font-weight: 600;
      }
      code {
        font-family: var(--font-mono);
        font-size: 0.9em;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare system: System;

  constructor() {
    super();
    this.system = "linux";
  }

  override render() {
    return ways.map(
      (way) => html`<details name="system" ?open=${way.system === this.system}>
        <summary>${way.title}</summary>
        <ol>
          ${way.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </details>`,
    );
  }
}

customElements.define("nexus-trust-steps", NexusTrustSteps);
