import { css, html, nothing, type TemplateResult } from "lit";

/** What went wrong with a form, beside the field at fault where there is one. */
export interface Fault {
  readonly message: string;
  readonly field: string | undefined;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  /** What the browser fills in, by the names of HTML. */
  readonly autocomplete: AutoFill;
  readonly hint?: string;
  readonly value?: string;
  readonly inputmode?: "numeric" | "email" | "text";
  readonly maxlength?: number;
  readonly minlength?: number;
}

/** A labelled input, with its hint and what is wrong with it. */
export function field(of: Field, fault: Fault | undefined): TemplateResult {
  const wrong = fault?.field === of.name ? fault.message : undefined;
  const notes = [of.hint === undefined ? "" : `${of.name}-hint`, wrong ? `${of.name}-fault` : ""];
  return html`<div class="field">
    <label for=${of.name}>${of.label}</label>
    <input
      id=${of.name}
      name=${of.name}
      type=${of.type ?? "text"}
      autocomplete=${of.autocomplete}
      inputmode=${of.inputmode ?? nothing}
      maxlength=${of.maxlength ?? nothing}
      minlength=${of.minlength ?? nothing}
      autocapitalize="none"
      spellcheck="false"
      required
      .value=${of.value ?? ""}
      aria-invalid=${wrong === undefined ? nothing : "true"}
      aria-describedby=${notes.filter((note) => note !== "").join(" ") || nothing}
    />
    ${of.hint === undefined ? nothing : html`<p class="hint" id="${of.name}-hint">${of.hint}</p>`}
    ${wrong === undefined ? nothing : html`<p class="fault" id="${of.name}-fault" role="alert">${wrong}</p>`}
  </div>`;
}

/** A fault that no field of the form shows; announced as soon as it is there. */
export function faultNote(
  fault: Fault | undefined,
  fields: readonly string[],
): TemplateResult | typeof nothing {
  const shown = fault !== undefined && !fields.includes(fault.field ?? "");
  return html`<div role="alert">${shown ? html`<p class="note">${fault.message}</p>` : nothing}</div>`;
}

/** What was typed into the form that an event comes from. */
export function valuesOf(event: SubmitEvent): ReadonlyMap<string, string> {
  event.preventDefault();
  const values = new Map<string, string>();
  if (event.target instanceof HTMLFormElement) {
    for (const [name, value] of new FormData(event.target)) {
      if (typeof value === "string") values.set(name, value);
    }
  }
  return values;
}

export const forms = css`
  form {
    display: grid;
    gap: var(--space-4);
  }
  /* One that says nothing yet takes no row of its own. */
  :is(main, form) > :is([role="status"], [role="alert"]):not(:has(> *)) {
    position: absolute;
  }
  .field {
    display: grid;
    gap: var(--space-1);
  }
  label {
    font-size: var(--text-s);
    font-weight: 600;
  }
  input,
  select,
  textarea {
    width: 100%;
    min-height: 2.75rem;
    padding: 0 var(--space-3);
    border: 1px solid var(--control-line);
    border-radius: var(--radius-m);
    background: var(--surface);
    color: var(--text);
    font: inherit;
    /* Smaller, and phones zoom in. */
    font-size: 1rem;
  }
  select {
    font-weight: 400;
  }
  textarea {
    display: block;
    min-height: 5rem;
    padding-block: var(--space-2);
    resize: vertical;
  }
  input[aria-invalid="true"] {
    border-color: var(--fault);
  }
  .hint {
    color: var(--text-muted);
    font-size: var(--text-s);
  }
  .fault {
    color: var(--fault);
    font-size: var(--text-s);
    font-weight: 500;
  }
  .note {
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--fault-line);
    border-radius: var(--radius-m);
    background: var(--fault-surface);
    color: var(--text);
    font-size: var(--text-s);
  }
  .good {
    border-color: var(--line);
    background: var(--tint);
  }
  .box {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 1.75rem;
    font-weight: 400;
  }
  .box input {
    flex: none;
    width: 1.125rem;
    min-height: 1.125rem;
    margin: 0;
    accent-color: var(--action);
  }
  @media (pointer: coarse) {
    .box {
      min-height: 2.75rem;
    }
  }
  form .button {
    min-height: 2.75rem;
    font-size: var(--text-m);
  }
  .button[disabled] {
    opacity: 0.65;
    cursor: progress;
  }
`;
